package dev.tierwall.lab.cluster;

import dev.tierwall.lab.pods.ContainerTarget;
import dev.tierwall.lab.pods.LogRequest;
import dev.tierwall.lab.pods.NotRunningException;
import dev.tierwall.lab.pods.PodAccess;
import dev.tierwall.lab.pods.RunningCommand;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.SocketChannel;
import java.util.List;
import java.util.Optional;

/** The running pods of a lab whose nodes come later than its API server. */
public final class LaterPods implements PodAccess {

    private volatile Optional<PodAccess> pods = Optional.empty();

    /** Now they are there. */
    public void are(PodAccess running) {
        pods = Optional.of(running);
    }

    private PodAccess pods() throws NotRunningException {
        return pods.orElseThrow(() -> new NotRunningException("the nodes are not ready yet"));
    }

    @Override
    public RunningCommand exec(ContainerTarget target, List<String> command, boolean terminal) throws IOException {
        return pods().exec(target, command, terminal);
    }

    @Override
    public RunningCommand attach(ContainerTarget target) throws IOException {
        return pods().attach(target);
    }

    @Override
    public InputStream logs(ContainerTarget target, LogRequest request) throws IOException {
        return pods().logs(target, request);
    }

    @Override
    public SocketChannel connect(String namespace, String pod, int port) throws IOException {
        return pods().connect(namespace, pod, port);
    }
}

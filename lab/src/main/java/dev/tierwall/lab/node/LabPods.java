package dev.tierwall.lab.node;

import dev.tierwall.core.net.Address;
import dev.tierwall.lab.container.ContainerLog;
import dev.tierwall.lab.container.Outputs;
import dev.tierwall.lab.pods.ContainerTarget;
import dev.tierwall.lab.pods.LogRequest;
import dev.tierwall.lab.pods.NotRunningException;
import dev.tierwall.lab.pods.PodAccess;
import dev.tierwall.lab.pods.RunningCommand;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.SocketChannel;
import java.util.List;

/** The pods that the nodes run, for those who want something of them. */
public final class LabPods implements PodAccess {

    private final Kubelet kubelet;

    public LabPods(Kubelet kubelet) {
        this.kubelet = kubelet;
    }

    private PodWorker pod(String namespace, String name) throws NotRunningException {
        return kubelet.worker(namespace, name)
                .orElseThrow(
                        () -> new NotRunningException("pod " + namespace + "/" + name + " does not run on a node"));
    }

    private ContainerWorker container(ContainerTarget target) throws NotRunningException {
        return pod(target.namespace(), target.pod())
                .worker(target.container())
                .orElseThrow(() -> new NotRunningException(
                        "container " + target.container() + " in pod " + target.pod() + " has not started yet"));
    }

    private ContainerWorker.Running running(ContainerTarget target) throws NotRunningException {
        return container(target)
                .running()
                .orElseThrow(() -> new NotRunningException(
                        "container not found (\"" + target.container() + "\"): it does not run now"));
    }

    @Override
    public RunningCommand exec(ContainerTarget target, List<String> command, boolean terminal) throws IOException {
        return running(target).container().exec(command, terminal);
    }

    @Override
    public RunningCommand attach(ContainerTarget target) throws IOException {
        ContainerWorker.Running running = running(target);
        return new Attached(running, running.outputs().join());
    }

    @Override
    public InputStream logs(ContainerTarget target, LogRequest request) throws IOException {
        ContainerLog log = container(target)
                .log(request.previous())
                .orElseThrow(() -> new NotRunningException(
                        request.previous()
                                ? "previous terminated container \"" + target.container() + "\" in pod \""
                                        + target.pod() + "\" not found"
                                : "container \"" + target.container() + "\" in pod \"" + target.pod()
                                        + "\" is waiting to start"));
        return log.read(request);
    }

    @Override
    public SocketChannel connect(String namespace, String pod, int port) throws IOException {
        PodPlace place = pod(namespace, pod)
                .place()
                .orElseThrow(() -> new NotRunningException("pod " + namespace + "/" + pod + " has no network yet"));
        SocketChannel channel = place.sockets().tcpTo(Address.parse("127.0.0.1").orElseThrow());
        try {
            channel.connect(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port));
            return channel;
        } catch (IOException refused) {
            channel.close();
            throw refused;
        }
    }

    /** One who has joined a container's first process; he leaves it running. */
    private record Attached(ContainerWorker.Running running, Outputs.Joined joined) implements RunningCommand {

        @Override
        public OutputStream stdin() {
            return running.run().stdin();
        }

        @Override
        public InputStream stdout() {
            return joined.out();
        }

        @Override
        public InputStream stderr() {
            return joined.err();
        }

        @Override
        public void resize(int columns, int rows) {
            running.run().resize(columns, rows);
        }

        @Override
        public int waitFor() throws InterruptedException {
            return running.run().waitFor();
        }

        @Override
        public void close() {
            joined.leave().run();
        }
    }
}

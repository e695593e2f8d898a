package dev.tierwall.lab.pods;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.SocketChannel;
import java.util.List;

/**
 * What can be done with the pods that run. Each method throws {@link NotRunningException} with a sentence for the user
 * where there is no such container, or it does not run.
 */
public interface PodAccess {

    /** Starts a command in a container, with a terminal if one is wanted. */
    RunningCommand exec(ContainerTarget target, List<String> command, boolean terminal) throws IOException;

    /** Joins the container's first process: its input, and all that it prints from now on. */
    RunningCommand attach(ContainerTarget target) throws IOException;

    /** The container's log. A stream that follows blocks until there is more, and ends with the container. */
    InputStream logs(ContainerTarget target, LogRequest request) throws IOException;

    /** Opens a connection to a port on the loopback address inside a pod's network, as port-forward wants. */
    SocketChannel connect(String namespace, String pod, int port) throws IOException;
}

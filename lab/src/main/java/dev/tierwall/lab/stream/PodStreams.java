package dev.tierwall.lab.stream;

import dev.tierwall.lab.api.ApiException;
import dev.tierwall.lab.http.Exchange;
import dev.tierwall.lab.http.Query;
import dev.tierwall.lab.http.SpdyConnection;
import dev.tierwall.lab.http.WebSockets;
import dev.tierwall.lab.pods.ContainerTarget;
import dev.tierwall.lab.pods.PodAccess;
import dev.tierwall.lab.pods.RunningCommand;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Requests that turn into streams: exec, attach and portforward. */
public final class PodStreams {

    private final PodAccess pods;

    public PodStreams(PodAccess pods) {
        this.pods = pods;
    }

    /** Runs the command of an exec request. */
    public void exec(Exchange exchange, ContainerTarget target) throws ApiException, InterruptedException {
        List<String> command = exchange.query().texts("command");
        if (command.isEmpty()) {
            throw ApiException.badRequest("you must specify at least one command for the container");
        }
        boolean terminal = exchange.query().flag("tty");
        run(exchange, () -> pods.exec(target, command, terminal));
    }

    /** Joins the first process of a container. */
    public void attach(Exchange exchange, ContainerTarget target) throws ApiException, InterruptedException {
        run(exchange, () -> pods.attach(target));
    }

    /** Starts what a client wants to talk to. */
    @FunctionalInterface
    private interface Start {
        RunningCommand now() throws IOException;
    }

    private static void run(Exchange exchange, Start start) throws ApiException, InterruptedException {
        if (!SpdyConnection.isWanted(exchange) && !WebSockets.isWanted(exchange)) {
            throw ApiException.badRequest("Upgrade request required");
        }
        Query query = exchange.query();
        boolean separate = query.flag("stderr") && !query.flag("tty");
        // Started first, so that what is wrong with it can still be told as an answer.
        RunningCommand command = started(start);
        try {
            new CommandStream(command, remote(exchange, separate)).run(separate);
        } catch (IOException left) {
            command.close();
        } catch (ApiException | InterruptedException refused) {
            command.close();
            throw refused;
        }
    }

    private static RunningCommand started(Start start) throws ApiException {
        try {
            return start.now();
        } catch (IOException impossible) {
            throw ApiException.badRequest(impossible.getMessage());
        }
    }

    private static Remote remote(Exchange exchange, boolean separate)
            throws ApiException, InterruptedException, IOException {
        Optional<WebSockets> socket = WebSockets.accept(exchange, WebSocketRemote.PROTOCOLS);
        if (socket.isPresent()) {
            return new WebSocketRemote(socket.get());
        }
        List<String> offered = exchange.headers().getAll("X-Stream-Protocol-Version").stream()
                .flatMap(header -> Stream.of(header.split("\\s*,\\s*", -1)))
                .toList();
        String protocol = SpdyRemote.PROTOCOLS.stream()
                .filter(offered::contains)
                .findFirst()
                .orElseThrow(() -> ApiException.forbidden(
                        "none of the stream protocols " + offered + " is spoken here; it speaks "
                                + SpdyRemote.PROTOCOLS,
                        new ApiException.About("", "", "")));
        Set<Integer> channels = new HashSet<>(Set.of(Remote.ERROR));
        Query query = exchange.query();
        add(channels, query.flag("stdin"), Remote.STDIN);
        add(channels, query.flag("stdout"), Remote.STDOUT);
        add(channels, separate, Remote.STDERR);
        add(channels, query.flag("tty") && !protocol.startsWith("v2"), Remote.RESIZE);
        return SpdyRemote.open(SpdyConnection.accept(exchange, protocol), channels);
    }

    private static void add(Set<Integer> channels, boolean wanted, int channel) {
        if (wanted) {
            channels.add(channel);
        }
    }

    /** Forwards connections to ports of a pod. */
    public void forward(Exchange exchange, String namespace, String pod) throws ApiException, InterruptedException {
        PortForward.Dial dial = port -> pods.connect(namespace, pod, port);
        if (SpdyConnection.isWanted(exchange)) {
            new PortForward(SpdyConnection.accept(exchange, "portforward.k8s.io"), dial).run();
            return;
        }
        Optional<WebSockets> socket = WebSockets.accept(exchange, List.of("SPDY/3.1+portforward.k8s.io"));
        if (socket.isEmpty()) {
            throw ApiException.badRequest("Upgrade request required");
        }
        new PortForward(SpdyConnection.within(exchange), dial).run();
    }
}

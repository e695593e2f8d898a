package dev.tierwall.lab.node;

import dev.tierwall.core.net.Address;
import dev.tierwall.lab.container.Container;
import dev.tierwall.lab.container.ContainerRun;
import dev.tierwall.lab.net.Addresses;
import dev.tierwall.lab.net.Sockets;
import dev.tierwall.lab.spec.Handler;
import dev.tierwall.lab.spec.PortSpec;
import dev.tierwall.lab.spec.ProbeSpec;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Does what probes and hooks say, from the node, as a kubelet does.
 *
 * @param node sockets in the node's network
 * @param pod the pod's address
 * @param container the container
 * @param ports the container's ports
 */
record ProbeLoop(Sockets node, Address pod, Container container, List<PortSpec> ports) {

    /** Hears about each change of an answer. */
    interface Listener {
        void well();

        void unwell(String why);
    }

    /** Asks again and again until its thread is interrupted. */
    void run(ProbeSpec probe, Listener listener) {
        int good = 0;
        int bad = 0;
        try {
            Thread.sleep(probe.delay());
            while (true) {
                Optional<String> failure = failure(probe.handler(), probe.timeout());
                if (failure.isEmpty()) {
                    bad = 0;
                    if (++good >= probe.successes()) {
                        listener.well();
                    }
                } else {
                    good = 0;
                    if (++bad >= probe.failures()) {
                        listener.unwell(failure.get());
                    }
                }
                Thread.sleep(probe.period());
            }
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        }
    }

    /** Does it once; says what failed, if anything did. */
    Optional<String> failure(Handler handler, Duration timeout) throws InterruptedException {
        CompletableFuture<Optional<String>> answer = new CompletableFuture<>();
        Thread worker = Thread.ofVirtual().start(() -> {
            try {
                answer.complete(ask(handler, timeout));
            } catch (IOException failure) {
                answer.complete(Optional.of(String.valueOf(failure.getMessage())));
            } catch (InterruptedException late) {
                answer.complete(Optional.of("timed out"));
            } catch (RuntimeException bug) {
                answer.completeExceptionally(bug);
            }
        });
        try {
            return answer.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException late) {
            return Optional.of("timed out after " + timeout.toSeconds() + "s");
        } catch (ExecutionException bug) {
            throw new IllegalStateException(bug);
        } finally {
            worker.interrupt();
        }
    }

    private Optional<String> ask(Handler handler, Duration timeout) throws IOException, InterruptedException {
        return switch (handler) {
            case Handler.Sleep(int seconds) -> {
                Thread.sleep(Duration.ofSeconds(seconds));
                yield Optional.empty();
            }
            case Handler.Exec(List<String> command) -> exec(command);
            case Handler.Tcp(String host, var port) -> {
                connect(host, port.in(ports).orElse(-1), timeout).close();
                yield Optional.empty();
            }
            case Handler.Http http -> get(http, timeout);
        };
    }

    private Optional<String> exec(List<String> command) throws IOException, InterruptedException {
        try (ContainerRun run = container.exec(command, false)) {
            run.stdin().close();
            String output = new String(run.stdout().readAllBytes(), StandardCharsets.UTF_8);
            String errors = new String(run.stderr().readAllBytes(), StandardCharsets.UTF_8);
            return run.waitFor() == 0 ? Optional.empty() : Optional.of((output + errors).strip());
        }
    }

    private SocketChannel connect(String host, int port, Duration timeout) throws IOException {
        Address address = host.isEmpty()
                ? pod
                : Address.parse(host).orElseThrow(() -> new IOException("host " + host + " is no address"));
        if (port < 1 || port > 0xffff) {
            throw new IOException("the container has no such port");
        }
        SocketChannel channel = node.tcpTo(address);
        try {
            channel.socket().connect(new InetSocketAddress(Addresses.inet(address), port), (int) timeout.toMillis());
            channel.socket().setSoTimeout((int) timeout.toMillis());
            return channel;
        } catch (IOException failure) {
            channel.close();
            throw new IOException("dial tcp " + address + ":" + port + ": " + failure.getMessage(), failure);
        }
    }

    private Optional<String> get(Handler.Http http, Duration timeout) throws IOException {
        try (SocketChannel channel = connect(http.host(), http.port().in(ports).orElse(-1), timeout)) {
            if (http.scheme().equals("HTTPS")) {
                return Optional.empty(); // That somebody listens is all that can be told without his certificate.
            }
            StringBuilder request = new StringBuilder("GET " + http.path() + " HTTP/1.1\r\nConnection: close\r\n");
            if (!http.headers().containsKey("Host")) {
                request.append("Host: ").append(pod).append("\r\n");
            }
            for (Map.Entry<String, String> header : http.headers().entrySet()) {
                request.append(header.getKey())
                        .append(": ")
                        .append(header.getValue())
                        .append("\r\n");
            }
            request.append("User-Agent: kube-probe/tierwall-lab\r\n\r\n");
            channel.socket().getOutputStream().write(request.toString().getBytes(StandardCharsets.UTF_8));
            String status = new BufferedReader(
                            new InputStreamReader(channel.socket().getInputStream(), StandardCharsets.UTF_8))
                    .readLine();
            String[] words = status == null ? new String[0] : status.split(" ", 3);
            boolean isWell = words.length > 1 && words[1].matches("[23]\\d\\d");
            return isWell
                    ? Optional.empty()
                    : Optional.of("HTTP probe failed with "
                            + (words.length > 1 ? "statuscode: " + words[1] : "an answer that is no HTTP"));
        }
    }
}

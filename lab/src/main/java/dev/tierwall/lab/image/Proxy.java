package dev.tierwall.lab.image;

import dev.tierwall.lab.spec.PortSpec;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;

/** A web proxy that forwards: tunnels by CONNECT, and plain requests. */
final class Proxy implements BuiltIn {

    private static final int USUAL_PORT = 3128;
    private static final int LONGEST_HEAD = 65_536;
    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    @Override
    public int run(Call call) throws IOException, InterruptedException {
        List<Integer> ports = call.place().ports().stream()
                .filter(port -> port.protocol().equals("TCP"))
                .map(PortSpec::number)
                .toList();
        for (int port : ports.isEmpty() ? List.of(USUAL_PORT) : ports) {
            ServerSocketChannel server = call.open().keep(call.place().sockets().listen(port));
            call.say("forwarding for whoever connects to port " + port);
            Thread.ofVirtual().start(() -> {
                while (server.isOpen()) {
                    try {
                        SocketChannel client = server.accept();
                        call.open().handle(client, () -> serve(call, client));
                    } catch (IOException closed) {
                        // The loop ends if it was the server that was closed.
                    }
                }
            });
        }
        return Agnhost.pause(call);
    }

    private static void serve(Call call, SocketChannel client) throws IOException {
        String head = head(client.socket().getInputStream());
        String[] request = head.split("\r?\n", 2)[0].split(" ");
        if (request.length < 2) {
            return;
        }
        boolean isTunnel = request[0].equals("CONNECT");
        HostPort there = target(request[1], isTunnel);
        OutputStream out = client.socket().getOutputStream();
        if (there.host().isEmpty() || there.port() < 0) {
            fail(out, "400 Bad Request", "the proxy does not know where to");
            return;
        }
        switch (Outcome.of(call.place(), there.host(), there.port(), TIMEOUT)) {
            case Outcome.Connected(SocketChannel server, var address) -> {
                try (server) {
                    call.say(request[0] + " " + request[1] + " for " + client.getRemoteAddress());
                    if (isTunnel) {
                        out.write("HTTP/1.1 200 Connection established\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
                    } else {
                        server.socket()
                                .getOutputStream()
                                .write(origin(head, request).getBytes(StandardCharsets.UTF_8));
                    }
                    join(client.socket(), server.socket());
                }
            }
            case Outcome.TimedOut silence -> fail(out, "504 Gateway Timeout", "no answer from " + request[1]);
            case Outcome.Refused refused -> fail(out, "502 Bad Gateway", request[1] + " refused the connection");
            case Outcome.Unknown unknown ->
                fail(out, "502 Bad Gateway", unknown.why().getMessage());
            case Outcome.Failed failed ->
                fail(out, "502 Bad Gateway", failed.why().getMessage());
        }
    }

    private static HostPort target(String url, boolean isTunnel) {
        if (isTunnel) {
            return HostPort.of(url);
        }
        if (!url.startsWith("http://")) {
            return new HostPort("", -1);
        }
        String rest = url.substring("http://".length());
        int slash = rest.indexOf('/');
        HostPort host = HostPort.of(slash < 0 ? rest : rest.substring(0, slash));
        return host.port() < 0 ? new HostPort(host.host(), 80) : host;
    }

    /** The request as the server itself wants it: with a path, and without keeping the connection. */
    private static String origin(String head, String[] request) {
        String rest = request[1].substring("http://".length());
        int slash = rest.indexOf('/');
        String path = slash < 0 ? "/" : rest.substring(slash);
        String headers = head.split("\r?\n", 2)[1].replaceAll("(?im)^(Proxy-)?Connection:.*\r?\n", "");
        return request[0] + " " + path + " " + (request.length > 2 ? request[2] : "HTTP/1.0")
                + "\r\nConnection: close\r\n" + headers;
    }

    private static String head(InputStream in) throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.length() < LONGEST_HEAD && head.indexOf("\r\n\r\n", Math.max(0, head.length() - 4)) < 0) {
            int one = in.read();
            if (one < 0) {
                return "";
            }
            head.append((char) one);
        }
        return head.toString();
    }

    private static void fail(OutputStream out, String status, @org.jspecify.annotations.Nullable String why)
            throws IOException {
        String body = why + "\n";
        out.write(("HTTP/1.1 " + status + "\r\nContent-Type: text/plain\r\nContent-Length: "
                        + body.getBytes(StandardCharsets.UTF_8).length + "\r\nConnection: close\r\n\r\n" + body)
                .getBytes(StandardCharsets.UTF_8));
    }

    private static void join(Socket one, Socket other) throws IOException {
        Thread back = Thread.ofVirtual().start(() -> copy(other, one));
        copy(one, other);
        try {
            back.join();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private static void copy(Socket from, Socket to) {
        try {
            from.getInputStream().transferTo(to.getOutputStream());
            to.shutdownOutput();
        } catch (IOException gone) {
            try {
                from.close();
                to.close();
            } catch (IOException closed) {
                // Then it is.
            }
        }
    }
}

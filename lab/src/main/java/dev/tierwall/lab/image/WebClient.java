package dev.tierwall.lab.image;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** Asks web servers from inside a pod, as plainly as can be. */
public final class WebClient {

    private static final Duration TIMEOUT = Duration.ofSeconds(5);
    private static final int LARGEST = 16 << 20;

    private WebClient() {}

    /** What a web server says; a character of the body is a byte. */
    record Reply(int status, String reason, String location, String body) {

        byte[] bytes() {
            return body.getBytes(StandardCharsets.ISO_8859_1);
        }
    }

    /** The body of a page, if it is there. */
    static String get(Call call, String host, int port, String path) throws IOException {
        Reply reply = ask(call, new Page(host, port, path, TIMEOUT));
        if (reply.status() != 200) {
            throw new IOException("status " + reply.status() + " " + reply.reason());
        }
        return new String(reply.bytes(), StandardCharsets.UTF_8);
    }

    /** What is asked for. */
    record Page(String host, int port, String path, Duration timeout) {}

    static Reply ask(Call call, Page page) throws IOException {
        switch (Outcome.of(call.place(), page.host(), page.port(), page.timeout())) {
            case Outcome.Connected(SocketChannel channel, var address) -> {
                try (channel) {
                    return exchange(channel, page);
                }
            }
            case Outcome.TimedOut timedOut ->
                throw new java.net.SocketTimeoutException("can't connect to remote host: Connection timed out");
            case Outcome.Refused refused ->
                throw new java.net.ConnectException("can't connect to remote host: Connection refused");
            case Outcome.Unknown unknown -> throw unknown.why();
            case Outcome.Failed failed -> throw failed.why();
        }
    }

    private static Reply exchange(SocketChannel channel, Page page) throws IOException {
        channel.socket().setSoTimeout((int) page.timeout().toMillis());
        String host = page.host().contains(":") ? "[" + page.host() + "]" : page.host();
        String request = "GET " + page.path() + " HTTP/1.0\r\nHost: " + host
                + (page.port() == 80 ? "" : ":" + page.port()) + "\r\nUser-Agent: tierwall-lab\r\n"
                + "Connection: close\r\n\r\n";
        channel.socket().getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
        InputStream in = new BufferedInputStream(channel.socket().getInputStream());
        String[] status = line(in).split(" ", 3);
        if (status.length < 2 || !status[0].startsWith("HTTP/")) {
            throw new IOException("the answer is no HTTP");
        }
        String location = "";
        int length = LARGEST;
        for (String header = line(in); !header.isEmpty(); header = line(in)) {
            String lower = header.toLowerCase(java.util.Locale.ROOT);
            if (lower.startsWith("location:")) {
                location = header.substring("location:".length()).strip();
            } else if (lower.startsWith("content-length:")) {
                length = Math.min(
                        length,
                        Netexec.number(
                                lower.substring("content-length:".length()).strip(), 0));
            }
        }
        String body = new String(in.readNBytes(length), StandardCharsets.ISO_8859_1);
        return new Reply(Netexec.number(status[1], 0), status.length > 2 ? status[2] : "", location, body);
    }

    private static String line(InputStream in) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int one = in.read(); one >= 0 && one != '\n' && line.size() < 65_536; one = in.read()) {
            line.write(one);
        }
        return line.toString(StandardCharsets.UTF_8).stripTrailing();
    }
}

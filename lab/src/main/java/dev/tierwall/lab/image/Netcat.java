package dev.tierwall.lab.image;

import dev.tierwall.core.net.Address;
import dev.tierwall.lab.net.Addresses;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** {@code nc}: opens a connection and says so, or listens; for hosts that have none of their own. */
final class Netcat implements BuiltIn {

    private static final Duration FOR_EVER = Duration.ofMinutes(2);

    /** What is asked of it. */
    private record Wish(List<String> words, String letters, Duration timeout, int port) {

        boolean has(char letter) {
            return letters.indexOf(letter) >= 0;
        }
    }

    private static Wish parse(List<String> arguments) {
        List<String> words = new ArrayList<>();
        StringBuilder letters = new StringBuilder();
        Duration timeout = FOR_EVER;
        int port = -1;
        for (int i = 0; i < arguments.size(); i++) {
            String word = arguments.get(i);
            if (!word.startsWith("-") || word.length() < 2) {
                words.add(word);
                continue;
            }
            for (int at = 1; at < word.length(); at++) {
                char letter = word.charAt(at);
                letters.append(letter);
                if ("wpqis".indexOf(letter) >= 0) {
                    String value = at + 1 < word.length()
                            ? word.substring(at + 1)
                            : i + 1 < arguments.size() ? arguments.get(++i) : "";
                    timeout = letter == 'w' ? Flags.parse(value, timeout) : timeout;
                    port = letter == 'p' ? HostPort.port(value) : port;
                    break;
                }
            }
        }
        return new Wish(words, letters.toString(), timeout, port);
    }

    @Override
    public int run(Call call) throws IOException, InterruptedException {
        Wish wish = parse(call.arguments());
        if (wish.has('l')) {
            String last = wish.words().isEmpty() ? "" : wish.words().getLast();
            int port = wish.port() > 0 ? wish.port() : HostPort.port(last);
            return listen(call, wish, port);
        }
        if (wish.words().size() < 2) {
            call.complain("usage: nc [-zvu] [-w timeout] host port, or nc -l [-k] port");
            return 1;
        }
        String host = wish.words().get(0);
        int port = HostPort.port(wish.words().get(1));
        return wish.has('u') ? send(call, wish, host, port) : connect(call, wish, host, port);
    }

    private static int connect(Call call, Wish wish, String host, int port) throws IOException, InterruptedException {
        String there = "nc: connect to " + host;
        switch (Outcome.of(call.place(), host, port, wish.timeout())) {
            case Outcome.Connected(SocketChannel channel, Address address) -> {
                if (wish.has('v')) {
                    call.complain(
                            "Connection to " + host + (host.equals(address.toString()) ? "" : " (" + address + ")")
                                    + " " + port + " port [tcp/*] succeeded!");
                }
                try (channel) {
                    if (!wish.has('z')) {
                        talk(call, channel, wish.timeout());
                    }
                }
                return 0;
            }
            case Outcome.TimedOut(Address address) ->
                complain(
                        call,
                        wish,
                        there + " (" + address + ") port " + port + " (tcp) timed out: Operation now in progress");
            case Outcome.Refused(Address address) ->
                complain(call, wish, there + " (" + address + ") port " + port + " (tcp) failed: Connection refused");
            case Outcome.Unknown unknown ->
                call.complain("nc: getaddrinfo for host \"" + host + "\" port " + port + ": "
                        + (unknown.why().isUnanswered()
                                ? "Temporary failure in name resolution"
                                : "Name or service not known"));
            case Outcome.Failed failed ->
                complain(
                        call,
                        wish,
                        there + " port " + port + " (tcp) failed: "
                                + failed.why().getMessage());
        }
        return 1;
    }

    private static void complain(Call call, Wish wish, String line) throws IOException {
        if (wish.has('v')) {
            call.complain(line);
        }
    }

    /** Sends what comes in, prints what comes back, until the other side ends or is silent for too long. */
    private static void talk(Call call, SocketChannel channel, Duration silence) throws IOException {
        Thread sender = Thread.ofVirtual().start(() -> {
            try {
                OutputStream there = channel.socket().getOutputStream();
                call.io().in().transferTo(there);
                channel.shutdownOutput();
            } catch (IOException gone) {
                // The other side has gone; the reader sees that, too.
            }
        });
        channel.socket().setSoTimeout((int) Math.min(Integer.MAX_VALUE, silence.toMillis()));
        try {
            InputStream back = channel.socket().getInputStream();
            byte[] some = new byte[8192];
            for (int length = back.read(some); length >= 0; length = back.read(some)) {
                call.io().out().write(some, 0, length);
                call.io().out().flush();
            }
        } catch (java.net.SocketTimeoutException quiet) {
            // That was the agreed time.
        } finally {
            sender.interrupt();
        }
    }

    private static int send(Call call, Wish wish, String host, int port) throws IOException {
        Address address = call.place().resolver().resolve(host).getFirst();
        try (DatagramChannel channel = call.place().sockets().udpTo(address)) {
            channel.connect(new InetSocketAddress(Addresses.inet(address), port));
            byte[] line = wish.has('z') ? new byte[] {'X'} : call.io().in().readNBytes(1400);
            channel.write(ByteBuffer.wrap(line));
            Duration wait = wish.timeout().compareTo(Duration.ofSeconds(1)) > 0 && wish.has('z')
                    ? Duration.ofSeconds(1)
                    : wish.timeout();
            channel.socket().setSoTimeout((int) wait.toMillis());
            java.net.DatagramPacket back = new java.net.DatagramPacket(new byte[65_535], 65_535);
            try {
                channel.socket().receive(back);
                call.io().out().write(back.getData(), 0, back.getLength());
            } catch (java.net.SocketTimeoutException nothing) {
                // With packets, silence may be success.
            }
            if (wish.has('v')) {
                call.complain("Connection to " + host + " " + port + " port [udp/*] succeeded!");
            }
            return 0;
        } catch (java.net.PortUnreachableException refused) {
            return 1;
        }
    }

    private static int listen(Call call, Wish wish, int port) throws IOException {
        try (ServerSocketChannel server = call.place().sockets().listen(port)) {
            do {
                try (SocketChannel connection = server.accept()) {
                    talk(call, connection, FOR_EVER);
                }
            } while (wish.has('k'));
            return 0;
        }
    }
}

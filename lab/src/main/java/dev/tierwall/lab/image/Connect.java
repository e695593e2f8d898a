package dev.tierwall.lab.image;

import dev.tierwall.core.net.Address;
import dev.tierwall.lab.dns.UnknownNameException;
import dev.tierwall.lab.net.Addresses;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.InetSocketAddress;
import java.net.PortUnreachableException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Set;

/** {@code connect}: opens one connection and says in one word on its errors why it could not. */
final class Connect implements BuiltIn {

    private static final int FAILED = 1;
    private static final Duration TIMEOUT = Duration.ofSeconds(1);

    @Override
    public int run(Call call) throws IOException {
        Flags flags = Flags.of(call.arguments(), Set.of());
        HostPort there =
                HostPort.of(flags.words().isEmpty() ? "" : flags.words().getFirst());
        if (there.port() < 0) {
            call.complain("DNS: address " + there.host() + ": missing port in address");
            return FAILED;
        }
        Duration timeout = flags.time("timeout", TIMEOUT);
        String protocol = flags.text("protocol", "tcp");
        return switch (protocol) {
            case "tcp", "" -> tcp(call, there, timeout);
            case "udp" -> udp(call, there, timeout, flags.text("udp-payload", "hostname"));
            default -> {
                call.complain("OTHER: the lab's connect speaks TCP and UDP, not " + protocol);
                yield FAILED;
            }
        };
    }

    private static int tcp(Call call, HostPort there, Duration timeout) throws IOException {
        switch (Outcome.of(call.place(), there.host(), there.port(), timeout)) {
            case Outcome.Connected connected -> {
                connected.channel().close();
                return 0;
            }
            case Outcome.TimedOut silence -> call.complain("TIMEOUT");
            case Outcome.Refused refused -> call.complain("REFUSED");
            case Outcome.Unknown unknown ->
                call.complain("DNS: " + unknown.why().getMessage());
            case Outcome.Failed failed -> call.complain("OTHER: " + failed.why().getMessage());
        }
        return FAILED;
    }

    private static int udp(Call call, HostPort there, Duration timeout, String payload) throws IOException {
        try {
            Address address = call.place().resolver().resolve(there.host()).getFirst();
            ask(call.place(), new Target(address, there.port()), payload, timeout);
            return 0;
        } catch (UnknownNameException unknown) {
            call.complain("DNS: " + unknown.getMessage());
        } catch (SocketTimeoutException silence) {
            call.complain("TIMEOUT");
        } catch (PortUnreachableException refused) {
            call.complain("REFUSED");
        } catch (IOException other) {
            call.complain("OTHER: " + other.getMessage());
        }
        return FAILED;
    }

    /** Where a packet goes. */
    record Target(Address address, int port) {}

    /** Sends a packet, and gives what comes back. */
    static String ask(Call.Place place, Target there, String payload, Duration timeout) throws IOException {
        try (DatagramChannel channel = place.sockets().udpTo(there.address())) {
            channel.connect(new InetSocketAddress(Addresses.inet(there.address()), there.port()));
            channel.write(ByteBuffer.wrap(payload.getBytes(StandardCharsets.UTF_8)));
            channel.socket().setSoTimeout((int) Math.max(1, timeout.toMillis()));
            DatagramPacket answer = new DatagramPacket(new byte[65_535], 65_535);
            channel.socket().receive(answer);
            return new String(answer.getData(), 0, answer.getLength(), StandardCharsets.UTF_8);
        }
    }
}

package dev.tierwall.lab.image;

import dev.tierwall.core.net.Address;
import dev.tierwall.lab.dns.UnknownNameException;
import dev.tierwall.lab.net.Addresses;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.List;

/** How an attempt to connect ended. */
sealed interface Outcome {

    /** With a connection. */
    record Connected(SocketChannel channel, Address address) implements Outcome {}

    /** Nobody answered. */
    record TimedOut(Address address) implements Outcome {}

    /** Somebody said that nobody listens. */
    record Refused(Address address) implements Outcome {}

    /** The name has no address. */
    record Unknown(UnknownNameException why) implements Outcome {}

    /** Otherwise. */
    record Failed(IOException why) implements Outcome {}

    /** Tries the addresses of a name, one after the other, until one answers. */
    static Outcome of(Call.Place place, String host, int port, Duration timeout) {
        List<Address> addresses;
        try {
            addresses = place.resolver().resolve(host);
        } catch (UnknownNameException unknown) {
            return new Unknown(unknown);
        } catch (IOException broken) {
            return new Failed(broken);
        }
        Outcome last = new Failed(new IOException("no address"));
        for (Address address : addresses) {
            last = connect(place, address, port, timeout);
            if (last instanceof Connected) {
                return last;
            }
        }
        return last;
    }

    private static Outcome connect(Call.Place place, Address address, int port, Duration timeout) {
        try {
            SocketChannel channel = place.sockets().tcpTo(address);
            try {
                channel.socket().connect(new InetSocketAddress(Addresses.inet(address), port), (int)
                        Math.max(1, timeout.toMillis()));
                return new Connected(channel, address);
            } catch (IOException failure) {
                channel.close();
                return switch (failure) {
                    case SocketTimeoutException silence -> new TimedOut(address);
                    case ConnectException refusal when isRefusal(refusal) -> new Refused(address);
                    default -> new Failed(failure);
                };
            }
        } catch (IOException noSocket) {
            return new Failed(noSocket);
        }
    }

    private static boolean isRefusal(ConnectException failure) {
        String message = failure.getMessage();
        return message != null && message.contains("refused");
    }
}

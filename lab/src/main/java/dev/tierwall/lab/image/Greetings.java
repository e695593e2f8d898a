package dev.tierwall.lab.image;

import dev.tierwall.core.net.Address;
import dev.tierwall.lab.net.Addresses;
import dev.tierwall.lab.net.Sockets;
import java.io.IOException;
import java.net.InetSocketAddress;

/** Listeners that answer one line, without a container. */
public final class Greetings implements AutoCloseable {

    private final Open open = new Open();
    private final Greeter greeter;

    public Greetings(Sockets sockets) {
        this.greeter = new Greeter(sockets, open);
    }

    /** Answers whoever connects to a port. */
    public void tcp(int port, String line) throws IOException {
        greeter.tcp(port, line);
    }

    /** Answers packets to a port of one address, from that address. */
    public void udp(Address address, int port, String line) throws IOException {
        greeter.udp(new InetSocketAddress(Addresses.inet(address), port), packet -> line + "\n");
    }

    @Override
    public void close() {
        open.close();
    }
}

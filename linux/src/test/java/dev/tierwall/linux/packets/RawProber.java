package dev.tierwall.linux.packets;

import dev.tierwall.core.net.Address;
import dev.tierwall.core.net.IpFamily;
import dev.tierwall.linux.libc.Descriptors;
import dev.tierwall.linux.libc.Errno;
import dev.tierwall.linux.libc.Sockets;
import dev.tierwall.linux.libc.SystemCallException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.zip.CRC32C;

/**
 * Sends packets that no socket of the system speaks, SCTP INIT and echo requests of ICMP and ICMPv6, and sees which
 * arrive. Each carries the number of its probe, and each round source ports and identifiers of its own.
 */
final class RawProber implements AutoCloseable {

    /**
     * A question.
     *
     * @param from who asks
     * @param source from which of its addresses
     * @param to whom
     * @param destination which of its addresses
     * @param sctpPort a port of SCTP; 0 for an echo request
     */
    record Question(Party from, Address source, Party to, Address destination, int sctpPort) {
        @Override
        public String toString() {
            return from.name() + " " + source + " to " + destination
                    + (sctpPort == 0 ? " echo request" : " " + sctpPort + "/SCTP");
        }
    }

    private static final int AF_INET = 2;
    private static final int AF_INET6 = 10;
    private static final int ICMP = 1;
    private static final int ICMPV6 = 58;
    private static final int SCTP = 132;
    private static final int MOST = 2048;
    private static final long LAST_MILLIS = 60;

    private record Raw(Party party, IpFamily family, int protocol, int socket) {}

    private final Map<List<Object>, Raw> sockets = new HashMap<>();
    private final Map<List<Object>, Integer> senders = new HashMap<>();
    private int round = 20_000;

    RawProber(List<Party> parties) throws IOException {
        for (Party party : parties) {
            for (IpFamily family : IpFamily.values()) {
                for (int protocol : new int[] {echo(family), SCTP}) {
                    int socket = party.namespace().call(() -> {
                        int opened = Sockets.open(family(family), Sockets.SOCK_RAW | Sockets.SOCK_CLOEXEC, protocol);
                        Sockets.receiveTimeout(opened, 1);
                        return opened;
                    });
                    sockets.put(List.of(party.name(), family, protocol), new Raw(party, family, protocol, socket));
                }
            }
        }
    }

    private static int family(IpFamily family) {
        return family == IpFamily.IPV4 ? AF_INET : AF_INET6;
    }

    private static int echo(IpFamily family) {
        return family == IpFamily.IPV4 ? ICMP : ICMPV6;
    }

    /** The questions whose packets got through. */
    Set<Question> arrived(List<Question> questions) throws IOException {
        round++;
        for (int i = 0; i < questions.size(); i++) {
            send(questions.get(i), i);
        }
        try {
            Thread.sleep(LAST_MILLIS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        Set<Question> arrived = new HashSet<>();
        for (Raw raw : sockets.values()) {
            gather(raw, questions, arrived);
        }
        return arrived;
    }

    private void send(Question question, int number) throws IOException {
        IpFamily family = question.source.family();
        int protocol = question.sctpPort == 0 ? echo(family) : SCTP;
        byte[] packet = question.sctpPort == 0 ? echoRequest(family, number) : init(question.sctpPort, number);
        List<Object> key = List.of(question.source, protocol);
        if (!senders.containsKey(key)) {
            senders.put(key, question.from.namespace().call(() -> sender(question.source, protocol)));
        }
        Sockets.send(senders.getOrDefault(key, -1), packet, socketAddress(question.destination));
    }

    private static int sender(Address source, int protocol) throws IOException {
        int opened = Sockets.open(family(source.family()), Sockets.SOCK_RAW | Sockets.SOCK_CLOEXEC, protocol);
        Sockets.bind(opened, socketAddress(source));
        return opened;
    }

    private static byte[] socketAddress(Address address) {
        boolean old = address.family() == IpFamily.IPV4;
        ByteBuffer bytes = ByteBuffer.allocate(old ? 16 : 28).order(ByteOrder.nativeOrder());
        bytes.putShort((short) family(address.family()))
                .order(ByteOrder.BIG_ENDIAN)
                .putShort((short) 0);
        if (old) {
            bytes.putInt((int) address.low());
        } else {
            bytes.putInt(0).putLong(address.high()).putLong(address.low());
        }
        return bytes.array();
    }

    private byte[] echoRequest(IpFamily family, int number) {
        ByteBuffer packet = ByteBuffer.allocate(12);
        packet.put((byte) (family == IpFamily.IPV4 ? 8 : 128)).put((byte) 0).putShort((short) 0);
        packet.putShort((short) (round + number)).putShort((short) round).putInt(number);
        if (family == IpFamily.IPV4) { // of ICMPv6 the kernel computes it
            packet.putShort(2, checksum(packet.array()));
        }
        return packet.array();
    }

    private static short checksum(byte[] packet) {
        int sum = 0;
        for (int i = 0; i < packet.length; i += 2) {
            sum += Short.toUnsignedInt(ByteBuffer.wrap(packet).getShort(i));
        }
        return (short) ~((sum & 0xffff) + (sum >>> 16));
    }

    /** An INIT chunk whose tag is the number of the question. */
    private byte[] init(int port, int number) {
        ByteBuffer packet = ByteBuffer.allocate(12 + 20);
        packet.putShort((short) round).putShort((short) port).putInt(0).putInt(0);
        packet.put((byte) 1).put((byte) 0).putShort((short) 20);
        packet.putInt(number + 1)
                .putInt(65_536)
                .putShort((short) 1)
                .putShort((short) 1)
                .putInt(1);
        CRC32C sum = new CRC32C();
        sum.update(packet.array());
        packet.order(ByteOrder.LITTLE_ENDIAN).putInt(8, (int) sum.getValue());
        return packet.array();
    }

    private void gather(Raw raw, List<Question> questions, Set<Question> arrived) throws IOException {
        while (true) {
            ByteBuffer packet;
            try {
                packet = ByteBuffer.wrap(Sockets.receive(raw.socket, MOST));
            } catch (SystemCallException nothing) {
                if (nothing.errno() == Errno.EAGAIN) {
                    return;
                }
                throw nothing;
            }
            int header = raw.family == IpFamily.IPV4 ? (packet.get(0) & 0xf) * 4 : 0;
            int number = raw.protocol == SCTP ? sctp(packet, header) : echo(raw.family, packet, header);
            if (number >= 0 && number < questions.size()) {
                arrived.add(questions.get(number));
            }
        }
    }

    private int sctp(ByteBuffer packet, int header) {
        boolean isInit = packet.get(header + 12) == 1;
        boolean isOurs = Short.toUnsignedInt(packet.getShort(header)) == round;
        return isInit && isOurs ? packet.getInt(header + 16) - 1 : -1;
    }

    private int echo(IpFamily family, ByteBuffer packet, int header) {
        boolean isRequest = packet.get(header) == (byte) (family == IpFamily.IPV4 ? 8 : 128);
        boolean isOurs =
                packet.limit() >= header + 12 && Short.toUnsignedInt(packet.getShort(header + 6)) == (round & 0xffff);
        return isRequest && isOurs ? packet.getInt(header + 8) : -1;
    }

    @Override
    public void close() throws IOException {
        for (Raw raw : sockets.values()) {
            Descriptors.close(raw.socket);
        }
        for (int sender : senders.values()) {
            Descriptors.close(sender);
        }
    }
}

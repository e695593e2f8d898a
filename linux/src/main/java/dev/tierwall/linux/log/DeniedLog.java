package dev.tierwall.linux.log;

import dev.tierwall.core.model.Direction;
import dev.tierwall.core.nft.NftSkeleton;
import dev.tierwall.linux.libc.Errno;
import dev.tierwall.linux.netlink.AttributeWalk;
import dev.tierwall.linux.netlink.Backlog;
import dev.tierwall.linux.netlink.MessageWriter;
import dev.tierwall.linux.netlink.NetlinkListener;
import dev.tierwall.linux.netlink.NetlinkSocket;
import dev.tierwall.linux.netlink.RefusedException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Hears of the packets that the table denies in the network namespace of the thread that started this. A thread of its own
 * reads them as fast as they come; what nobody takes in time is counted, not kept.
 */
public final class DeniedLog implements AutoCloseable {

    private static final int SUBSYSTEM = 4;
    private static final int PACKET = 0;
    private static final int CONFIG = 1;

    private static final int COMMAND = 1;
    private static final int MODE = 2;
    private static final int BUFFER_SIZE = 3;
    private static final int FLAGS = 6;

    private static final int IN_LINK = 4;
    private static final int OUT_LINK = 5;
    private static final int PAYLOAD = 9;
    private static final int PREFIX = 10;
    private static final int SEQUENCE = 12;

    /** What the kernel keeps while the thread is busy: some ten thousand packets. */
    private static final int RECEIVE_BYTES = 16 << 20;

    /** What the kernel reserves for a packet; the usual size would fill the buffer with air. */
    private static final int PACKET_BYTES = 512;

    private static final Pattern WRITTEN = Pattern.compile("tw:(\\d{1,9}):(in|eg) ?");

    private final Backlog<LoggedPacket> backlog;
    private final NetlinkListener listener;

    private DeniedLog(int most) throws IOException {
        backlog = new Backlog<>(most);
        listener = NetlinkListener.start("denied packets", RECEIVE_BYTES, DeniedLog::subscribe, new Hearing());
    }

    /**
     * Starts to listen.
     *
     * @param most how many packets are kept until they are taken
     */
    public static DeniedLog start(int most) throws IOException {
        return new DeniedLog(most);
    }

    private static void subscribe(NetlinkSocket socket) throws IOException {
        int asked = socket.nextSequence();
        byte[] mode = ByteBuffer.allocate(6)
                .putInt(NftSkeleton.LOG_BYTES)
                .put((byte) 2)
                .array();
        byte[] request = MessageWriter.netfilter(
                        SUBSYSTEM << 8 | CONFIG,
                        NetlinkSocket.REQUEST | NetlinkSocket.ACK,
                        asked,
                        new MessageWriter.Subject(0, NftSkeleton.LOG_GROUP))
                .put(COMMAND, new byte[] {1})
                .put(MODE, mode)
                .putInt(BUFFER_SIZE, PACKET_BYTES)
                .putShort(FLAGS, 1)
                .toBytes();
        String name = "listen to log group " + NftSkeleton.LOG_GROUP;
        try {
            socket.ask(request, asked, name);
        } catch (RefusedException refused) {
            throw refused.errno() == Errno.EPERM
                    ? new RefusedException(name, Errno.EPERM, "CAP_NET_ADMIN is missing, or another program listens")
                    : refused;
        }
    }

    /** Reads one message after the other. */
    private final class Hearing implements NetlinkListener.Receiver {

        private int next;
        private boolean isFirst = true;

        private int inLink;
        private int outLink;
        private int payloadFrom;
        private int payloadTo;
        private int sequence;
        private int prefixFrom;
        private int prefixTo;

        @Override
        public void hear(int type, ByteBuffer bytes, int from, int to) {
            if (type != (SUBSYSTEM << 8 | PACKET)) {
                return;
            }
            inLink = outLink = payloadFrom = payloadTo = sequence = prefixFrom = prefixTo = 0;
            AttributeWalk.over(bytes, from + 4, to, (attribute, start, end) -> see(bytes, attribute, start, end));
            countMissing();
            if (backlog.isFull()) {
                backlog.lose(1);
            } else {
                packet(bytes).ifPresent(backlog::offer);
            }
        }

        private void see(ByteBuffer bytes, int attribute, int from, int to) {
            switch (attribute) {
                case IN_LINK -> inLink = bytes.getInt(from);
                case OUT_LINK -> outLink = bytes.getInt(from);
                case PAYLOAD -> {
                    payloadFrom = from;
                    payloadTo = to;
                }
                case PREFIX -> {
                    prefixFrom = from;
                    prefixTo = to;
                }
                case SEQUENCE -> sequence = bytes.getInt(from);
                default -> {}
            }
        }

        /** The kernel counts what it logs, also what it then had no room for. */
        private void countMissing() {
            if (!isFirst && sequence != next) {
                backlog.lose(Integer.toUnsignedLong(sequence - next));
            }
            isFirst = false;
            next = sequence + 1;
        }

        private Optional<LoggedPacket> packet(ByteBuffer bytes) {
            Matcher written = WRITTEN.matcher(prefix(bytes));
            PacketReader packet = PacketReader.read(bytes, payloadFrom, payloadTo);
            if (!written.matches() || !packet.isIp()) {
                return Optional.empty();
            }
            return Optional.of(new LoggedPacket(
                    Integer.parseInt(written.group(1)),
                    written.group(2).equals("in") ? Direction.INGRESS : Direction.EGRESS,
                    packet.source(),
                    packet.destination(),
                    packet.protocol(),
                    packet.ports(),
                    packet.tcpFlags(),
                    new LoggedPacket.Links(inLink, outLink),
                    System.currentTimeMillis()));
        }

        private String prefix(ByteBuffer bytes) {
            byte[] text = new byte[Math.max(prefixTo - prefixFrom - 1, 0)];
            bytes.get(prefixFrom, text);
            return new String(text, StandardCharsets.UTF_8);
        }

        @Override
        public void lose() {
            // The next packet's number tells how many.
        }
    }

    /** What was heard, and how much was lost. */
    public Backlog<LoggedPacket> backlog() {
        return backlog;
    }

    @Override
    public void close() throws IOException {
        listener.close();
    }
}

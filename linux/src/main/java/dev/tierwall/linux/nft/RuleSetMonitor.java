package dev.tierwall.linux.nft;

import dev.tierwall.linux.netlink.AttributeWalk;
import dev.tierwall.linux.netlink.NetlinkListener;
import dev.tierwall.linux.netlink.NetlinkSocket;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Tells at once when anybody changes the rules in the network namespace of the thread that started this. The kernel says
 * after each transaction who did it, and before that what it touched.
 */
public final class RuleSetMonitor implements AutoCloseable {

    private static final int GROUP = 7;
    private static final int BUFFER_BYTES = 4 << 20;
    private static final int NEW_GENERATION = 15;
    private static final int GENERATION = 1;
    private static final int PROGRAM = 3;
    private static final int TABLE_NAME = 1;

    private final NetlinkListener listener;

    private RuleSetMonitor(Consumer<RuleSetChange> taker) throws IOException {
        listener = NetlinkListener.start(
                "rule set monitor", BUFFER_BYTES, socket -> socket.join(GROUP), new Hearing(taker));
    }

    /** Starts to listen. The one who takes changes is called by the monitor's thread, and must not keep it. */
    public static RuleSetMonitor start(Consumer<RuleSetChange> taker) throws IOException {
        return new RuleSetMonitor(taker);
    }

    private static final class Hearing implements NetlinkListener.Receiver {

        private final Consumer<RuleSetChange> taker;
        private final Set<String> tables = new HashSet<>();
        private boolean isIncomplete;
        private int generation;
        private String program = "";

        Hearing(Consumer<RuleSetChange> taker) {
            this.taker = taker;
        }

        @Override
        public void hear(int type, ByteBuffer bytes, int from, int to) {
            if (type >> 8 != Batch.SUBSYSTEM) {
                return;
            }
            if ((type & 0xff) != NEW_GENERATION) {
                AttributeWalk.over(bytes, from + 4, to, (attribute, start, end) -> {
                    if (attribute == TABLE_NAME) {
                        tables.add(RuleSetReader.family(bytes.get(from)) + " " + text(bytes, start, end));
                    }
                });
                return;
            }
            AttributeWalk.over(bytes, from + 4, to, (attribute, start, end) -> {
                switch (attribute) {
                    case GENERATION -> generation = bytes.getInt(start);
                    case PROGRAM -> program = text(bytes, start, end);
                    default -> {}
                }
            });
            boolean isOwn = NetlinkSocket.isOpenHere(NetlinkListener.port(bytes, from));
            taker.accept(new RuleSetChange(generation, isOwn, program, isIncomplete ? Set.of() : tables));
            tables.clear();
            isIncomplete = false;
        }

        @Override
        public void lose() {
            tables.clear();
            isIncomplete = true;
            taker.accept(RuleSetChange.UNKNOWN);
        }
    }

    private static String text(ByteBuffer bytes, int from, int to) {
        byte[] text = new byte[to - from - 1];
        bytes.get(from, text);
        return new String(text, StandardCharsets.UTF_8);
    }

    @Override
    public void close() throws IOException {
        listener.close();
    }
}

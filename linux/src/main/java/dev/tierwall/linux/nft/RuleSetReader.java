package dev.tierwall.linux.nft;

import dev.tierwall.linux.netlink.Attributes;
import dev.tierwall.linux.netlink.MessageWriter;
import dev.tierwall.linux.netlink.NetlinkSocket;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;

/** Lists the tables and chains of everybody, in the network namespace of the calling thread. */
public final class RuleSetReader {

    private static final int GET_TABLE = 1;
    private static final int GET_CHAIN = 4;
    private static final MessageWriter.Subject ALL_FAMILIES = new MessageWriter.Subject(0, 0);

    private RuleSetReader() {}

    /**
     * A chain.
     *
     * @param table its table, such as {@code inet tierwall}
     * @param name its name
     */
    public record Chain(String table, String name) {}

    /** The word for the number of a family. */
    static String family(int number) {
        return switch (number) {
            case 1 -> "inet";
            case 2 -> "ip";
            case 3 -> "arp";
            case 5 -> "netdev";
            case 7 -> "bridge";
            case 10 -> "ip6";
            default -> Integer.toString(number);
        };
    }

    /** All tables, such as {@code inet tierwall}. */
    public static List<String> tables() throws IOException {
        return dump(GET_TABLE, "list tables").stream()
                .map(body -> family(body[0]) + " " + attributes(body).text(1))
                .toList();
    }

    /** All chains. */
    public static List<Chain> chains() throws IOException {
        return dump(GET_CHAIN, "list chains").stream()
                .map(body -> new Chain(
                        family(body[0]) + " " + attributes(body).text(1),
                        attributes(body).text(3)))
                .toList();
    }

    private static Attributes attributes(byte[] body) {
        return Attributes.of(Arrays.copyOfRange(body, 4, body.length));
    }

    private static List<byte[]> dump(int type, String name) throws IOException {
        try (NetlinkSocket socket = NetlinkSocket.open(NetlinkSocket.NETFILTER)) {
            int asked = socket.nextSequence();
            byte[] request = MessageWriter.netfilter(
                            Batch.SUBSYSTEM << 8 | type,
                            NetlinkSocket.REQUEST | NetlinkSocket.DUMP,
                            asked,
                            ALL_FAMILIES)
                    .toBytes();
            return socket.ask(request, asked, name);
        }
    }
}

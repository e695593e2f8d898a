package dev.tierwall.linux.nft.skeleton;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** The numbers of what rules name. */
final class Names {

    static final int CT_STATE = 26;
    static final int ICMPV6_TYPE = 29;

    private Names() {}

    /** A state of connection tracking, as a bit in the machine's order. */
    static byte[] state(String name) {
        int bit = switch (name) {
            case "invalid" -> 1;
            case "established" -> 2;
            case "related" -> 4;
            case "new" -> 8;
            case "untracked" -> 0x40;
            default -> throw new IllegalArgumentException("no state of a connection: " + name);
        };
        return ByteBuffer.allocate(4).order(ByteOrder.nativeOrder()).putInt(bit).array();
    }

    static byte flag(String name) {
        return (byte)
                switch (name) {
                    case "fin" -> 1;
                    case "syn" -> 2;
                    case "rst" -> 4;
                    case "ack" -> 0x10;
                    default -> throw new IllegalArgumentException("no flag of TCP: " + name);
                };
    }

    /** A number of one byte. */
    static byte[] number(int type, String name) {
        return new byte[] {(byte) (type == ICMPV6_TYPE ? message(name) : protocol(name))};
    }

    private static int protocol(String name) {
        return switch (name) {
            case "icmp" -> 1;
            case "tcp" -> 6;
            case "udp" -> 17;
            case "ipv6-icmp" -> 58;
            case "sctp" -> 132;
            default -> throw new IllegalArgumentException("no protocol: " + name);
        };
    }

    private static int message(String name) {
        return switch (name) {
            case "mld-listener-query" -> 130;
            case "mld-listener-report" -> 131;
            case "mld-listener-done" -> 132;
            case "nd-router-solicit" -> 133;
            case "nd-router-advert" -> 134;
            case "nd-neighbor-solicit" -> 135;
            case "nd-neighbor-advert" -> 136;
            case "mld2-listener-report" -> 143;
            default -> throw new IllegalArgumentException("no message of ICMPv6: " + name);
        };
    }
}

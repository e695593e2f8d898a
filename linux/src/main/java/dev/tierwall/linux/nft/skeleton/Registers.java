package dev.tierwall.linux.nft.skeleton;

import dev.tierwall.linux.netlink.MessageWriter;
import java.util.List;
import java.util.Optional;

/** Expressions that load, compare and store what is in the registers of a rule: 16 words of 32 bits. */
final class Registers {

    /** The priority of a packet. */
    static final int PRIORITY = 2;

    private static final int NFPROTO = 15;
    private static final int L4PROTO = 16;

    private static final int NETWORK = 1;
    private static final int TRANSPORT = 2;

    private Registers() {}

    /**
     * A part of a packet that can be looked up.
     *
     * @param load brings it into registers
     * @param bytes how long it is
     * @param type its type
     * @param isOfMachine whether its bytes are in the machine's order
     */
    record Key(Expression load, int bytes, int type, boolean isOfMachine) {}

    /** The number of the register of a word: those whose words begin one of the four old, long registers are named by it. */
    private static int register(int word) {
        return word % 4 == 0 ? 1 + word / 4 : 8 + word;
    }

    /** What a rule calls by a name, loaded from a word on. */
    static Key key(String name, int word) {
        return switch (name) {
            case "ip saddr" -> new Key(payload(NETWORK, 12, 4, word), 4, SetSpec.IPV4, false);
            case "ip daddr" -> new Key(payload(NETWORK, 16, 4, word), 4, SetSpec.IPV4, false);
            case "ip6 saddr" -> new Key(payload(NETWORK, 8, 16, word), 16, SetSpec.IPV6, false);
            case "ip6 daddr" -> new Key(payload(NETWORK, 24, 16, word), 16, SetSpec.IPV6, false);
            case "th dport" -> new Key(payload(TRANSPORT, 2, 2, word), 2, SetSpec.INET_SERVICE, false);
            case "icmpv6 type" -> new Key(payload(TRANSPORT, 0, 1, word), 1, Names.ICMPV6_TYPE, false);
            case "meta priority" -> new Key(meta(PRIORITY, word), 4, SetSpec.CLASS_ID, true);
            case "meta l4proto" -> new Key(meta(L4PROTO, word), 1, SetSpec.INET_PROTO, true);
            default -> throw new IllegalArgumentException("no part of a packet: " + name);
        };
    }

    /** What must hold before a header of a protocol is looked at. */
    static Optional<List<Expression>> check(String protocol) {
        return switch (protocol) {
            case "ip" -> Optional.of(List.of(meta(NFPROTO, 0), compare(0, new byte[] {2})));
            case "ip6" -> Optional.of(List.of(meta(NFPROTO, 0), compare(0, new byte[] {10})));
            case "tcp" -> Optional.of(List.of(meta(L4PROTO, 0), compare(0, new byte[] {6})));
            case "icmpv6" ->
                Optional.of(List.of(
                        meta(NFPROTO, 0), compare(0, new byte[] {10}), meta(L4PROTO, 0), compare(0, new byte[] {58})));
            default -> Optional.empty();
        };
    }

    private static Expression meta(int key, int word) {
        return Expression.of("meta").with(1, register(word)).with(2, key);
    }

    static Expression payload(int header, int offset, int bytes, int word) {
        return Expression.of("payload")
                .with(1, register(word))
                .with(2, header)
                .with(3, offset)
                .with(4, bytes);
    }

    /** Compares the first register: goes on if equal (0), or if not (1). */
    static Expression compare(int operator, byte[] value) {
        return Expression.of("cmp").with(1, register(0)).with(2, operator).withValue(3, value);
    }

    static Expression masked(byte[] mask) {
        return Expression.of("bitwise")
                .with(1, register(0))
                .with(2, register(0))
                .with(3, mask.length)
                .withValue(4, mask)
                .withValue(5, new byte[mask.length]);
    }

    /** Turns a word into network order. A single byte is turned into itself, as nft has it. */
    static Expression turned(int word, int bytes) {
        return Expression.of("byteorder")
                .with(1, register(word))
                .with(2, register(word))
                .with(3, 1)
                .with(4, bytes)
                .with(5, bytes == 4 ? 4 : 2);
    }

    /** What an attribute that holds a verdict holds. */
    static byte[] verdict(int code, Optional<String> chain) {
        MessageWriter verdict = MessageWriter.part().putInt(1, code);
        chain.ifPresent(name -> verdict.put(2, name));
        return MessageWriter.part().put(2, verdict.content()).content();
    }

    static Expression immediate(byte[] verdict) {
        return Expression.of("immediate").with(1, 0).with(2, verdict);
    }
}

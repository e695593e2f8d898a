package dev.tierwall.linux.nft.skeleton;

import dev.tierwall.linux.netlink.Attributes;
import dev.tierwall.linux.netlink.MessageWriter;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * One step of a rule, as the kernel knows it: the name of its kind, and numbered attributes.
 *
 * @param kind its kind
 * @param attributes the bytes of its attributes, by number
 * @param sets the set without a name that it looks things up in, if it does
 */
record Expression(String kind, NavigableMap<Integer, byte[]> attributes, List<AnonymousSet> sets) {

    private static final int NAME = 1;
    private static final int DATA = 2;
    private static final int VALUE = 1;

    private static final int LOOKUP_SET = 1;
    private static final int LOOKUP_SET_ID = 4;
    private static final int DYNSET_EXPRESSION = 7;

    static Expression of(String kind) {
        return new Expression(kind, new TreeMap<>(), List.of());
    }

    Expression with(int attribute, byte[] value) {
        NavigableMap<Integer, byte[]> more = new TreeMap<>(attributes);
        more.put(attribute, value);
        return new Expression(kind, more, sets);
    }

    Expression with(int attribute, int value) {
        return with(attribute, ByteBuffer.allocate(4).putInt(value).array());
    }

    Expression withShort(int attribute, int value) {
        return with(attribute, ByteBuffer.allocate(2).putShort((short) value).array());
    }

    Expression withLong(int attribute, long value) {
        return with(attribute, ByteBuffer.allocate(8).putLong(value).array());
    }

    Expression with(int attribute, String text) {
        return with(attribute, (text + "\0").getBytes(StandardCharsets.UTF_8));
    }

    /** With an attribute that holds a value. */
    Expression withValue(int attribute, byte[] value) {
        return with(attribute, MessageWriter.part().put(VALUE, value).content());
    }

    /** With the set without a name that it looks things up in. */
    Expression with(AnonymousSet set) {
        return new Expression(kind, attributes, List.of(set));
    }

    /** Writes it as the next of a list; its set has the number that is given. */
    void write(MessageWriter message, int set) {
        int one = message.begin(1);
        Expression named = sets.isEmpty()
                ? this
                : with(LOOKUP_SET, sets.getFirst().pattern()).with(LOOKUP_SET_ID, set);
        named.write(message);
        message.end(one);
    }

    private void write(MessageWriter message) {
        message.put(NAME, kind);
        int data = message.begin(DATA);
        attributes.forEach(message::put);
        message.end(data);
    }

    /** What an attribute of another holds, which does this to each of its elements. */
    byte[] content() {
        MessageWriter part = MessageWriter.part();
        write(part);
        return part.content();
    }

    /** The expressions of a list, as the kernel tells them. */
    static List<Expression> read(Attributes list) {
        List<Expression> expressions = new ArrayList<>();
        list.each(1).forEach(one -> expressions.add(readOne(one)));
        return expressions;
    }

    private static Expression readOne(Attributes one) {
        NavigableMap<Integer, byte[]> found = new TreeMap<>();
        one.inside(DATA).forEach(found::put);
        return new Expression(one.text(NAME), found, List.of());
    }

    /** The name of the set that it looks things up in; empty if it does not. */
    String set() {
        byte[] name = kind.equals("lookup") ? attributes.getOrDefault(LOOKUP_SET, new byte[0]) : new byte[0];
        return name.length == 0 ? "" : new String(name, 0, name.length - 1, StandardCharsets.UTF_8);
    }

    /**
     * What it does, in a form that is the same for two expressions that do the same: without what was counted, without what
     * is 0 anyhow, and with what is in a set in place of a name that the kernel gave it.
     *
     * @param anonymous what is in sets without names
     */
    String meaning(Map<String, String> anonymous) {
        StringBuilder text = new StringBuilder(kind);
        String set = sets.isEmpty()
                ? anonymous.getOrDefault(set(), "")
                : sets.getFirst().meaning();
        if (!set.isEmpty()) {
            text.append(' ').append(set);
        }
        attributes.forEach((attribute, value) -> {
            boolean told = kind.equals("counter") || (!set.isEmpty() && attribute == LOOKUP_SET);
            if (!told && !isZero(value)) {
                text.append(' ').append(attribute).append('=').append(meaning(attribute, value));
            }
        });
        return text.toString();
    }

    private String meaning(int attribute, byte[] value) {
        return kind.equals("dynset") && attribute == DYNSET_EXPRESSION
                ? "(" + readOne(Attributes.of(value)).meaning(Map.of()) + ")"
                : HexFormat.of().formatHex(value);
    }

    private static boolean isZero(byte[] value) {
        for (byte one : value) {
            if (one != 0) {
                return false;
            }
        }
        return true;
    }
}

package dev.tierwall.linux.nft.skeleton;

import dev.tierwall.linux.netlink.Attributes;
import dev.tierwall.linux.netlink.MessageWriter;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/**
 * A set that is part of a rule.
 *
 * @param type the type of its keys, as nft numbers them
 * @param keyLength the bytes of a key
 * @param elements its elements
 */
record AnonymousSet(int type, int keyLength, List<Element> elements) {

    private static final int FLAGS = 3;
    private static final int KEY_TYPE = 4;
    private static final int KEY_LENGTH = 5;
    private static final int DATA_TYPE = 6;
    private static final int DATA_LENGTH = 7;
    private static final int DESCRIPTION = 9;
    private static final int ID = 10;
    private static final int USER_DATA = 13;

    private static final int ANONYMOUS_CONSTANT = 3;
    private static final int MAP = 8;
    private static final int VERDICTS = 0xffffff00;

    /**
     * An element.
     *
     * @param key its key
     * @param verdict what an attribute of its data holds, in a map of verdicts
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Element(byte[] key, Optional<byte[]> verdict) {}

    private boolean isMap() {
        return elements.getFirst().verdict.isPresent();
    }

    /** What the kernel makes a name of. */
    String pattern() {
        return isMap() ? "__map%d" : "__set%d";
    }

    /** Writes its definition. */
    void define(MessageWriter message, int id) {
        message.put(2, pattern());
        message.putInt(FLAGS, ANONYMOUS_CONSTANT | (isMap() ? MAP : 0));
        message.putInt(KEY_TYPE, type);
        message.putInt(KEY_LENGTH, keyLength);
        if (isMap()) {
            message.putInt(DATA_TYPE, VERDICTS);
            message.putInt(DATA_LENGTH, 0);
        }
        int description = message.begin(DESCRIPTION);
        message.putInt(1, elements.size()).end(description);
        message.putInt(ID, id);
        boolean machineOrder = type != Names.ICMPV6_TYPE;
        message.put(USER_DATA, isMap() ? SetSpec.noteOrder(machineOrder, 0) : SetSpec.noteOrder(machineOrder));
    }

    /** Writes its elements. */
    void fill(MessageWriter message, int id) {
        message.put(2, pattern());
        message.putInt(4, id);
        int list = message.begin(3);
        for (Element element : elements) {
            int one = message.begin(1);
            message.put(1, MessageWriter.part().put(1, element.key).content());
            element.verdict.ifPresent(data -> message.put(2, data));
            message.end(one);
        }
        message.end(list);
    }

    /** What is in it, in no order. */
    String meaning() {
        TreeSet<String> texts = new TreeSet<>();
        for (Element element : elements) {
            texts.add(HexFormat.of().formatHex(element.key)
                    + element.verdict.map(HexFormat.of()::formatHex).orElse(""));
        }
        return texts.toString();
    }

    /** What is in a set, as the kernel tells its elements. */
    static String meaning(List<Attributes> elements) {
        TreeSet<String> texts = new TreeSet<>();
        for (Attributes element : elements) {
            texts.add(HexFormat.of().formatHex(element.inside(1).find(1).orElse(new byte[0]))
                    + element.find(2).map(HexFormat.of()::formatHex).orElse(""));
        }
        return texts.toString();
    }
}

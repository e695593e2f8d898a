package dev.tierwall.linux.nft;

import dev.tierwall.core.model.Direction;
import dev.tierwall.core.nft.ElementKey;
import dev.tierwall.core.nft.NftSet;
import dev.tierwall.core.nft.NftSkeleton;
import dev.tierwall.linux.netlink.MessageWriter;
import dev.tierwall.linux.nft.skeleton.Transaction;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/** Requests that change elements, as many of them in each as fit. */
final class ElementWriter {

    private static final int NEW_RULE = 6;
    private static final int DELETE_RULE = 8;
    private static final int NEW_ELEMENT = 12;
    private static final int DELETE_ELEMENT = 14;
    private static final int CREATE = 0x400;
    private static final int APPEND = 0x800;

    /** The attributes of a message end at 64 KiB; the largest element takes less than 100 bytes. */
    private static final int MESSAGE_BYTES = 60_000;

    private ElementWriter() {}

    static void add(Transaction transaction, NftSet set, Map<ElementKey, Integer> elements) {
        write(transaction, NEW_ELEMENT, set, elements);
    }

    static void delete(Transaction transaction, NftSet set, Map<ElementKey, Integer> elements) {
        write(transaction, DELETE_ELEMENT, set, elements);
    }

    private static void write(Transaction transaction, int type, NftSet set, Map<ElementKey, Integer> elements) {
        List<Map.Entry<ElementKey, Integer>> sorted = elements.entrySet().stream()
                .sorted(Map.Entry.comparingByKey(ElementKey.ORDER))
                .toList();
        Iterator<Map.Entry<ElementKey, Integer>> rest = sorted.iterator();
        while (rest.hasNext()) {
            Map.Entry<ElementKey, Integer> first = rest.next();
            String verb = type == NEW_ELEMENT ? "add" : "delete";
            String name = verb + " elements of " + set.label() + " from "
                    + first.getKey().text();
            transaction.add(
                    name, type, type == NEW_ELEMENT ? CREATE : 0, message -> writePart(message, set, first, rest));
        }
    }

    private static void writePart(
            MessageWriter message,
            NftSet set,
            Map.Entry<ElementKey, Integer> first,
            Iterator<Map.Entry<ElementKey, Integer>> rest) {
        message.put(2, set.label());
        int list = message.begin(3);
        ElementCodec.write(message, set, first.getKey(), first.getValue());
        while (message.length() < MESSAGE_BYTES && rest.hasNext()) {
            Map.Entry<ElementKey, Integer> next = rest.next();
            ElementCodec.write(message, set, next.getKey(), next.getValue());
        }
        message.end(list);
    }

    /** Lets the log name a generation. */
    static void nameGeneration(Transaction transaction, int generation) {
        for (Direction direction : Direction.values()) {
            String chain = NftSkeleton.logChain(direction);
            transaction.add("empty chain " + chain, DELETE_RULE, 0, message -> message.put(2, chain));
            transaction.add("add the rule of chain " + chain, NEW_RULE, CREATE | APPEND, message -> {
                message.put(2, chain);
                int expressions = message.begin(4);
                int one = message.begin(1);
                message.put(1, "log");
                int log = message.begin(2);
                message.putShort(1, NftSkeleton.LOG_GROUP);
                message.put(2, NftSkeleton.logPrefix(generation, direction));
                message.putInt(3, NftSkeleton.LOG_BYTES);
                message.putShort(4, 1);
                message.end(log).end(one).end(expressions);
            });
        }
    }
}

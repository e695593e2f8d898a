package dev.tierwall.linux.nft;

import dev.tierwall.core.model.Direction;
import dev.tierwall.core.net.Address;
import dev.tierwall.core.net.AddressRange;
import dev.tierwall.core.nft.ElementKey;
import dev.tierwall.core.nft.NftDelta;
import dev.tierwall.core.nft.NftProgram;
import dev.tierwall.core.nft.NftSet;
import dev.tierwall.core.nft.NftSkeleton;
import dev.tierwall.linux.netlink.Attributes;
import dev.tierwall.linux.netlink.MessageWriter;
import dev.tierwall.linux.netlink.NetlinkSocket;
import dev.tierwall.linux.netlink.RefusedException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The table in the network namespace of the thread that opened this. Needs CAP_NET_ADMIN there, and the nft command to
 * load rules. Whatever is refused, the table stays as it was. For one thread at a time.
 */
public final class KernelTable implements AutoCloseable {

    private static final int NEW_RULE = 6;
    private static final int DELETE_RULE = 8;
    private static final int NEW_ELEMENT = 12;
    private static final int GET_ELEMENT = 13;
    private static final int DELETE_ELEMENT = 14;
    private static final int GET_GENERATION = 16;
    private static final int GET_TABLE = 1;
    private static final int DELETE_TABLE = 2;
    private static final int CREATE = 0x400;
    private static final int APPEND = 0x800;
    private static final int NO_ENTRY = 2;

    /** The attributes of a message end at 64 KiB; the largest element takes less than 100 bytes. */
    private static final int MESSAGE_BYTES = 60_000;

    private static final MessageWriter.Subject INET = new MessageWriter.Subject(Batch.INET, 0);

    private final NetlinkSocket socket;
    private final InFlight inFlight = new InFlight();

    private KernelTable(NetlinkSocket socket) {
        this.socket = socket;
    }

    /** Opens a way to the table, whether it is there or not. */
    public static KernelTable open() throws IOException {
        return new KernelTable(NetlinkSocket.open(NetlinkSocket.NETFILTER));
    }

    /**
     * Makes the table be that of a program, whatever was there. A table that is there is replaced in one transaction; else
     * the rules come first, which let everything pass as long as no element says otherwise, and then all elements.
     */
    public void load(NftProgram program) throws IOException {
        if (isPresent()) {
            NftCommand.run(program.text(), "-f", "-");
        } else {
            NftCommand.run(NftProgram.EMPTY.text(), "-f", "-");
            apply(NftDelta.between(NftProgram.EMPTY, program));
        }
    }

    /**
     * Applies a delta in one transaction; nothing if it is empty. Waits first, some milliseconds at most, for packets that
     * met the transaction before.
     */
    public void apply(NftDelta delta) throws IOException {
        if (delta.isEmpty()) {
            return;
        }
        inFlight.await();
        Batch batch = new Batch();
        addElements(batch, delta::removed, DELETE_ELEMENT);
        addElements(batch, delta::added, NEW_ELEMENT);
        for (Direction direction : Direction.values()) {
            addLogRule(batch, delta.to(), direction);
        }
        batch.commit(socket);
        inFlight.begin();
    }

    /** Some elements of every set. */
    @FunctionalInterface
    private interface Elements {
        Map<ElementKey, Integer> of(NftSet set);
    }

    private static void addElements(Batch batch, Elements elements, int type) {
        for (NftSet set : NftSet.values()) {
            Iterator<Map.Entry<ElementKey, Integer>> rest = elements.of(set).entrySet().stream()
                    .sorted(Map.Entry.comparingByKey(ElementKey.ORDER))
                    .iterator();
            while (rest.hasNext()) {
                Map.Entry<ElementKey, Integer> first = rest.next();
                String verb = type == NEW_ELEMENT ? "add" : "delete";
                String name = verb + " elements of " + set.label() + " from "
                        + first.getKey().text();
                MessageWriter part = new Part(set, first, rest).write();
                batch.add(name, type, type == NEW_ELEMENT ? CREATE : 0, message -> message.append(part));
            }
        }
    }

    /** As many elements of a set as fit into one message. */
    private record Part(
            NftSet set, Map.Entry<ElementKey, Integer> first, Iterator<Map.Entry<ElementKey, Integer>> rest) {

        MessageWriter write() {
            MessageWriter part = MessageWriter.part();
            part.put(2, set.label());
            int list = part.begin(3);
            ElementCodec.write(part, set, first.getKey(), first.getValue());
            while (part.length() < MESSAGE_BYTES && rest.hasNext()) {
                Map.Entry<ElementKey, Integer> next = rest.next();
                ElementCodec.write(part, set, next.getKey(), next.getValue());
            }
            return part.end(list);
        }
    }

    private static void addLogRule(Batch batch, int generation, Direction direction) {
        String chain = NftSkeleton.logChain(direction);
        batch.add("empty chain " + chain, DELETE_RULE, 0, message -> message.put(2, chain));
        batch.add("add the rule of chain " + chain, NEW_RULE, CREATE | APPEND, message -> {
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

    /** Whether there is a table of this name. */
    public boolean isPresent() throws IOException {
        try {
            int asked = socket.nextSequence();
            socket.ask(request(GET_TABLE, NetlinkSocket.ACK, asked).toBytes(), asked, "find the table");
            return true;
        } catch (RefusedException refused) {
            if (refused.errno() == NO_ENTRY) {
                return false;
            }
            throw refused;
        }
    }

    private static MessageWriter request(int type, int flags, int sequence) {
        return MessageWriter.netfilter(Batch.SUBSYSTEM << 8 | type, NetlinkSocket.REQUEST | flags, sequence, INET)
                .put(1, NftSkeleton.TABLE);
    }

    /** The elements that the kernel holds now. */
    public Map<NftSet, Map<ElementKey, Integer>> read() throws IOException {
        Map<NftSet, Map<ElementKey, Integer>> all = new EnumMap<>(NftSet.class);
        for (NftSet set : NftSet.values()) {
            int asked = socket.nextSequence();
            byte[] request = request(GET_ELEMENT, NetlinkSocket.DUMP, asked)
                    .put(2, set.label())
                    .toBytes();
            List<ElementCodec.Told> told = socket.ask(request, asked, "list " + set.label()).stream()
                    .map(body -> Attributes.of(Arrays.copyOfRange(body, 4, body.length)))
                    .flatMap(answer -> answer.inside(3).each(ElementCodec.LIST_ELEMENT).stream())
                    .map(ElementCodec::read)
                    .toList();
            all.put(set, set.kind() == NftSet.Kind.ATOM ? ranges(set, told) : keys(set, told));
        }
        return all;
    }

    private static Map<ElementKey, Integer> keys(NftSet set, List<ElementCodec.Told> told) {
        Map<ElementKey, Integer> elements = new HashMap<>();
        told.forEach(one -> elements.put(ElementCodec.key(set, one), one.value()));
        return elements;
    }

    /** Ranges from where they begin and where they end. */
    private static Map<ElementKey, Integer> ranges(NftSet set, List<ElementCodec.Told> told) {
        TreeMap<Address, Optional<Integer>> bounds = new TreeMap<>(Comparator.naturalOrder());
        for (ElementCodec.Told one : told) {
            Address at = ElementCodec.address(ByteBuffer.wrap(one.key()), set.family());
            if (one.isEnd()) {
                bounds.putIfAbsent(at, Optional.empty());
            } else {
                bounds.put(at, Optional.of(one.value()));
            }
        }
        Map<ElementKey, Integer> elements = new HashMap<>();
        bounds.forEach((first, value) -> value.ifPresent(id -> {
            Address next = bounds.higherKey(first);
            Address last =
                    next == null ? Address.last(set.family()) : next.previous().orElseThrow();
            elements.put(new ElementKey.Range(new AddressRange(first, last)), id);
        }));
        return elements;
    }

    /** Counts the transactions of all tables of the namespace; the same number means that nothing changed. */
    public int generation() throws IOException {
        int asked = socket.nextSequence();
        byte[] request = MessageWriter.netfilter(
                        Batch.SUBSYSTEM << 8 | GET_GENERATION,
                        NetlinkSocket.REQUEST | NetlinkSocket.ACK,
                        asked,
                        new MessageWriter.Subject(0, 0))
                .toBytes();
        List<byte[]> answers = socket.ask(request, asked, "tell the generation");
        byte[] body = answers.getFirst();
        return Attributes.of(Arrays.copyOfRange(body, 4, body.length)).number(1);
    }

    /** Takes the table away with all that is in it. */
    public void remove() throws IOException {
        if (isPresent()) {
            Batch batch = new Batch();
            batch.add("delete the table", DELETE_TABLE, 0, message -> {});
            batch.commit(socket);
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}

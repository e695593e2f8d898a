package dev.tierwall.linux.nft;

import dev.tierwall.core.net.Address;
import dev.tierwall.core.net.AddressRange;
import dev.tierwall.core.nft.ElementKey;
import dev.tierwall.core.nft.NftSet;
import dev.tierwall.core.nft.NftSkeleton;
import dev.tierwall.linux.netlink.Attributes;
import dev.tierwall.linux.netlink.MessageWriter;
import dev.tierwall.linux.netlink.NetlinkSocket;
import dev.tierwall.linux.netlink.RefusedException;
import dev.tierwall.linux.nft.skeleton.ToldTable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Asks the kernel about the table. */
final class TableReader implements ToldTable.Kernel {

    private static final int GET_TABLE = 1;
    private static final int GET_ELEMENT = 13;
    private static final int GET_GENERATION = 16;
    private static final int NO_ENTRY = 2;
    private static final int HEADER = 4;

    private static final MessageWriter.Subject INET = new MessageWriter.Subject(Batch.INET, 0);

    private final NetlinkSocket socket;

    TableReader(NetlinkSocket socket) {
        this.socket = socket;
    }

    private static MessageWriter request(int type, int flags, int sequence) {
        return MessageWriter.netfilter(Batch.SUBSYSTEM << 8 | type, NetlinkSocket.REQUEST | flags, sequence, INET)
                .put(1, NftSkeleton.TABLE);
    }

    private List<Attributes> ask(MessageWriter request, int asked, String name) throws IOException {
        return socket.ask(request.toBytes(), asked, name).stream()
                .map(body -> Attributes.of(Arrays.copyOfRange(body, HEADER, body.length)))
                .toList();
    }

    boolean isPresent() throws IOException {
        try {
            int asked = socket.nextSequence();
            ask(request(GET_TABLE, NetlinkSocket.ACK, asked), asked, "find the table");
            return true;
        } catch (RefusedException refused) {
            if (refused.errno() == NO_ENTRY) {
                return false;
            }
            throw refused;
        }
    }

    int generation() throws IOException {
        int asked = socket.nextSequence();
        MessageWriter request = MessageWriter.netfilter(
                Batch.SUBSYSTEM << 8 | GET_GENERATION,
                NetlinkSocket.REQUEST | NetlinkSocket.ACK,
                asked,
                new MessageWriter.Subject(0, 0));
        return ask(request, asked, "tell the generation").getFirst().number(1);
    }

    @Override
    public List<Attributes> list(int type, String name) throws IOException {
        int asked = socket.nextSequence();
        return ask(request(type, NetlinkSocket.DUMP, asked), asked, name);
    }

    @Override
    public List<Attributes> elements(String set) throws IOException {
        int asked = socket.nextSequence();
        MessageWriter request = request(GET_ELEMENT, NetlinkSocket.DUMP, asked).put(2, set);
        return ask(request, asked, "list " + set).stream()
                .flatMap(answer -> answer.inside(3).each(ElementCodec.LIST_ELEMENT).stream())
                .toList();
    }

    Map<ElementKey, Integer> elements(NftSet set) throws IOException {
        List<ElementCodec.Told> told =
                elements(set.label()).stream().map(ElementCodec::read).toList();
        return set.kind() == NftSet.Kind.ATOM ? ranges(set, told) : keys(set, told);
    }

    private static Map<ElementKey, Integer> keys(NftSet set, List<ElementCodec.Told> told) {
        Map<ElementKey, Integer> elements = new HashMap<>();
        told.forEach(one -> elements.put(ElementCodec.key(set, one), one.value()));
        return elements;
    }

    /** Ranges from where they begin and where they end. */
    private static Map<ElementKey, Integer> ranges(NftSet set, List<ElementCodec.Told> told) {
        TreeMap<Address, Optional<Integer>> bounds = new TreeMap<>();
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
}

package dev.tierwall.linux.nft;

import dev.tierwall.core.nft.NftSkeleton;
import dev.tierwall.linux.netlink.MessageWriter;
import dev.tierwall.linux.netlink.NetlinkSocket;
import dev.tierwall.linux.nft.skeleton.Transaction;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.function.Consumer;

/** Requests to nf_tables that are done together or not at all. */
final class Batch implements Transaction {

    static final int SUBSYSTEM = 10;
    static final int INET = 1;

    private static final int BEGIN = 0x10;
    private static final int END = 0x11;
    private static final MessageWriter.Subject FRAME = new MessageWriter.Subject(0, SUBSYSTEM);
    private static final MessageWriter.Subject TABLE = new MessageWriter.Subject(INET, 0);

    /** The header of a message, and the attribute of the table. */
    private static final int OVERHEAD = 36;

    private record Request(String name, int type, int flags, MessageWriter attributes) {}

    private final List<Request> requests = new ArrayList<>();
    private int bytes = 2 * OVERHEAD;

    @Override
    public void add(String name, int type, int flags, Consumer<MessageWriter> body) {
        MessageWriter attributes = MessageWriter.part();
        body.accept(attributes);
        requests.add(new Request(name, type, flags, attributes));
        bytes += attributes.length() + OVERHEAD;
    }

    boolean isEmpty() {
        return requests.isEmpty();
    }

    /** Each request as a batch of its own. */
    List<Batch> each() {
        List<Batch> batches = new ArrayList<>();
        for (Request request : requests) {
            Batch one = new Batch();
            one.requests.add(request);
            batches.add(one);
        }
        return batches;
    }

    /** How many bytes are sent, or a few less. */
    int bytes() {
        return bytes;
    }

    /** Sends the transaction and waits until it is done. */
    void commit(NetlinkSocket socket) throws IOException {
        if (requests.isEmpty()) {
            return;
        }
        SequencedMap<Integer, String> names = new LinkedHashMap<>();
        List<byte[]> messages = new ArrayList<>();
        int sequence = socket.nextSequence();
        names.put(sequence, "commit the transaction");
        messages.add(MessageWriter.netfilter(BEGIN, NetlinkSocket.REQUEST, sequence, FRAME)
                .toBytes());
        for (int i = 0; i < requests.size(); i++) {
            Request request = requests.get(i);
            sequence = socket.nextSequence();
            names.put(sequence, request.name);
            int answer = i == requests.size() - 1 ? NetlinkSocket.ACK : 0;
            MessageWriter message = MessageWriter.netfilter(
                    SUBSYSTEM << 8 | request.type, NetlinkSocket.REQUEST | request.flags | answer, sequence, TABLE);
            message.put(1, NftSkeleton.TABLE);
            message.append(request.attributes);
            messages.add(message.toBytes());
        }
        messages.add(MessageWriter.netfilter(END, NetlinkSocket.REQUEST, socket.nextSequence(), FRAME)
                .toBytes());
        socket.transact(MessageWriter.join(messages), names);
    }
}

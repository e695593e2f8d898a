package dev.tierwall.linux.conntrack;

import dev.tierwall.core.net.Address;
import dev.tierwall.core.net.IpFamily;
import dev.tierwall.linux.libc.Errno;
import dev.tierwall.linux.netlink.Attributes;
import dev.tierwall.linux.netlink.MessageWriter;
import dev.tierwall.linux.netlink.NetlinkSocket;
import dev.tierwall.linux.netlink.RefusedException;
import dev.tierwall.linux.route.LinkAddress;
import dev.tierwall.linux.route.Network;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * Refuses what the server of a cut connection still sends. UDP has no handshake: to the kernel its next datagram begins a
 * connection in the other direction, which may well be allowed, and in which the client, who may not talk to it, then
 * answers. A table of its own holds what is refused. To a client's port that was chosen for this one connection it is
 * refused as long as it goes on, and a minute longer; else two seconds, because the server may have reasons of its own to
 * talk to that port. The table is made when it is needed first.
 */
final class ReturnGuard implements AutoCloseable {

    private static final int SUBSYSTEM = 10;
    private static final int INET = 1;
    private static final int BEGIN = 0x10;
    private static final int END = 0x11;
    private static final int NEW_TABLE = 0;
    private static final int DELETE_TABLE = 2;
    private static final int NEW_CHAIN = 3;
    private static final int NEW_RULE = 6;
    private static final int NEW_SET = 9;
    private static final int NEW_ELEMENT = 12;
    private static final int GET_ELEMENT = 13;
    private static final int DELETE_ELEMENT = 14;
    private static final int CREATE = 0x400;
    private static final int APPEND = 0x800;

    /** As many keys of any family as surely fit into a message. */
    private static final int AT_ONCE = 500;

    /** From here on systems choose ports for those who do not care. */
    private static final int FIRST_CHOSEN_PORT = 32_768;

    private static final List<String> KINDS = List.of(GuardRules.TALKING, GuardRules.BRIEF);

    private static final int TCP = 6;
    private static final Set<Integer> WITHOUT_HANDSHAKE = Set.of(17, 132, 136);

    private final NetlinkSocket socket;
    private final Network network;

    private ReturnGuard(NetlinkSocket socket, Network network) {
        this.socket = socket;
        this.network = network;
    }

    /** The guard of the calling thread's namespace. */
    static ReturnGuard open() throws IOException {
        Network network = Network.open();
        try {
            return new ReturnGuard(NetlinkSocket.open(NetlinkSocket.NETFILTER), network);
        } catch (IOException refused) {
            network.close();
            throw refused;
        }
    }

    /** Requests that are done together. */
    private final class Together {
        private final SequencedMap<Integer, String> names = new LinkedHashMap<>();
        private final List<byte[]> messages = new ArrayList<>();

        Together() {
            messages.add(frame(BEGIN, "guard against what cut connections send"));
        }

        private byte[] frame(int type, String name) {
            int sequence = socket.nextSequence();
            names.put(sequence, name);
            return MessageWriter.netfilter(
                            type, NetlinkSocket.REQUEST, sequence, new MessageWriter.Subject(0, SUBSYSTEM))
                    .toBytes();
        }

        void add(String name, int type, int flags, Consumer<MessageWriter> body) {
            int sequence = socket.nextSequence();
            names.put(sequence, name);
            MessageWriter message = message(type, flags | NetlinkSocket.ACK, sequence);
            body.accept(message);
            messages.add(message.toBytes());
        }

        void commit() throws IOException {
            byte[] end = MessageWriter.netfilter(
                            END, NetlinkSocket.REQUEST, socket.nextSequence(), new MessageWriter.Subject(0, SUBSYSTEM))
                    .toBytes();
            messages.add(end);
            socket.transact(MessageWriter.join(messages), names);
        }
    }

    private static MessageWriter message(int type, int flags, int sequence) {
        return MessageWriter.netfilter(
                        SUBSYSTEM << 8 | type,
                        NetlinkSocket.REQUEST | flags,
                        sequence,
                        new MessageWriter.Subject(INET, 0))
                .put(1, GuardRules.TABLE);
    }

    /** Refuses from now on what the servers of some connections send to their clients. */
    synchronized void refuse(Collection<Connection> cut) throws IOException {
        Set<Address> own = ownAddresses(cut);
        List<Tuple> returning = cut.stream()
                .filter(connection -> mayReturn(connection, own))
                .map(Connection::reply)
                .distinct()
                .toList();
        for (int from = 0; from < returning.size(); from += AT_ONCE) {
            List<Tuple> some = returning.subList(from, Math.min(from + AT_ONCE, returning.size()));
            try {
                change(some, NEW_ELEMENT, CREATE);
            } catch (RefusedException refused) {
                if (refused.errno() != Errno.ENOENT) {
                    throw refused;
                }
                create();
                change(some, NEW_ELEMENT, CREATE);
            }
        }
    }

    private Set<Address> ownAddresses(Collection<Connection> cut) throws IOException {
        return cut.stream().noneMatch(connection -> connection.protocol() == TCP)
                ? Set.of()
                : network.addresses().stream().map(LinkAddress::address).collect(Collectors.toSet());
    }

    /**
     * TCP without a handshake is refused on its way through; but what the node itself sends to its pods is never asked
     * about. What is sent to a translated address does not go to the client.
     */
    private static boolean mayReturn(Connection connection, Set<Address> own) {
        boolean mayBegin = WITHOUT_HANDSHAKE.contains(connection.protocol())
                || (connection.protocol() == TCP && own.contains(connection.server()));
        return mayBegin && connection.reply().destination().equals(connection.client());
    }

    /** What is refused now. */
    synchronized List<Tuple> refused() throws IOException {
        List<Tuple> refused = new ArrayList<>();
        for (String kind : KINDS) {
            for (IpFamily family : IpFamily.values()) {
                elements(GuardRules.set(kind, family)).forEach(key -> refused.add(GuardRules.tuple(key)));
            }
        }
        return refused;
    }

    private List<byte[]> elements(String set) throws IOException {
        int asked = socket.nextSequence();
        byte[] request =
                message(GET_ELEMENT, NetlinkSocket.DUMP, asked).put(2, set).toBytes();
        List<byte[]> keys = new ArrayList<>();
        try {
            for (byte[] body : socket.ask(request, asked, "list " + set)) {
                Attributes answer = Attributes.of(Arrays.copyOfRange(body, 4, body.length));
                answer.inside(3).each(1).forEach(one -> one.inside(1).find(1).ifPresent(keys::add));
            }
        } catch (RefusedException absent) {
            if (absent.errno() != Errno.ENOENT) {
                throw absent;
            }
        }
        return keys;
    }

    /** Refuses some of that no more. */
    synchronized void release(Collection<Tuple> returning) throws IOException {
        for (Tuple tuple : returning) {
            try {
                change(List.of(tuple), DELETE_ELEMENT, 0);
            } catch (RefusedException gone) {
                if (gone.errno() != Errno.ENOENT) {
                    throw gone;
                }
            }
        }
    }

    private void change(List<Tuple> returning, int type, int flags) throws IOException {
        Together together = new Together();
        for (String kind : KINDS) {
            for (IpFamily family : IpFamily.values()) {
                List<Tuple> these = returning.stream()
                        .filter(tuple ->
                                tuple.source().family() == family && kind(tuple).equals(kind))
                        .toList();
                if (!these.isEmpty()) {
                    together.add("refuse returning packets", type, flags, message -> {
                        message.put(2, GuardRules.set(kind, family));
                        writeElements(message, these);
                    });
                }
            }
        }
        together.commit();
    }

    private static String kind(Tuple returning) {
        return returning.destinationPort() >= FIRST_CHOSEN_PORT ? GuardRules.TALKING : GuardRules.BRIEF;
    }

    private static void writeElements(MessageWriter message, List<Tuple> tuples) {
        int list = message.begin(3);
        for (Tuple tuple : tuples) {
            int one = message.begin(1);
            int key = message.begin(1);
            message.put(1, GuardRules.key(tuple)).end(key).end(one);
        }
        message.end(list);
    }

    private void create() throws IOException {
        Together together = new Together();
        together.add("add table " + GuardRules.TABLE, NEW_TABLE, CREATE, message -> message.putInt(2, 0));
        for (String kind : KINDS) {
            for (IpFamily family : IpFamily.values()) {
                together.add("add a set", NEW_SET, CREATE, message -> GuardRules.writeSet(message, kind, family));
            }
        }
        addChain(together, "forward", GuardRules.HOOK_FORWARD);
        addChain(together, "output", GuardRules.HOOK_OUTPUT);
        together.commit();
    }

    private static void addChain(Together together, String name, int hook) {
        together.add("add a chain", NEW_CHAIN, CREATE, message -> GuardRules.writeChain(message, name, hook));
        together.add(
                "add a rule", NEW_RULE, CREATE | APPEND, message -> GuardRules.writeEstablishedRule(message, name));
        for (String kind : KINDS) {
            for (IpFamily family : IpFamily.values()) {
                together.add(
                        "add a rule",
                        NEW_RULE,
                        CREATE | APPEND,
                        message -> GuardRules.writeDropRule(message, name, kind, family));
            }
        }
    }

    /** Takes the table away, if it is there. */
    synchronized void remove() throws IOException {
        Together together = new Together();
        together.add("delete table " + GuardRules.TABLE, DELETE_TABLE, 0, message -> {});
        try {
            together.commit();
        } catch (RefusedException absent) {
            if (absent.errno() != Errno.ENOENT) {
                throw absent;
            }
        }
    }

    @Override
    public void close() throws IOException {
        try {
            socket.close();
        } finally {
            network.close();
        }
    }
}

package dev.tierwall.linux.netlink;

import dev.tierwall.linux.libc.Descriptors;
import dev.tierwall.linux.libc.Errno;
import dev.tierwall.linux.libc.Sockets;
import dev.tierwall.linux.libc.SystemCallException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/** A netlink socket in the network namespace of the thread that opened it. For one thread at a time. */
public final class NetlinkSocket implements AutoCloseable {

    /** The protocol of links, addresses and routes. */
    public static final int ROUTE = 0;

    /** The protocol of netfilter. */
    public static final int NETFILTER = 12;

    /** In the header of a message: it asks for something. */
    public static final int REQUEST = 1;

    /** In the header of a message: an answer is wanted also if all is well. */
    public static final int ACK = 4;

    /** In the header of a message: everything there is. */
    public static final int DUMP = 0x300;

    private static final int SOL_NETLINK = 270;
    private static final int ADD_MEMBERSHIP = 1;
    private static final int CAP_ACK = 10;
    private static final int EXT_ACK = 11;
    private static final int SOL_SOCKET = 1;
    private static final int SNDBUF = 7;
    private static final int SNDBUFFORCE = 32;
    private static final int RCVBUF = 8;
    private static final int RCVBUFFORCE = 33;

    private static final int ERROR = 2;
    private static final int DONE = 3;
    private static final int HEADER = 16;
    private static final int LARGEST = 1 << 16;
    private static final int OVERHEAD = 64;
    private static final int OUT_OF_REACH_OF_PROCESSES = 0x8000_0000;
    private static final int MOST_TRIES = 20;
    private static final long TIMEOUT_MILLIS = 30_000;

    /** The numbers of the sockets that are open in this process. */
    private static final Set<Integer> OPEN = ConcurrentHashMap.newKeySet();

    private final int socket;
    private final int port;
    private final AtomicInteger sequence = new AtomicInteger(1);

    private NetlinkSocket(int socket, int port) {
        this.socket = socket;
        this.port = port;
        OPEN.add(port);
    }

    /** A message of the kernel: its type, the sequence number of the request, and what follows its header. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Message(int type, int sequence, byte[] body) {}

    /** Opens a socket of a protocol. */
    public static NetlinkSocket open(int protocol) throws IOException {
        int descriptor = Sockets.open(Sockets.AF_NETLINK, Sockets.SOCK_RAW | Sockets.SOCK_CLOEXEC, protocol);
        try {
            int port = bind(descriptor);
            Sockets.option(descriptor, SOL_NETLINK, EXT_ACK, 1);
            Sockets.option(descriptor, SOL_NETLINK, CAP_ACK, 1);
            Sockets.receiveTimeout(descriptor, TIMEOUT_MILLIS);
            NetlinkSocket opened = new NetlinkSocket(descriptor, port);
            opened.buffer(RCVBUFFORCE, 8 << 20);
            return opened;
        } catch (IOException failure) {
            Descriptors.close(descriptor);
            throw failure;
        }
    }

    /**
     * Gives a socket a number that nobody else is likely to have. The kernel would give the first one of a process the
     * number of the process, which another process in another container may have, too.
     */
    private static int bind(int descriptor) throws IOException {
        for (int i = 0; true; i++) {
            int port = ThreadLocalRandom.current().nextInt() | OUT_OF_REACH_OF_PROCESSES;
            byte[] address = ByteBuffer.allocate(12)
                    .order(ByteOrder.nativeOrder())
                    .putShort((short) Sockets.AF_NETLINK)
                    .putShort((short) 0)
                    .putInt(port)
                    .array();
            try {
                Sockets.bind(descriptor, address);
                return port;
            } catch (SystemCallException taken) {
                if (taken.errno() != Errno.EADDRINUSE || i == MOST_TRIES) {
                    throw taken;
                }
            }
        }
    }

    /** Whether this process has a socket of a number, as the kernel names it to others. */
    public static boolean isOpenHere(int number) {
        return OPEN.contains(number);
    }

    /** Subscribes to a group of messages. */
    public void join(int group) throws IOException {
        Sockets.option(socket, SOL_NETLINK, ADD_MEMBERSHIP, group);
    }

    /** Asks for room for what comes while nobody reads, or for as much of it as is permitted. */
    void keep(int bytes) throws IOException {
        Sockets.option(socket, SOL_SOCKET, RCVBUF, bytes);
        buffer(RCVBUFFORCE, bytes);
    }

    int descriptor() {
        return socket;
    }

    /** A number that no request has had yet. */
    public int nextSequence() {
        return sequence.getAndIncrement();
    }

    /** Makes a buffer larger than the system's limit, where that is permitted; else it stays as it is. */
    private void buffer(int option, int bytes) throws IOException {
        try {
            Sockets.option(socket, SOL_SOCKET, option, bytes);
        } catch (SystemCallException refused) {
            if (refused.errno() != Errno.EPERM) {
                throw refused;
            }
        }
    }

    /**
     * Makes room for so many bytes to be sent at once, and says whether there is. Beyond a limit of the system this needs
     * CAP_NET_ADMIN outside of any user namespace.
     */
    public boolean hasRoomFor(int bytes) throws IOException {
        int needed = bytes + OVERHEAD;
        if (Sockets.option(socket, SOL_SOCKET, SNDBUF) < needed) {
            Sockets.option(socket, SOL_SOCKET, SNDBUF, needed);
            buffer(SNDBUFFORCE, needed);
        }
        return Sockets.option(socket, SOL_SOCKET, SNDBUF) >= needed;
    }

    /**
     * Sends messages that are one transaction, and waits for the answer to the last.
     *
     * @param messages the messages; the last request among them must ask for an answer
     * @param names what each message does, by its sequence number; the first stands for the transaction itself, the
     *     last is that request
     * @throws RefusedException if the kernel refuses any of them: then none was done
     */
    public void transact(byte[] messages, SequencedMap<Integer, String> names) throws IOException {
        int first = names.firstEntry().getKey();
        int last = names.lastEntry().getKey();
        hasRoomFor(messages.length);
        Sockets.send(socket, messages, new byte[0]);
        IOException refused = null;
        boolean answered = false;
        while (!answered) {
            for (Message message : receive()) {
                String name = names.get(message.sequence);
                if (message.type == ERROR && name != null) {
                    int error = error(message);
                    answered |= message.sequence == last || message.sequence == first;
                    refused = error == 0 || refused != null
                            ? refused
                            : new RefusedException(name, error, reason(message.body));
                }
            }
        }
        if (refused != null) {
            throw refused;
        }
    }

    private static int error(Message message) {
        return message.body.length < 4
                ? 0
                : -ByteBuffer.wrap(message.body).order(ByteOrder.nativeOrder()).getInt();
    }

    /** What the kernel says beside the number of an error: after the number and the header of the request. */
    private static String reason(byte[] body) {
        int from = 4 + HEADER;
        return body.length <= from
                ? ""
                : Attributes.of(Arrays.copyOfRange(body, from, body.length)).text(1);
    }

    /**
     * Sends one request and gives what comes back, without headers: the message of each object.
     *
     * @throws RefusedException if the kernel refuses it
     */
    public List<byte[]> ask(byte[] request, int asked, String name) throws IOException {
        List<byte[]> answers = new ArrayList<>();
        ask(request, asked, name, answers::add);
        return answers;
    }

    /** Sends one request and hands on what comes back while it comes, for what may be much. */
    public void ask(byte[] request, int asked, String name, Consumer<byte[]> answers) throws IOException {
        Sockets.send(socket, request, new byte[0]);
        while (true) {
            for (Message message : receive()) {
                if (message.sequence != asked) {
                    continue;
                }
                if (message.type == DONE || message.type == ERROR) {
                    int error = error(message);
                    if (error != 0) {
                        throw new RefusedException(name, error, reason(message.body));
                    }
                    return;
                }
                answers.accept(message.body);
            }
        }
    }

    /**
     * Sends requests that have nothing to do with each other, each of which must ask for an answer, and waits for all.
     *
     * @param requests the requests by their sequence numbers
     * @return the error number of each; 0 where it was done
     */
    public Map<Integer, Integer> each(SequencedMap<Integer, byte[]> requests) throws IOException {
        Map<Integer, Integer> errors = new HashMap<>();
        Sockets.send(socket, MessageWriter.join(requests.values()), new byte[0]);
        while (errors.size() < requests.size()) {
            for (Message message : receive()) {
                if (message.type == ERROR && requests.containsKey(message.sequence)) {
                    errors.put(message.sequence, error(message));
                }
            }
        }
        return errors;
    }

    private List<Message> receive() throws IOException {
        byte[] bytes = Sockets.receive(socket, LARGEST);
        ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.nativeOrder());
        List<Message> messages = new ArrayList<>();
        int at = 0;
        while (at + HEADER <= bytes.length) {
            int length = buffer.getInt(at);
            if (length < HEADER || at + length > bytes.length) {
                break;
            }
            messages.add(new Message(
                    Short.toUnsignedInt(buffer.getShort(at + 4)),
                    buffer.getInt(at + 8),
                    Arrays.copyOfRange(bytes, at + HEADER, at + length)));
            at += length + 3 & ~3;
        }
        return messages;
    }

    @Override
    public void close() throws IOException {
        OPEN.remove(port);
        Descriptors.close(socket);
    }
}

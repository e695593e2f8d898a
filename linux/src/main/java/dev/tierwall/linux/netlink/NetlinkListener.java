package dev.tierwall.linux.netlink;

import dev.tierwall.linux.libc.Descriptors;
import dev.tierwall.linux.libc.Errno;
import dev.tierwall.linux.libc.Sockets;
import dev.tierwall.linux.libc.SystemCallException;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * A thread that hears what the kernel tells unasked, in the network namespace of the thread that started it. It waits in
 * the kernel and nowhere else, as long as its receiver does not wait.
 */
public final class NetlinkListener implements AutoCloseable {

    private static final int SOL_SOCKET = 1;
    private static final int RCVBUF = 8;
    private static final int RCVBUFFORCE = 33;
    private static final int SOL_NETLINK = 270;
    private static final int ADD_MEMBERSHIP = 1;
    private static final int HEADER = 16;
    private static final int LARGEST = 1 << 18;

    private final int socket;
    private final int stop;
    private final Receiver receiver;
    private final Thread thread;
    private boolean closed;

    private NetlinkListener(String name, int socket, int stop, Receiver receiver) {
        this.socket = socket;
        this.stop = stop;
        this.receiver = receiver;
        thread = Thread.ofPlatform().name(name).daemon().unstarted(this::listen);
    }

    /** Who hears. Both are called by the listener's thread. */
    public interface Receiver {

        /**
         * A message.
         *
         * @param type its type
         * @param bytes a buffer, in network order, that is used again for the next
         * @param from where the message starts after its header
         * @param to where it ends
         */
        void hear(int type, ByteBuffer bytes, int from, int to);

        /** The buffer was full: some messages before the next are lost. */
        void lose();
    }

    /** What is done with the socket before it hears anything. */
    @FunctionalInterface
    public interface Setup {
        void of(int socket) throws IOException;
    }

    /**
     * Starts to listen.
     *
     * @param name the name of the thread
     * @param bufferBytes how much the kernel keeps while the thread is busy; less where that is not permitted
     * @param setup subscribes the socket
     * @param receiver who hears
     */
    public static NetlinkListener start(String name, int bufferBytes, Setup setup, Receiver receiver)
            throws IOException {
        int socket = Sockets.open(Sockets.AF_NETLINK, Sockets.SOCK_RAW | Sockets.SOCK_CLOEXEC, NetlinkSocket.NETFILTER);
        try {
            byte[] anyone = new byte[12];
            ByteBuffer.wrap(anyone).order(ByteOrder.nativeOrder()).putShort((short) Sockets.AF_NETLINK);
            Sockets.bind(socket, anyone);
            buffer(socket, bufferBytes);
            setup.of(socket);
            NetlinkListener listener = new NetlinkListener(name, socket, Descriptors.event(), receiver);
            listener.thread.start();
            return listener;
        } catch (IOException refused) {
            Descriptors.close(socket);
            throw refused;
        }
    }

    private static void buffer(int socket, int bytes) throws IOException {
        try {
            Sockets.option(socket, SOL_SOCKET, RCVBUFFORCE, bytes);
        } catch (SystemCallException refused) {
            if (refused.errno() != Errno.EPERM) {
                throw refused;
            }
            Sockets.option(socket, SOL_SOCKET, RCVBUF, bytes);
        }
    }

    /** Subscribes a socket to a group of messages, by the group's number. */
    public static void join(int socket, int group) throws IOException {
        Sockets.option(socket, SOL_NETLINK, ADD_MEMBERSHIP, group);
    }

    /** The flags of the header before a message that is heard. */
    public static int flags(ByteBuffer bytes, int from) {
        short flags = bytes.getShort(from - HEADER + 6);
        return Short.toUnsignedInt(ByteOrder.nativeOrder() == bytes.order() ? flags : Short.reverseBytes(flags));
    }

    private void listen() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment segment = arena.allocate(LARGEST, 8);
            ByteBuffer bytes = segment.asByteBuffer();
            while (Descriptors.await(socket, Descriptors.READABLE, stop)) {
                try {
                    take(bytes, Sockets.receive(socket, segment));
                } catch (SystemCallException failure) {
                    if (failure.errno() == Errno.ENOBUFS) {
                        receiver.lose();
                    } else if (failure.errno() != Errno.EINTR && failure.errno() != Errno.EAGAIN) {
                        throw failure;
                    }
                }
            }
        } catch (IOException bug) {
            throw new IllegalStateException("the kernel's messages cannot be received", bug);
        } finally {
            release();
        }
    }

    private void take(ByteBuffer bytes, int length) {
        int at = 0;
        while (at + HEADER <= length) {
            int size = bytes.order(ByteOrder.nativeOrder()).getInt(at);
            int type = Short.toUnsignedInt(bytes.getShort(at + 4));
            if (size < HEADER || at + size > length) {
                return;
            }
            receiver.hear(type, bytes.order(ByteOrder.BIG_ENDIAN), at + HEADER, at + size);
            at += (size + 3) & ~3;
        }
    }

    private synchronized void release() {
        closed = true;
        try {
            Descriptors.close(socket);
            Descriptors.close(stop);
        } catch (IOException bug) {
            throw new IllegalStateException("a descriptor was closed by somebody else", bug);
        }
    }

    /** Stops listening. */
    @Override
    public void close() throws IOException {
        synchronized (this) {
            if (!closed) {
                Descriptors.happen(stop);
            }
        }
        try {
            thread.join();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}

package dev.tierwall.linux.netlink;

import dev.tierwall.linux.libc.Descriptors;
import dev.tierwall.linux.libc.Errno;
import dev.tierwall.linux.libc.Sockets;
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

    private static final int HEADER = 16;
    private static final int LARGEST = 1 << 18;

    /** In a flood there is always more to read; now and then it must be seen whether to stop. */
    private static final int UNTIL_LOOKING_UP = 256;

    private final NetlinkSocket socket;
    private final int stop;
    private final Receiver receiver;
    private final Thread thread;
    private boolean closed;

    private NetlinkListener(String name, NetlinkSocket socket, int stop, Receiver receiver) {
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
        void of(NetlinkSocket socket) throws IOException;
    }

    /**
     * Starts to listen to messages of netfilter.
     *
     * @param name the name of the thread
     * @param bufferBytes how much the kernel keeps while the thread is busy; less where that is not permitted
     * @param setup subscribes the socket
     * @param receiver who hears
     */
    public static NetlinkListener start(String name, int bufferBytes, Setup setup, Receiver receiver)
            throws IOException {
        NetlinkSocket socket = NetlinkSocket.open(NetlinkSocket.NETFILTER);
        try {
            socket.keep(bufferBytes);
            setup.of(socket);
            NetlinkListener listener = new NetlinkListener(name, socket, Descriptors.event(), receiver);
            listener.thread.start();
            return listener;
        } catch (IOException refused) {
            socket.close();
            throw refused;
        }
    }

    /** The flags of the header before a message that is heard. */
    public static int flags(ByteBuffer bytes, int from) {
        short flags = bytes.getShort(from - HEADER + 6);
        return Short.toUnsignedInt(ByteOrder.nativeOrder() == bytes.order() ? flags : Short.reverseBytes(flags));
    }

    /** The number of the socket whose request led to a message that is heard. */
    public static int port(ByteBuffer bytes, int from) {
        int port = bytes.getInt(from - HEADER + 12);
        return ByteOrder.nativeOrder() == bytes.order() ? port : Integer.reverseBytes(port);
    }

    private void listen() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment segment = arena.allocate(LARGEST, 8);
            ByteBuffer bytes = segment.asByteBuffer();
            while (Descriptors.await(socket.descriptor(), Descriptors.READABLE, stop)) {
                for (int i = 0; i < UNTIL_LOOKING_UP; i++) {
                    int length = Sockets.receiveAtOnce(socket.descriptor(), segment);
                    if (length == -Errno.EAGAIN) {
                        break;
                    } else if (length == -Errno.ENOBUFS) {
                        receiver.lose();
                    } else if (length >= 0) {
                        take(bytes, length);
                    } else if (length != -Errno.EINTR) {
                        throw new IllegalStateException("cannot hear the kernel: " + Errno.words(-length));
                    }
                }
            }
        } catch (IOException bug) {
            throw new IllegalStateException("cannot wait for the kernel", bug);
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
            socket.close();
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

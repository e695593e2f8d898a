package dev.tierwall.linux.netlink;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;

/** The few calls of the C library that the JDK has no way to make. Each fails with the system's own words. */
@SuppressWarnings("restricted") // calling C is what this class is for
public final class Libc {

    /** In {@link #socket}: netlink. */
    public static final int AF_NETLINK = 16;

    /** In {@link #socket}: raw packets. */
    public static final int SOCK_RAW = 3;

    /** In {@link #socket}: closed when another program is started. */
    public static final int SOCK_CLOEXEC = 0x80000;

    /** In {@link #unshare}: a new network namespace. */
    public static final int CLONE_NEWNET = 0x40000000;

    /** A receive time-out has run out. */
    public static final int EAGAIN = 11;

    private static final Linker LINKER = Linker.nativeLinker();
    private static final StructLayout CALL_STATE = Linker.Option.captureStateLayout();
    private static final VarHandle ERRNO = CALL_STATE.varHandle(MemoryLayout.PathElement.groupElement("errno"));

    private static final MethodHandle SOCKET =
            handle("socket", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT));
    private static final MethodHandle BIND =
            handle("bind", FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT));
    private static final MethodHandle SENDTO = handle(
            "sendto", FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT, ADDRESS, JAVA_INT));
    private static final MethodHandle RECV =
            handle("recv", FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT));
    private static final MethodHandle SETSOCKOPT =
            handle("setsockopt", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT));
    private static final MethodHandle CLOSE = handle("close", FunctionDescriptor.of(JAVA_INT, JAVA_INT));
    private static final MethodHandle UNSHARE = handle("unshare", FunctionDescriptor.of(JAVA_INT, JAVA_INT));
    private static final MethodHandle GETTID = handle("gettid", FunctionDescriptor.of(JAVA_INT));
    private static final MethodHandle STRERROR = LINKER.downcallHandle(
            LINKER.defaultLookup().findOrThrow("strerror"), FunctionDescriptor.of(ADDRESS, JAVA_INT));

    private Libc() {}

    private static MethodHandle handle(String name, FunctionDescriptor type) {
        return LINKER.downcallHandle(
                LINKER.defaultLookup().findOrThrow(name), type, Linker.Option.captureCallState("errno"));
    }

    /** A call that gives a number below 0 where it fails, and then says why in {@code errno}. */
    @FunctionalInterface
    private interface Call {
        long make(MemorySegment state, Arena arena) throws Throwable;
    }

    private static long call(String name, Call call) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = arena.allocate(CALL_STATE);
            long result = invoke(call, state, arena);
            if (result < 0) {
                int errno = (int) ERRNO.get(state, 0L);
                throw new SystemCallException(name, errno, words(errno));
            }
            return result;
        }
    }

    private static long invoke(Call call, MemorySegment state, Arena arena) {
        try {
            return call.make(state, arena);
        } catch (RuntimeException | Error bug) {
            throw bug;
        } catch (Throwable impossible) {
            throw new IllegalStateException("a call of the C library threw", impossible);
        }
    }

    /** The system's words for an error number. */
    static String words(int errno) {
        try {
            MemorySegment text = (MemorySegment) STRERROR.invokeExact(errno);
            return text.reinterpret(256).getString(0);
        } catch (RuntimeException | Error bug) {
            throw bug;
        } catch (Throwable impossible) {
            throw new IllegalStateException("strerror threw", impossible);
        }
    }

    /** A socket in the network namespace of the calling thread; it stays there. */
    public static int socket(int domain, int type, int protocol) throws IOException {
        return (int) call("socket", (state, arena) -> (int) SOCKET.invokeExact(state, domain, type, protocol));
    }

    /** Binds a socket to an address as the kernel lays it out. */
    public static void bind(int socket, byte[] address) throws IOException {
        call("bind", (state, arena) -> {
            MemorySegment there = arena.allocateFrom(ValueLayout.JAVA_BYTE, address);
            return (int) BIND.invokeExact(state, socket, there, address.length);
        });
    }

    /** Sends one packet; to the address that the socket is connected to if none is given. */
    public static void send(int socket, byte[] packet, byte[] address) throws IOException {
        call("sendto", (state, arena) -> {
            MemorySegment bytes = arena.allocateFrom(ValueLayout.JAVA_BYTE, packet);
            MemorySegment to =
                    address.length == 0 ? MemorySegment.NULL : arena.allocateFrom(ValueLayout.JAVA_BYTE, address);
            return (long) SENDTO.invokeExact(state, socket, bytes, (long) packet.length, 0, to, address.length);
        });
    }

    /** Receives one packet of at most so many bytes. */
    public static byte[] receive(int socket, int most) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment buffer = arena.allocate(most);
            long length =
                    call("recv", (state, inner) -> (long) RECV.invokeExact(state, socket, buffer, (long) most, 0));
            return buffer.asSlice(0, length).toArray(ValueLayout.JAVA_BYTE);
        }
    }

    /** Sets an option whose value is a number. */
    public static void option(int socket, int level, int name, int value) throws IOException {
        call("setsockopt", (state, arena) -> {
            MemorySegment there = arena.allocateFrom(JAVA_INT, value);
            return (int) SETSOCKOPT.invokeExact(state, socket, level, name, there, 4);
        });
    }

    /** Lets receiving fail with {@link #EAGAIN} after so many milliseconds. */
    public static void receiveTimeout(int socket, long millis) throws IOException {
        int solSocket = 1;
        int soRcvtimeo = 20;
        call("setsockopt", (state, arena) -> {
            MemorySegment there = arena.allocateFrom(JAVA_LONG, millis / 1000, millis % 1000 * 1000);
            return (int) SETSOCKOPT.invokeExact(state, socket, solSocket, soRcvtimeo, there, 16);
        });
    }

    /** Closes a file or socket. */
    public static void close(int descriptor) throws IOException {
        call("close", (state, arena) -> (int) CLOSE.invokeExact(state, descriptor));
    }

    /** Moves the calling thread, and no other, into new namespaces. */
    public static void unshare(int flags) throws IOException {
        call("unshare", (state, arena) -> (int) UNSHARE.invokeExact(state, flags));
    }

    /** The system's number of the calling thread. */
    public static int threadId() throws IOException {
        return (int) call("gettid", (state, arena) -> (int) GETTID.invokeExact(state));
    }
}

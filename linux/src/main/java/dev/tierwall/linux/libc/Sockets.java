package dev.tierwall.linux.libc;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/** Sockets of the kinds that the JDK does not know. */
public final class Sockets {

    /** In {@link #open}: netlink. */
    public static final int AF_NETLINK = 16;

    /** In {@link #open}: raw packets. */
    public static final int SOCK_RAW = 3;

    /** In {@link #open}: closed when another program is started. */
    public static final int SOCK_CLOEXEC = 0x80000;

    private static final int MSG_DONTWAIT = 0x40;

    private static final MethodHandle SOCKET =
            Native.function("socket", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT));
    private static final MethodHandle BIND =
            Native.function("bind", FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT));
    private static final MethodHandle SENDTO = Native.function(
            "sendto", FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT, ADDRESS, JAVA_INT));
    private static final MethodHandle RECV =
            Native.function("recv", FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT));
    private static final MethodHandle SETSOCKOPT = Native.function(
            "setsockopt", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT));

    private static final MethodHandle GETSOCKOPT = Native.function(
            "getsockopt", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS, ADDRESS));

    private Sockets() {}

    /** A socket in the network namespace of the calling thread; it stays there. */
    public static int open(int domain, int type, int protocol) throws IOException {
        return (int) Native.call("socket", (state, arena) -> (int) SOCKET.invokeExact(state, domain, type, protocol));
    }

    /** Binds a socket to an address as the kernel lays it out. */
    public static void bind(int socket, byte[] address) throws IOException {
        Native.call("bind", (state, arena) -> {
            MemorySegment there = arena.allocateFrom(JAVA_BYTE, address);
            return (int) BIND.invokeExact(state, socket, there, address.length);
        });
    }

    /** Sends one packet; to the address that the socket is connected to if none is given. */
    public static void send(int socket, byte[] packet, byte[] address) throws IOException {
        Native.call("sendto", (state, arena) -> {
            MemorySegment bytes = arena.allocateFrom(JAVA_BYTE, packet);
            MemorySegment to = address.length == 0 ? MemorySegment.NULL : arena.allocateFrom(JAVA_BYTE, address);
            return (long) SENDTO.invokeExact(state, socket, bytes, (long) packet.length, 0, to, address.length);
        });
    }

    /** Receives one packet of at most so many bytes. */
    public static byte[] receive(int socket, int most) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment buffer = arena.allocate(most);
            long length = Native.call(
                    "recv", (state, inner) -> (long) RECV.invokeExact(state, socket, buffer, (long) most, 0));
            return buffer.asSlice(0, length).toArray(JAVA_BYTE);
        }
    }

    /** Receives one packet into a buffer if there is one; gives its length, or the number of the error below 0. */
    public static int receiveAtOnce(int socket, MemorySegment buffer) {
        return (int) Native.attempt(
                (state, arena) -> (long) RECV.invokeExact(state, socket, buffer, buffer.byteSize(), MSG_DONTWAIT));
    }

    /** Sets an option whose value is a number. */
    public static void option(int socket, int level, int name, int value) throws IOException {
        Native.call("setsockopt", (state, arena) -> {
            MemorySegment there = arena.allocateFrom(JAVA_INT, value);
            return (int) SETSOCKOPT.invokeExact(state, socket, level, name, there, 4);
        });
    }

    /** The value of an option that is a number. */
    public static int option(int socket, int level, int name) throws IOException {
        int[] value = new int[1];
        Native.call("getsockopt", (state, arena) -> {
            MemorySegment there = arena.allocate(JAVA_INT);
            MemorySegment length = arena.allocateFrom(JAVA_INT, 4);
            int result = (int) GETSOCKOPT.invokeExact(state, socket, level, name, there, length);
            value[0] = there.get(JAVA_INT, 0);
            return result;
        });
        return value[0];
    }

    /** Lets receiving fail with {@link Errno#EAGAIN} after so many milliseconds. */
    public static void receiveTimeout(int socket, long millis) throws IOException {
        int solSocket = 1;
        int soRcvtimeo = 20;
        Native.call("setsockopt", (state, arena) -> {
            MemorySegment there = arena.allocateFrom(JAVA_LONG, millis / 1000, millis % 1000 * 1000);
            return (int) SETSOCKOPT.invokeExact(state, socket, solSocket, soRcvtimeo, there, 16);
        });
    }
}

package dev.tierwall.linux.libc;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

/** Open files, pipes and events by their numbers. None is handed on to programs that are started. */
public final class Descriptors {

    /** In {@link #open}: to read. */
    public static final int READ = 0;

    /** In {@link #open}: to read and write. */
    public static final int READ_WRITE = 2;

    /** In {@link #open}: a terminal does not become that of the process. */
    public static final int NO_CONTROL = 0x100;

    /** In {@link #await}: there is something to read. */
    public static final int READABLE = 1;

    /** In {@link #await}: there is room to write. */
    public static final int WRITABLE = 4;

    private static final int CLOEXEC = 0x80000;
    private static final int NONBLOCK = 0x800;
    private static final int F_SETFL = 4;
    private static final int F_DUPFD_CLOEXEC = 1030;

    private static final MethodHandle OPEN =
            Native.variadic("open", FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT), 2);
    private static final MethodHandle CLOSE = Native.function("close", FunctionDescriptor.of(JAVA_INT, JAVA_INT));
    private static final MethodHandle READ_CALL =
            Native.function("read", FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG));
    private static final MethodHandle WRITE_CALL =
            Native.function("write", FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG));
    private static final MethodHandle PIPE2 =
            Native.function("pipe2", FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT));
    private static final MethodHandle EVENTFD =
            Native.function("eventfd", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT));
    private static final MethodHandle POLL =
            Native.function("poll", FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT));
    private static final MethodHandle FCNTL =
            Native.variadic("fcntl", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT), 2);

    private Descriptors() {}

    /**
     * The two ends of a pipe.
     *
     * @param output what is written here
     * @param input is read here
     */
    public record Ends(int output, int input) {}

    /** Opens a file. */
    public static int open(String path, int flags) throws IOException {
        return (int) Native.call("open " + path, (state, arena) -> {
            MemorySegment there = arena.allocateFrom(path);
            return (int) OPEN.invokeExact(state, there, flags | CLOEXEC, 0);
        });
    }

    /** Closes a file, pipe or socket. */
    public static void close(int descriptor) throws IOException {
        Native.call("close", (state, arena) -> (int) CLOSE.invokeExact(state, descriptor));
    }

    /** A pipe. */
    public static Ends pipe() throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment two = arena.allocate(JAVA_INT, 2);
            Native.call("pipe2", (state, inner) -> (int) PIPE2.invokeExact(state, two, CLOEXEC));
            return new Ends(two.getAtIndex(JAVA_INT, 1), two.getAtIndex(JAVA_INT, 0));
        }
    }

    /** An event that has not happened; it is {@link #READABLE} from {@link #happen} on. */
    public static int event() throws IOException {
        return (int) Native.call("eventfd", (state, arena) -> (int) EVENTFD.invokeExact(state, 0, CLOEXEC | NONBLOCK));
    }

    /** Lets an event happen. */
    public static void happen(int event) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment one = arena.allocateFrom(JAVA_LONG, 1);
            Native.call("write", (state, inner) -> (long) WRITE_CALL.invokeExact(state, event, one, 8L));
        }
    }

    /** Lets reading and writing fail with {@link Errno#EAGAIN} instead of waiting. */
    public static void withoutWaiting(int descriptor) throws IOException {
        Native.call("fcntl", (state, arena) -> (int) FCNTL.invokeExact(state, descriptor, F_SETFL, NONBLOCK));
    }

    /** A second number for the same open file. */
    public static int duplicate(int descriptor) throws IOException {
        return (int)
                Native.call("fcntl", (state, arena) -> (int) FCNTL.invokeExact(state, descriptor, F_DUPFD_CLOEXEC, 3));
    }

    /** Reads what is there, or waits for the first byte; nothing at the end. */
    public static byte[] read(int descriptor, int most) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment buffer = arena.allocate(most);
            long length = Native.call(
                    "read", (state, inner) -> (long) READ_CALL.invokeExact(state, descriptor, buffer, (long) most));
            return buffer.asSlice(0, length).toArray(JAVA_BYTE);
        }
    }

    /** Writes as many bytes from a place on as there is room for; gives how many. */
    public static int write(int descriptor, byte[] bytes, int from) throws IOException {
        return (int) Native.call("write", (state, arena) -> {
            MemorySegment rest = arena.allocate(bytes.length - from);
            MemorySegment.copy(bytes, from, rest, JAVA_BYTE, 0, bytes.length - from);
            return (long) WRITE_CALL.invokeExact(state, descriptor, rest, rest.byteSize());
        });
    }

    /**
     * Waits until a descriptor is ready, has ended or is broken, or until an event happens.
     *
     * @param descriptor what to wait for
     * @param readiness {@link #READABLE} or {@link #WRITABLE}
     * @param event the event that ends the waiting
     * @return whether it is the descriptor and not the event
     */
    public static boolean await(int descriptor, int readiness, int event) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment both = arena.allocate(16, 4);
            both.set(JAVA_INT, 0, descriptor);
            both.set(ValueLayout.JAVA_SHORT, 4, (short) readiness);
            both.set(JAVA_INT, 8, event);
            both.set(ValueLayout.JAVA_SHORT, 12, (short) READABLE);
            while (true) {
                try {
                    Native.call("poll", (state, inner) -> (int) POLL.invokeExact(state, both, 2L, -1));
                    return both.get(ValueLayout.JAVA_SHORT, 14) == 0;
                } catch (SystemCallException interrupted) {
                    if (interrupted.errno() != Errno.EINTR) {
                        throw interrupted;
                    }
                }
            }
        }
    }
}

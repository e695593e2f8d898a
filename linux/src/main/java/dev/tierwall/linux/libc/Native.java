package dev.tierwall.linux.libc;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;

/** How functions of the C library are called. Each fails with the system's own words. */
@SuppressWarnings("restricted") // calling C is what this package is for
final class Native {

    private static final Linker LINKER = Linker.nativeLinker();
    private static final StructLayout CALL_STATE = Linker.Option.captureStateLayout();
    private static final VarHandle ERRNO = CALL_STATE.varHandle(MemoryLayout.PathElement.groupElement("errno"));

    private Native() {}

    /** A function that gives a number below 0 where it fails, and then says why in {@code errno}. */
    static MethodHandle function(String name, FunctionDescriptor type) {
        return LINKER.downcallHandle(
                LINKER.defaultLookup().findOrThrow(name), type, Linker.Option.captureCallState("errno"));
    }

    /** Such a function, whose arguments from one on are as many as it is given. */
    static MethodHandle variadic(String name, FunctionDescriptor type, int first) {
        return LINKER.downcallHandle(
                LINKER.defaultLookup().findOrThrow(name),
                type,
                Linker.Option.captureCallState("errno"),
                Linker.Option.firstVariadicArg(first));
    }

    /** A function that gives the number of the error itself, or 0. */
    static MethodHandle plain(String name, FunctionDescriptor type) {
        return LINKER.downcallHandle(LINKER.defaultLookup().findOrThrow(name), type);
    }

    /** A call of a {@link #function}. */
    @FunctionalInterface
    interface Call {
        long make(MemorySegment state, Arena arena) throws Throwable;
    }

    static long call(String name, Call call) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = arena.allocate(CALL_STATE);
            long result = invoke(call, state, arena);
            if (result < 0) {
                throw new SystemCallException(name, (int) ERRNO.get(state, 0L));
            }
            return result;
        }
    }

    /** The same for where failure is usual: gives the number of the error below 0. */
    static long attempt(Call call) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = arena.allocate(CALL_STATE);
            long result = invoke(call, state, arena);
            return result < 0 ? -(int) ERRNO.get(state, 0L) : result;
        }
    }

    /** Calls a {@link #plain} function. */
    static void check(String name, Call call) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            long error = invoke(call, MemorySegment.NULL, arena);
            if (error != 0) {
                throw new SystemCallException(name, (int) error);
            }
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
}

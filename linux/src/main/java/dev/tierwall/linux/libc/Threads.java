package dev.tierwall.linux.libc;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.io.IOException;
import java.lang.foreign.FunctionDescriptor;
import java.lang.invoke.MethodHandle;

/** The calling thread, as the system sees it. */
public final class Threads {

    /** In {@link #unshare} and {@link #enter}: a network namespace. */
    public static final int CLONE_NEWNET = 0x40000000;

    private static final MethodHandle UNSHARE = Native.function("unshare", FunctionDescriptor.of(JAVA_INT, JAVA_INT));
    private static final MethodHandle SETNS =
            Native.function("setns", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT));
    private static final MethodHandle GETTID = Native.function("gettid", FunctionDescriptor.of(JAVA_INT));

    private Threads() {}

    /** Moves the calling thread, and no other, into new namespaces. */
    public static void unshare(int flags) throws IOException {
        Native.call("unshare", (state, arena) -> (int) UNSHARE.invokeExact(state, flags));
    }

    /** Moves the calling thread, and no other, into the namespace that a descriptor stands for. */
    public static void enter(int descriptor, int flags) throws IOException {
        Native.call("setns", (state, arena) -> (int) SETNS.invokeExact(state, descriptor, flags));
    }

    /** The system's number of the calling thread. */
    public static int id() throws IOException {
        return (int) Native.call("gettid", (state, arena) -> (int) GETTID.invokeExact(state));
    }
}

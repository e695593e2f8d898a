package dev.tierwall.linux.libc;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.io.IOException;
import java.lang.foreign.FunctionDescriptor;
import java.lang.invoke.MethodHandle;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;

/**
 * Waits for the rest of the kernel. A packet is handled within one critical section of the kernel's read-copy-update, and
 * {@code membarrier(2)} returns when all such sections that had begun are over.
 */
public final class Barrier {

    /** {@code MEMBARRIER_CMD_GLOBAL}. */
    private static final long GLOBAL = 1;

    /** The number of the call, which has no function of its own in the C library, where it is not that of new machines. */
    private static final Map<String, Long> NUMBERS = Map.of("amd64", 324L, "ppc64le", 365L, "s390x", 356L);

    private static final long NUMBER = NUMBERS.getOrDefault(System.getProperty("os.arch", ""), 283L);

    /** Far longer than any packet takes, for machines where the call is not to be had (with {@code nohz_full}). */
    private static final long LONG_ENOUGH_NANOS = 100_000_000;

    private static final MethodHandle SYSCALL =
            Native.variadic("syscall", FunctionDescriptor.of(JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_INT, JAVA_INT), 1);

    private Barrier() {}

    /** Returns when every packet that was on its way through the kernel is done: mostly after some 10 ms. */
    public static void passPacketsOnTheirWay() {
        try {
            Native.call("membarrier", (state, arena) -> (long) SYSCALL.invokeExact(state, NUMBER, GLOBAL, 0, 0));
        } catch (IOException notHere) {
            LockSupport.parkNanos(LONG_ENOUGH_NANOS);
        }
    }
}

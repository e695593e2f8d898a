package dev.tierwall.linux.libc;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

/** The system's numbers of errors, and its words for them. */
@SuppressWarnings("restricted") // calling C is what this package is for
public final class Errno {

    /** Not permitted. */
    public static final int EPERM = 1;

    /** No such thing. */
    public static final int ENOENT = 2;

    /** No such process. */
    public static final int ESRCH = 3;

    /** A signal came first. */
    public static final int EINTR = 4;

    /** Nothing more to read from a terminal that everybody has closed. */
    public static final int EIO = 5;

    /** Nothing there yet, or a time-out has run out. */
    public static final int EAGAIN = 11;

    /** It is there already. */
    public static final int EEXIST = 17;

    /** No such device. */
    public static final int ENODEV = 19;

    /** The other end reads no more. */
    public static final int EPIPE = 32;

    /** Somebody has this address. */
    public static final int EADDRINUSE = 98;

    /** A buffer was full, and something is lost. */
    public static final int ENOBUFS = 105;

    private static final MethodHandle STRERROR = Linker.nativeLinker()
            .downcallHandle(
                    Linker.nativeLinker().defaultLookup().findOrThrow("strerror"),
                    FunctionDescriptor.of(ValueLayout.ADDRESS, ValueLayout.JAVA_INT));

    private Errno() {}

    /** The system's words for an error number. */
    public static String words(int errno) {
        try {
            MemorySegment text = (MemorySegment) STRERROR.invokeExact(errno);
            return text.reinterpret(256).getString(0);
        } catch (RuntimeException | Error bug) {
            throw bug;
        } catch (Throwable impossible) {
            throw new IllegalStateException("strerror threw", impossible);
        }
    }
}

package dev.tierwall.linux.libc;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

/**
 * A terminal that is a program's.
 *
 * @param master where a person would sit: what is written here the program reads, and the other way round
 * @param path the file that the program opens as its terminal
 */
public record PseudoTerminal(int master, String path) {

    private static final long TIOCSWINSZ = 0x5414;

    private static final MethodHandle POSIX_OPENPT =
            Native.function("posix_openpt", FunctionDescriptor.of(JAVA_INT, JAVA_INT));
    private static final MethodHandle GRANTPT = Native.function("grantpt", FunctionDescriptor.of(JAVA_INT, JAVA_INT));
    private static final MethodHandle UNLOCKPT = Native.function("unlockpt", FunctionDescriptor.of(JAVA_INT, JAVA_INT));
    private static final MethodHandle PTSNAME =
            Native.plain("ptsname_r", FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS, JAVA_LONG));
    private static final MethodHandle IOCTL =
            Native.variadic("ioctl", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_LONG, ADDRESS), 2);

    /** A new terminal. */
    public static PseudoTerminal open() throws IOException {
        int flags = Descriptors.READ_WRITE | Descriptors.NO_CONTROL | Sockets.SOCK_CLOEXEC;
        int master = (int) Native.call("posix_openpt", (state, arena) -> (int) POSIX_OPENPT.invokeExact(state, flags));
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment name = arena.allocate(128);
            Native.call("grantpt", (state, inner) -> (int) GRANTPT.invokeExact(state, master));
            Native.call("unlockpt", (state, inner) -> (int) UNLOCKPT.invokeExact(state, master));
            Native.check("ptsname_r", (state, inner) -> (int) PTSNAME.invokeExact(master, name, 128L));
            return new PseudoTerminal(master, name.getString(0));
        } catch (IOException refused) {
            Descriptors.close(master);
            throw refused;
        }
    }

    /** Tells the terminal its size; the programs on it get a signal. */
    public void resize(int columns, int rows) throws IOException {
        Native.call("ioctl TIOCSWINSZ", (state, arena) -> {
            MemorySegment size =
                    arena.allocateFrom(ValueLayout.JAVA_SHORT, (short) rows, (short) columns, (short) 0, (short) 0);
            return (int) IOCTL.invokeExact(state, master, TIOCSWINSZ, size);
        });
    }
}

package dev.tierwall.linux.libc;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.util.List;
import java.util.Optional;

/** Processes that this one starts. They are in the namespaces of the thread that starts them. */
public final class Children {

    /** In {@link #signal}: ends a process without asking it. */
    public static final int SIGKILL = 9;

    /** In {@link #signal}: asks a process to end. */
    public static final int SIGTERM = 15;

    /** Room for the structures of the C library, the largest of which has 336 bytes. */
    private static final long STRUCTURE = 1024;

    private static final long SIGSET = 128;
    private static final int SETSIGDEF_SETSIGMASK_SETSID = 0x04 | 0x08 | 0x80;
    private static final int P_PID = 1;
    private static final int WEXITED = 4;
    private static final int WNOWAIT = 0x01000000;
    private static final int CLD_EXITED = 1;

    private static final MethodHandle SPAWN = Native.plain(
            "posix_spawnp", FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS, ADDRESS, ADDRESS, ADDRESS, ADDRESS));
    private static final MethodHandle ACTIONS_INIT = onOne("posix_spawn_file_actions_init");
    private static final MethodHandle ACTIONS_DESTROY = onOne("posix_spawn_file_actions_destroy");
    private static final MethodHandle ADD_DUP2 = Native.plain(
            "posix_spawn_file_actions_adddup2", FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT));
    private static final MethodHandle ADD_OPEN = Native.plain(
            "posix_spawn_file_actions_addopen",
            FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT));
    private static final MethodHandle ADD_CHDIR =
            Native.plain("posix_spawn_file_actions_addchdir_np", FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS));
    private static final MethodHandle ADD_CLOSEFROM = Native.plain(
            "posix_spawn_file_actions_addclosefrom_np", FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT));
    private static final MethodHandle ATTR_INIT = onOne("posix_spawnattr_init");
    private static final MethodHandle ATTR_DESTROY = onOne("posix_spawnattr_destroy");
    private static final MethodHandle SET_FLAGS =
            Native.plain("posix_spawnattr_setflags", FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_SHORT));
    private static final MethodHandle SET_SIGDEFAULT =
            Native.plain("posix_spawnattr_setsigdefault", FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS));
    private static final MethodHandle SET_SIGMASK =
            Native.plain("posix_spawnattr_setsigmask", FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS));
    private static final MethodHandle WAITID =
            Native.function("waitid", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT));
    private static final MethodHandle KILL =
            Native.function("kill", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT));

    private Children() {}

    private static MethodHandle onOne(String name) {
        return Native.plain(name, FunctionDescriptor.of(JAVA_INT, ADDRESS));
    }

    /**
     * What to start.
     *
     * @param arguments the program, which is looked for in PATH, and its arguments
     * @param environment its whole environment, as {@code NAME=VALUE}
     * @param folder where it starts
     * @param files its files
     */
    public record Start(List<String> arguments, List<String> environment, Optional<String> folder, Files files) {}

    /** What a program has as standard input, output and errors. Nothing else that is open here is open there. */
    public sealed interface Files {

        /** Descriptors of this process. */
        record Given(int in, int out, int err) implements Files {}

        /** A terminal, which becomes that of the session, or else is left to whoever takes it. */
        record Terminal(String path, boolean ofSession) implements Files {}
    }

    /** Starts a program as the leader of a session of its own, so also of a group; gives its number. */
    public static int start(Start start) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment actions = arena.allocate(STRUCTURE, 16);
            MemorySegment attributes = arena.allocate(STRUCTURE, 16);
            MemorySegment pid = arena.allocate(JAVA_INT);
            Native.check("posix_spawn_file_actions_init", (s, a) -> (int) ACTIONS_INIT.invokeExact(actions));
            Native.check("posix_spawnattr_init", (s, a) -> (int) ATTR_INIT.invokeExact(attributes));
            try {
                addActions(actions, start, arena);
                asLeader(attributes, arena);
                MemorySegment program = arena.allocateFrom(start.arguments.getFirst());
                MemorySegment arguments = strings(start.arguments, arena);
                MemorySegment environment = strings(start.environment, arena);
                Native.check("start " + start.arguments.getFirst(), (s, a) ->
                        (int) SPAWN.invokeExact(pid, program, actions, attributes, arguments, environment));
                return pid.get(JAVA_INT, 0);
            } finally {
                Native.check("posix_spawn_file_actions_destroy", (s, a) -> (int) ACTIONS_DESTROY.invokeExact(actions));
                Native.check("posix_spawnattr_destroy", (s, a) -> (int) ATTR_DESTROY.invokeExact(attributes));
            }
        }
    }

    private static MemorySegment strings(List<String> texts, Arena arena) {
        MemorySegment array = arena.allocate(ADDRESS, texts.size() + 1L);
        for (int i = 0; i < texts.size(); i++) {
            array.setAtIndex(ADDRESS, i, arena.allocateFrom(texts.get(i)));
        }
        return array;
    }

    private static void addActions(MemorySegment actions, Start start, Arena arena) throws IOException {
        switch (start.files) {
            case Files.Given(int in, int out, int err) -> {
                duplicate(actions, in, 0);
                duplicate(actions, out, 1);
                duplicate(actions, err, 2);
            }
            case Files.Terminal(String path, boolean ofSession) -> {
                // The leader of a session without a terminal that opens one takes it as the session's.
                int flags = Descriptors.READ_WRITE | (ofSession ? 0 : Descriptors.NO_CONTROL);
                MemorySegment there = arena.allocateFrom(path);
                Native.check("addopen", (s, a) -> (int) ADD_OPEN.invokeExact(actions, 0, there, flags, 0));
                duplicate(actions, 0, 1);
                duplicate(actions, 0, 2);
            }
        }
        if (start.folder.isPresent()) {
            MemorySegment folder = arena.allocateFrom(start.folder.get());
            Native.check("addchdir", (s, a) -> (int) ADD_CHDIR.invokeExact(actions, folder));
        }
        Native.check("addclosefrom", (s, a) -> (int) ADD_CLOSEFROM.invokeExact(actions, 3));
    }

    private static void duplicate(MemorySegment actions, int from, int to) throws IOException {
        Native.check("adddup2", (s, a) -> (int) ADD_DUP2.invokeExact(actions, from, to));
    }

    /** A session of its own, and no signal that is blocked or ignored only because it is so here. */
    private static void asLeader(MemorySegment attributes, Arena arena) throws IOException {
        MemorySegment none = arena.allocate(SIGSET, 8);
        MemorySegment all = arena.allocate(SIGSET, 8).fill((byte) 0xff);
        Native.check(
                "setflags", (s, a) -> (int) SET_FLAGS.invokeExact(attributes, (short) SETSIGDEF_SETSIGMASK_SETSID));
        Native.check("setsigdefault", (s, a) -> (int) SET_SIGDEFAULT.invokeExact(attributes, all));
        Native.check("setsigmask", (s, a) -> (int) SET_SIGMASK.invokeExact(attributes, none));
    }

    /**
     * Waits until a child has ended; its number stays taken until it is {@link #forget forgotten}.
     *
     * @return its exit code, or 128 and the number of the signal that ended it
     */
    public static int await(int pid) throws IOException {
        return wait(pid, WEXITED | WNOWAIT);
    }

    /** Gives the number of a child that has ended back to the system. */
    public static void forget(int pid) throws IOException {
        wait(pid, WEXITED);
    }

    private static int wait(int pid, int options) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment told = arena.allocate(SIGSET, 8);
            while (true) {
                try {
                    Native.call("waitid", (state, inner) -> (int) WAITID.invokeExact(state, P_PID, pid, told, options));
                    int status = told.get(JAVA_INT, 24);
                    return told.get(JAVA_INT, 8) == CLD_EXITED ? status : 128 + status;
                } catch (SystemCallException interrupted) {
                    if (interrupted.errno() != Errno.EINTR) {
                        throw interrupted;
                    }
                }
            }
        }
    }

    /** Sends a signal to a process, or to a group by its number below 0; whether there was one. */
    public static boolean signal(int pid, int signal) throws IOException {
        try {
            Native.call("kill", (state, arena) -> (int) KILL.invokeExact(state, pid, signal));
            return true;
        } catch (SystemCallException refused) {
            if (refused.errno() == Errno.ESRCH) {
                return false;
            }
            throw refused;
        }
    }
}

package dev.tierwall.linux.node;

import dev.tierwall.linux.libc.Errno;
import dev.tierwall.linux.netlink.MessageWriter;
import dev.tierwall.linux.netlink.NetlinkSocket;
import dev.tierwall.linux.netlink.RefusedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the kernel can do.
 *
 * @param release its version, such as {@code 6.1.0-18-amd64}
 * @param tables whether it has nf_tables
 * @param tracking whether it tracks connections and tells of them
 * @param logging whether it hands logged packets to programs
 */
public record KernelFeatures(String release, boolean tables, boolean tracking, boolean logging) {

    private static final int OLDEST_MAJOR = 5;
    private static final int OLDEST_MINOR = 10;

    private static final int TABLES = 10;
    private static final int TABLES_GET_GENERATION = 16;
    private static final int TRACKING = 1;
    private static final int TRACKING_GET_STATS = 5;
    private static final int LOGGING = 4;
    private static final int LOGGING_CONFIG = 1;
    private static final int LOGGING_CONFIG_FLAGS = 6;

    /** A group that nobody listens to. */
    private static final int SOME_GROUP = 64999;

    /** What a part of netfilter that is not there answers. */
    private static final Set<Integer> ABSENT = Set.of(22, 93, 95);

    private static final Pattern VERSION = Pattern.compile("(\\d{1,6})\\.(\\d{1,6}).*", Pattern.DOTALL);

    /** Asks the kernel. Needs CAP_NET_ADMIN. */
    public static KernelFeatures read() throws IOException {
        String release = Files.readString(Path.of("/proc/sys/kernel/osrelease")).strip();
        try (NetlinkSocket socket = NetlinkSocket.open(NetlinkSocket.NETFILTER)) {
            return new KernelFeatures(
                    release,
                    answers(socket, TABLES << 8 | TABLES_GET_GENERATION),
                    answers(socket, TRACKING << 8 | TRACKING_GET_STATS),
                    answers(socket, LOGGING << 8 | LOGGING_CONFIG));
        }
    }

    private static boolean answers(NetlinkSocket socket, int type) throws IOException {
        int asked = socket.nextSequence();
        MessageWriter request = MessageWriter.netfilter(
                type, NetlinkSocket.REQUEST | NetlinkSocket.ACK, asked, new MessageWriter.Subject(0, SOME_GROUP));
        if (type == (LOGGING << 8 | LOGGING_CONFIG)) {
            request.putShort(LOGGING_CONFIG_FLAGS, 0);
        }
        try {
            socket.ask(request.toBytes(), asked, "tell whether it has part " + (type >> 8) + " of netfilter");
            return true;
        } catch (RefusedException refused) {
            if (refused.errno() == Errno.ENODEV) {
                return true; // logging is there, the group is not
            }
            if (ABSENT.contains(refused.errno())) {
                return false;
            }
            throw refused;
        }
    }

    /** Whether the kernel is at least as recent as the oldest that is supported. */
    public boolean isRecentEnough() {
        Matcher version = VERSION.matcher(release);
        if (!version.matches()) {
            return true;
        }
        int major = Integer.parseInt(version.group(1));
        return major > OLDEST_MAJOR || (major == OLDEST_MAJOR && Integer.parseInt(version.group(2)) >= OLDEST_MINOR);
    }

    /** What is missing, each in words for the one who runs the node. */
    public List<String> missing() {
        List<String> missing = new ArrayList<>();
        if (!isRecentEnough()) {
            missing.add("Linux " + release + " is older than " + OLDEST_MAJOR + "." + OLDEST_MINOR);
        }
        if (!tables) {
            missing.add("the kernel has no nf_tables: load the module nf_tables");
        }
        if (!tracking) {
            missing.add("the kernel does not tell of connections: load the module nf_conntrack_netlink");
        }
        if (!logging) {
            missing.add("the kernel does not hand on logged packets: load the module nfnetlink_log");
        }
        return missing;
    }
}

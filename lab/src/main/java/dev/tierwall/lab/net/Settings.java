package dev.tierwall.lab.net;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The settings of the network namespace of the calling thread. */
final class Settings {

    private static final Path FOLDER = Path.of("/proc/sys/net");

    private Settings() {}

    static void write(String path, String value) throws IOException {
        Files.writeString(FOLDER.resolve(path), value);
    }

    /** Lets programs without any capability ping; in a user namespace there is only one group to allow it to. */
    static void letEverybodyPing() throws IOException {
        try {
            write("ipv4/ping_group_range", "0 2147483647");
        } catch (IOException unmapped) {
            write("ipv4/ping_group_range", "0 0");
        }
    }
}

package dev.tierwall.linux.node;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** Whether Services are served by IPVS, which hands packets to pods past the forward hook and so past the rules. */
public final class Ipvs {

    private static final Path TABLE = Path.of("/proc/thread-self/net/ip_vs");

    private Ipvs() {}

    /** How many Services it serves; 0 where it is not used. */
    public static int services() throws IOException {
        return services(TABLE);
    }

    /** Each service begins a line with its protocol, or FWM; its servers follow on lines with an arrow. */
    static int services(Path table) throws IOException {
        try {
            return (int) Files.readAllLines(table).stream()
                    .filter(line -> line.matches("(TCP|UDP|SCTP|FWM)\\s.*"))
                    .count();
        } catch (NoSuchFileException absent) {
            return 0;
        }
    }
}

package dev.tierwall.linux.packets;

import dev.tierwall.core.net.Address;
import dev.tierwall.core.net.IpFamily;
import dev.tierwall.linux.netns.NetworkNamespace;
import dev.tierwall.linux.process.Program;
import dev.tierwall.linux.process.RunningProgram;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * A host on the wire.
 *
 * @param name what it is called
 * @param namespace its network
 * @param addresses the addresses that it sends from and listens on
 */
public record Party(String name, NetworkNamespace namespace, List<Address> addresses) {

    public List<Address> addresses(IpFamily family) {
        return addresses.stream().filter(address -> address.family() == family).toList();
    }

    static InetAddress inet(Address address) {
        return InetAddress.ofLiteral(address.toString());
    }

    /** Has nft do something in its network; gives what it prints. */
    String nft(String commands) throws IOException {
        try (RunningProgram nft = namespace.call(() -> RunningProgram.start(Program.of("nft", commands)))) {
            String printed = new String(nft.stdout().readAllBytes(), StandardCharsets.UTF_8);
            String said = new String(nft.stderr().readAllBytes(), StandardCharsets.UTF_8);
            if (!said.isEmpty()) {
                throw new IOException(said);
            }
            return printed;
        }
    }
}

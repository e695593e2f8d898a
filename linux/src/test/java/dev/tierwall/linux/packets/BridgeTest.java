package dev.tierwall.linux.packets;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tierwall.core.net.Address;
import dev.tierwall.core.nft.NftProgram;
import dev.tierwall.core.policy.PolicyCompiler;
import dev.tierwall.core.semantics.ThreeTiers;
import dev.tierwall.linux.netns.NetworkNamespace;
import dev.tierwall.linux.nft.KernelTable;
import dev.tierwall.linux.route.LinkAddress;
import dev.tierwall.linux.route.LinkSpec;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import org.junit.jupiter.api.Test;

/** Pods of one node on one bridge: the kernel shows what they send each other to the program only if it is told to. */
class BridgeTest {

    private static final int DNS = 53;
    private static final String SETTING = "bridge/bridge-nf-call-iptables";

    private static NetworkNamespace pod(NetworkNamespace node, String name, String address) throws IOException {
        NetworkNamespace pod = NetworkNamespace.create(name);
        node.network().addVeth(LinkSpec.named(name).on("bridge"), pod.network(), LinkSpec.named("eth0"));
        pod.network().addAddress("eth0", new LinkAddress(Address.parse(address).orElseThrow(), 24));
        return pod;
    }

    private static DatagramChannel listen(NetworkNamespace pod) throws IOException {
        return pod.call(() -> {
            DatagramChannel receiver = DatagramChannel.open(StandardProtocolFamily.INET);
            receiver.configureBlocking(false);
            receiver.bind(new InetSocketAddress(DNS));
            return receiver;
        });
    }

    private static boolean arrives(NetworkNamespace from, String to, DatagramChannel receiver) throws Exception {
        from.call(() -> {
            try (DatagramChannel sender = DatagramChannel.open(StandardProtocolFamily.INET)) {
                return sender.send(ByteBuffer.allocate(4), new InetSocketAddress(to, DNS));
            }
        });
        long end = System.nanoTime() + 400_000_000;
        while (System.nanoTime() < end) {
            if (receiver.receive(ByteBuffer.allocate(16)) != null) {
                return true;
            }
            Thread.sleep(5);
        }
        return false;
    }

    @Test
    void podsOnOneBridgeAreFilteredWhereTheKernelIsToldTo() throws Exception {
        try (NetworkNamespace node = NetworkNamespace.create("node")) {
            node.network().addBridge(LinkSpec.named("bridge"));
            try (NetworkNamespace frontend = pod(node, "fe", "10.244.0.10");
                    NetworkNamespace database = pod(node, "db", "10.244.0.30");
                    NetworkNamespace dns = pod(node, "dns", "10.244.0.53");
                    DatagramChannel atDatabase = listen(database);
                    DatagramChannel atDns = listen(dns);
                    KernelTable table = node.call(KernelTable::open)) {
                table.load(NftProgram.of(PolicyCompiler.compile(ThreeTiers.snapshot()), "here"));
                node.setting(SETTING, "1");
                assertThat(arrives(frontend, "10.244.0.53", atDns))
                        .as("allowed")
                        .isTrue();
                assertThat(arrives(frontend, "10.244.0.30", atDatabase))
                        .as("denied")
                        .isFalse();
                node.setting(SETTING, "0");
                assertThat(arrives(frontend, "10.244.0.30", atDatabase))
                        .as("denied, but not shown to the program")
                        .isTrue();
            }
        }
    }
}

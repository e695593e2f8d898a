package dev.tierwall.linux.node;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tierwall.linux.conntrack.ConnectionTable;
import dev.tierwall.linux.conntrack.TableUse;
import dev.tierwall.linux.netns.NetworkNamespace;
import dev.tierwall.linux.process.Program;
import dev.tierwall.linux.process.RunningProgram;
import dev.tierwall.linux.route.LinkSpec;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What is found in namespaces that were made to have it. */
@Timeout(60)
class NodeFactsTest {

    private NetworkNamespace here;

    @BeforeEach
    void enter() throws IOException {
        here = NetworkNamespace.create("node");
    }

    @AfterEach
    void leave() {
        here.close();
    }

    private void nft(String rules) throws IOException {
        try (RunningProgram nft = here.call(() -> RunningProgram.start(Program.of("nft", rules)))) {
            assertThat(new String(nft.stderr().readAllBytes(), StandardCharsets.UTF_8))
                    .isEmpty();
        }
    }

    @Test
    void thisKernelHasAllThatIsNeeded() throws IOException {
        KernelFeatures features = here.call(KernelFeatures::read);
        assertThat(features.release())
                .isEqualTo(
                        Files.readString(Path.of("/proc/sys/kernel/osrelease")).strip());
        assertThat(features.missing()).isEmpty();
    }

    @Test
    void whatIsMissingIsSaid() {
        assertThat(new KernelFeatures("5.4.0-1", false, true, false).missing())
                .containsExactly(
                        "Linux 5.4.0-1 is older than 5.10",
                        "the kernel has no nf_tables: load the module nf_tables",
                        "the kernel does not hand on logged packets: load the module nfnetlink_log");
        assertThat(new KernelFeatures("5.10.0", true, true, true).missing()).isEmpty();
        assertThat(new KernelFeatures("4.18.0", true, true, true).missing()).hasSize(1);
        assertThat(new KernelFeatures("6.1.0-18-amd64", true, true, true).missing())
                .isEmpty();
    }

    @Test
    void podsOnABridgeBypassTheRulesUnlessItShowsThem() throws IOException {
        try (NetworkNamespace pod = NetworkNamespace.create("pod")) {
            here.setting("bridge/bridge-nf-call-iptables", "0");
            here.setting("bridge/bridge-nf-call-ip6tables", "0");
            assertThat(here.call(Bridging::read).bypassesRules()).isFalse();
            here.network().addBridge(LinkSpec.named("cni0"));
            assertThat(here.call(Bridging::read).bypassesRules()).isFalse();
            here.network().addVeth(LinkSpec.named("v1").on("cni0"), pod.network(), LinkSpec.named("eth0"));
            assertThat(here.call(Bridging::read)).isEqualTo(new Bridging(Set.of("cni0"), false, false));
            assertThat(here.call(Bridging::read).bypassesRules()).isTrue();
            here.setting("bridge/bridge-nf-call-iptables", "1");
            assertThat(here.call(Bridging::read).bypassesRules()).isTrue();
            here.call((Callable<Boolean>) () -> {
                Bridging.show();
                return true;
            });
            assertThat(here.call(Bridging::read)).isEqualTo(new Bridging(Set.of("cni0"), true, true));
            assertThat(here.call(Bridging::read).bypassesRules()).isFalse();
        }
    }

    @Test
    void othersThatEnforceAreFoundByWhatTheyLeave() throws IOException {
        assertThat(here.call(Enforcers::find)).isEmpty();
        nft("add table inet tierwall; add chain inet tierwall forward; add table ip nat;"
                + " add chain ip nat KUBE-SERVICES; add table ip filter; add chain ip filter KUBE-FORWARD");
        assertThat(here.call(Enforcers::find)).isEmpty();
        nft("add chain ip filter cali-FORWARD; add chain ip filter cali-INPUT; add chain ip filter KUBE-NWPLCY-X;"
                + " add table inet kube-network-policies");
        here.network().addBridge(LinkSpec.named("cilium_host"));
        assertThat(here.call(Enforcers::find))
                .containsExactlyInAnyOrder(
                        new Enforcer("Calico", "chain cali-FORWARD in table ip filter", true),
                        new Enforcer("kube-router", "chain KUBE-NWPLCY-X in table ip filter", true),
                        new Enforcer("kube-network-policies", "table inet kube-network-policies", true),
                        new Enforcer("Cilium", "link cilium_host", false));
    }

    @Test
    void theTableOfConnectionsTellsHowFullItIs() throws IOException {
        nft("table inet t { chain o { type filter hook output priority 0; ct state new accept; }; }");
        try (ConnectionTable table = here.call(ConnectionTable::open)) {
            TableUse before = table.use();
            assertThat(before.count()).isZero();
            assertThat(before.most()).isPositive();
            assertThat(before.dropped()).isZero();
            here.call((Callable<Boolean>) () -> {
                try (DatagramSocket socket = new DatagramSocket()) {
                    for (int port = 1; port <= 10; port++) {
                        socket.send(new DatagramPacket(new byte[1], 1, InetAddress.ofLiteral("127.0.0.1"), port));
                    }
                }
                return true;
            });
            assertThat(table.use().count()).isEqualTo(10);
        }
    }

    /** No kernel with IPVS is at hand everywhere: the file is as one wrote it. */
    @Test
    void servicesOfIpvsAreCounted(@TempDir Path folder) throws IOException {
        Path table = folder.resolve("ip_vs");
        assertThat(Ipvs.services(table)).isZero();
        Files.writeString(table, """
                IP Virtual Server version 1.2.1 (size=4096)
                Prot LocalAddress:Port Scheduler Flags
                  -> RemoteAddress:Port Forward Weight ActiveConn InActConn
                TCP  0A600001:01BB rr
                  -> C0A80002:192B      Masq    1      0          0
                UDP  0A60000A:0035 rr
                  -> 0AF40035:0035      Masq    1      0          0
                """);
        assertThat(Ipvs.services(table)).isEqualTo(2);
        assertThat(here.call(() -> Ipvs.services())).isZero();
    }
}

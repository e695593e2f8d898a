package dev.tierwall.linux.packets;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tierwall.core.model.Direction;
import dev.tierwall.core.model.NetworkPolicy;
import dev.tierwall.core.net.Address;
import dev.tierwall.linux.nft.RuleSetMonitor;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What programs and packets that mean ill, or go wrong, do not achieve. */
@Timeout(120)
class FaultsTest {

    private static final int PORT = 7000;
    private static final int QUIET_MILLIS = 150;
    private static final int HOP_BY_HOP = 0;
    private static final int DESTINATION_OPTIONS = 60;
    private static final int UDP = 17;

    private static final NetworkPolicy ONLY_2_TO_1 = Scene.isolate(1, Direction.INGRESS, 2);

    private Scene scene;

    @BeforeEach
    void open() throws IOException {
        scene = new Scene();
        scene.enforce(ONLY_2_TO_1);
    }

    @AfterEach
    void close() throws IOException {
        scene.close();
    }

    private Address address(int pod, int family) {
        return scene.pod(pod).addresses().get(family);
    }

    /** Whether one of some packets of a pod arrives at a port of another. */
    private boolean arrives(int from, Party to, byte[]... packets) throws IOException {
        try (Frames frames = new Frames(scene.pod(from));
                DatagramSocket receiver = to.namespace().call(() -> new DatagramSocket(PORT))) {
            for (byte[] packet : packets) {
                frames.send(packet);
            }
            receiver.setSoTimeout(QUIET_MILLIS);
            receiver.receive(new DatagramPacket(new byte[9000], 9000));
            return true;
        } catch (SocketTimeoutException nothing) {
            return false;
        }
    }

    private boolean arrives(int from, byte[]... packets) throws IOException {
        return arrives(from, scene.pod(1), packets);
    }

    @Test
    void framesAreGoodEnoughToArriveWhereTheyMay() throws IOException {
        for (int family = 0; family < 2; family++) {
            assertThat(arrives(2, Frames.udp(address(2, family), address(1, family), PORT)))
                    .isTrue();
            assertThat(arrives(0, Frames.udp(address(0, family), address(1, family), PORT)))
                    .isFalse();
        }
    }

    /** Rules judge by address. It is the reverse path filter that refuses an IPv4 address on the wrong link. */
    @Test
    void aSourceThatIsSomebodyElsesOpensNothingWhereTheNodeFiltersReversePaths() throws IOException {
        scene.node(0).namespace().setting("ipv4/conf/all/rp_filter", "1");
        assertThat(arrives(0, Frames.udp(address(2, 0), address(1, 0), PORT))).isFalse();
        assertThat(arrives(0, Frames.udp(address(5, 0), address(1, 0), PORT))).isFalse();
        assertThat(arrives(2, Frames.udp(address(2, 0), address(1, 0), PORT))).isTrue();
    }

    @Test
    void extensionHeadersHideNothing() throws IOException {
        for (int from : new int[] {0, 2}) {
            Address source = address(from, 1);
            Address destination = address(1, 1);
            byte[] datagram = Frames.datagram(source, destination, PORT, new byte[20]);
            byte[] options = Frames.withExtension(UDP, datagram);
            byte[] both = Frames.withExtension(DESTINATION_OPTIONS, options);
            assertThat(arrives(from, Frames.ipv6(source, destination, DESTINATION_OPTIONS, options)))
                    .isEqualTo(from == 2);
            assertThat(arrives(from, Frames.ipv6(source, destination, HOP_BY_HOP, both)))
                    .isEqualTo(from == 2);
            byte[] fragment = Frames.fragment6(source, destination, datagram, 0, false);
            assertThat(arrives(from, fragment)).isEqualTo(from == 2);
        }
    }

    @Test
    void fragmentsHideNothing() throws IOException {
        for (int from : new int[] {0, 2}) {
            for (int family = 0; family < 2; family++) {
                Address source = address(from, family);
                Address destination = address(1, family);
                byte[] datagram = Frames.datagram(source, destination, PORT, new byte[40]);
                byte[] first = Arrays.copyOf(datagram, 8);
                byte[] rest = Arrays.copyOfRange(datagram, 8, datagram.length);
                byte[][] packets = family == 0
                        ? new byte[][] {
                            Frames.ipv4(source, destination, first, 0x2000), Frames.ipv4(source, destination, rest, 1)
                        }
                        : new byte[][] {
                            Frames.fragment6(source, destination, first, 0, true),
                            Frames.fragment6(source, destination, rest, 8, false)
                        };
                assertThat(arrives(from, packets)).isEqualTo(from == 2);
                assertThat(arrives(from, packets[1], packets[0]))
                        .as("in another order")
                        .isEqualTo(from == 2);
                assertThat(arrives(from, packets[1])).isFalse();
            }
        }
    }

    @Test
    void aPodReachesNothingOfItsNodeByTheLoopbackAddress() throws IOException {
        scene.enforce(Scene.isolate(0, Direction.EGRESS, 2));
        Address loopback = Address.parse("127.0.0.1").orElseThrow();
        byte[] packet = Frames.udp(address(0, 0), loopback, PORT);
        assertThat(arrives(0, scene.node(0), packet)).isFalse();
        scene.node(0).namespace().setting("ipv4/conf/all/route_localnet", "1");
        assertThat(arrives(0, scene.node(0), packet)).isFalse();
        scene.enforce();
        assertThat(arrives(0, scene.node(0), packet))
                .as("without a policy the node lets it")
                .isTrue();
    }

    @Test
    void aRouterAdvertisementOfAPodChangesNoRoute() throws IOException {
        String before = routes();
        Address source = Address.parse("fe80::2").orElseThrow();
        try (Frames frames = new Frames(scene.pod(0))) {
            frames.send(
                    Frames.routerAdvertisement(source, Address.parse("ff02::1").orElseThrow()));
            frames.send(Frames.routerAdvertisement(source, address(1, 1)));
        }
        assertThat(arrives(2, Frames.udp(address(2, 1), address(1, 1), PORT))).isTrue();
        assertThat(routes()).isEqualTo(before);
    }

    private String routes() throws IOException {
        return scene.node(0)
                .namespace()
                .call(() -> Files.readString(Path.of("/proc/thread-self/net/ipv6_route")))
                .replaceAll(" +[0-9a-f]{8} [0-9a-f]{8} [0-9a-f]{8} +", " ");
    }

    @Test
    void aFlushOfAllRulesIsRepairedWithinASecond() throws Exception {
        BlockingQueue<Long> seen = new LinkedBlockingQueue<>();
        long longest = 0;
        try (RuleSetMonitor monitor = scene.node(0)
                .namespace()
                .call(() -> RuleSetMonitor.start(change -> {
                    if (!change.isOwn() && change.mayConcern("inet tierwall")) {
                        seen.add(System.nanoTime());
                    }
                }))) {
            assertThat(monitor).isNotNull();
            for (String damage : new String[] {
                "flush ruleset",
                "delete table inet tierwall",
                "flush chain inet tierwall forward",
                "flush set inet tierwall subj_in4",
                "insert rule inet tierwall forward accept"
            }) {
                seen.clear();
                long start = System.nanoTime();
                scene.node(0).nft(damage);
                assertThat(seen.poll(10, TimeUnit.SECONDS)).as(damage).isNotNull();
                assertThat(scene.repair(0)).as(damage).isNotEmpty();
                longest = Math.max(longest, System.nanoTime() - start);
                assertThat(scene.repair(0)).isEmpty();
                assertThat(arrives(0, Frames.udp(address(0, 0), address(1, 0), PORT)))
                        .isFalse();
                assertThat(arrives(2, Frames.udp(address(2, 0), address(1, 0), PORT)))
                        .isTrue();
            }
        }
        System.out.printf("damage by nft, from its start to repair: %.0f ms at most%n", longest / 1e6);
        assertThat(longest).isLessThan(1_000_000_000);
    }

    @Test
    void aFullTableOfConnectionsOpensNothing() throws Exception {
        try (Talk talk =
                Talk.tcp(scene.pod(2), scene.pod(1), 0, 7001).clientTalks().serverTalks()) {
            long most = scene.connections(0).use().most();
            fill(most);
            assertThat(scene.connections(0).use().count()).isGreaterThan(most * 9 / 10);
            assertThat(arrives(0, Frames.udp(address(0, 0), address(1, 0), PORT)))
                    .isFalse();
            assertThat(arrives(0, Frames.udp(address(0, 1), address(1, 1), PORT)))
                    .isFalse();
            long before = talk.heard().get(1);
            Thread.sleep(200);
            assertThat(talk.heard().get(1)).as("what is assured goes on").isGreaterThan(before + 50);
            assertThat(talk.clientBroke.get()).isEmpty();
            long given = scene.connections(0).use().evicted()
                    + scene.connections(0).use().dropped();
            assertThat(given).as("evicted or dropped, and counted").isPositive();
        }
    }

    /** Datagrams of many flows, a fifth more than there is room for, to a pod that takes them from anybody. */
    private void fill(long most) throws IOException {
        scene.pod(0).namespace().call(() -> {
            int perSocket = 60_000;
            for (long sent = 0; sent < most * 6 / 5; sent += perSocket) {
                try (DatagramSocket socket = new DatagramSocket()) {
                    DatagramPacket packet = new DatagramPacket(new byte[1], 1);
                    InetAddress there = InetAddress.ofLiteral(address(3, 0).toString());
                    for (int port = 1; port <= perSocket; port++) {
                        packet.setSocketAddress(new InetSocketAddress(there, port));
                        sendOr(socket, packet);
                    }
                }
            }
            return true;
        });
    }

    /** The kernel refuses what there is no room for, or tells that nobody listens; either is well. */
    private static void sendOr(DatagramSocket socket, DatagramPacket packet) {
        try {
            socket.send(packet);
        } catch (IOException refused) {
            assertThat(refused.getMessage()).isNotNull();
        }
    }
}

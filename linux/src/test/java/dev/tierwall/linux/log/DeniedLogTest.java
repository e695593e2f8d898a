package dev.tierwall.linux.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tierwall.core.model.Direction;
import dev.tierwall.core.net.Address;
import dev.tierwall.core.nft.NftSkeleton;
import dev.tierwall.linux.netns.NetworkNamespace;
import dev.tierwall.linux.process.Program;
import dev.tierwall.linux.process.RunningProgram;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Packets of a namespace of the test's own, to itself, logged by a rule like those of the table. */
@Timeout(60)
class DeniedLogTest {

    private static NetworkNamespace here;

    @BeforeAll
    static void enter() throws IOException {
        here = NetworkNamespace.create("log");
        nft("table inet t { chain in { type filter hook input priority 0;" + rule(7, Direction.INGRESS, "th dport 9999")
                + rule(4711, Direction.EGRESS, "th dport 8888") + rule(7, Direction.INGRESS, "icmp type echo-request")
                + " th dport 6666 log prefix \"somebody else\" group 4242 drop; }; }");
    }

    @AfterAll
    static void leave() {
        here.close();
    }

    private static String rule(int generation, Direction direction, String match) {
        return " " + match + " log prefix \"" + NftSkeleton.logPrefix(generation, direction) + "\" group "
                + NftSkeleton.LOG_GROUP + " snaplen " + NftSkeleton.LOG_BYTES + " queue-threshold 1 drop;";
    }

    private static void nft(String rules) throws IOException {
        try (RunningProgram nft = here.call(() -> RunningProgram.start(Program.of("nft", rules)))) {
            assertThat(new String(nft.stderr().readAllBytes(), StandardCharsets.UTF_8))
                    .isEmpty();
        }
    }

    private static DeniedLog start(int most) throws IOException {
        return here.call(() -> DeniedLog.start(most));
    }

    private static void send(String address, int port) throws IOException {
        here.call((Callable<Boolean>) () -> {
            try (DatagramSocket socket = new DatagramSocket(5555)) {
                InetSocketAddress there = new InetSocketAddress(InetAddress.ofLiteral(address), port);
                socket.send(new DatagramPacket(new byte[500], 500, there));
            }
            return true;
        });
    }

    private static List<LoggedPacket> take(DeniedLog log, int wanted) throws InterruptedException {
        List<LoggedPacket> taken = new ArrayList<>();
        for (int i = 0; i < 50 && taken.size() < wanted; i++) {
            taken.addAll(log.backlog().take(Duration.ofMillis(100)));
        }
        return taken;
    }

    @Test
    void aPacketSaysWhoAndWhereAndWhichGenerationDeniedIt() throws Exception {
        try (DeniedLog log = start(100)) {
            long before = System.currentTimeMillis();
            send("127.0.0.1", 9999);
            send("::1", 8888);
            List<LoggedPacket> packets = take(log, 2);
            assertThat(packets).hasSize(2).allSatisfy(packet -> {
                assertThat(packet.protocol()).isEqualTo(17);
                assertThat(packet.tcpFlags()).isZero();
                assertThat(packet.links()).isEqualTo(new LoggedPacket.Links(1, 0));
                assertThat(packet.millis()).isBetween(before, System.currentTimeMillis());
            });
            LoggedPacket old = packets.get(0);
            assertThat(old.generation()).isEqualTo(7);
            assertThat(old.direction()).isEqualTo(Direction.INGRESS);
            assertThat(old.source()).isEqualTo(Address.parse("127.0.0.1").orElseThrow());
            assertThat(old.destination()).isEqualTo(old.source());
            assertThat(old.ports()).isEqualTo(new LoggedPacket.Ports(5555, 9999));
            LoggedPacket recent = packets.get(1);
            assertThat(recent.generation()).isEqualTo(4711);
            assertThat(recent.direction()).isEqualTo(Direction.EGRESS);
            assertThat(recent.source()).isEqualTo(Address.parse("::1").orElseThrow());
            assertThat(recent.ports()).isEqualTo(new LoggedPacket.Ports(5555, 8888));
        }
    }

    @Test
    void tcpComesWithItsFlagsAndIcmpWithItsType() throws Exception {
        try (DeniedLog log = start(100)) {
            here.call((Callable<Boolean>) () -> {
                try (Socket socket = new Socket()) {
                    assertThatThrownBy(() -> socket.connect(new InetSocketAddress("127.0.0.1", 9999), 100))
                            .isInstanceOf(IOException.class);
                }
                return InetAddress.ofLiteral("127.0.0.1").isReachable(100);
            });
            List<LoggedPacket> packets = take(log, 2);
            assertThat(packets)
                    .filteredOn(packet -> packet.protocol() == 6)
                    .isNotEmpty()
                    .allSatisfy(packet -> assertThat(packet.tcpFlags() & 0x17).isEqualTo(2));
            assertThat(packets)
                    .filteredOn(packet -> packet.protocol() == 1)
                    .isNotEmpty()
                    .allSatisfy(packet -> assertThat(packet.ports()).isEqualTo(new LoggedPacket.Ports(0, 8 << 8)));
        }
    }

    @Test
    void whatOthersLogToTheGroupIsPassedOver() throws Exception {
        try (DeniedLog log = start(100)) {
            send("127.0.0.1", 6666);
            send("127.0.0.1", 9999);
            assertThat(take(log, 1))
                    .singleElement()
                    .satisfies(
                            packet -> assertThat(packet.ports().destination()).isEqualTo(9999));
            assertThat(log.backlog().lost()).isZero();
        }
    }

    @Test
    void onlyOneProgramCanListen() throws Exception {
        try (DeniedLog log = start(100)) {
            assertThat(log.backlog().lost()).isZero();
            assertThatThrownBy(() -> start(100))
                    .hasMessage("the kernel refuses to listen to log group 4242: Operation not permitted"
                            + " (CAP_NET_ADMIN is missing, or another program listens)");
        }
        start(100).close();
    }

    @Test
    void aFloodIsCountedAndNeitherKeptNorWaitedFor() throws Exception {
        int kept = 1000;
        try (DeniedLog log = start(kept)) {
            AtomicLong sent = new AtomicLong();
            long end = System.nanoTime() + 2_000_000_000L;
            List<Thread> threads = new ArrayList<>();
            for (int i = 0; i < 2; i++) {
                threads.add(here.threads("flood").newThread(() -> sent.addAndGet(flood(end))));
            }
            threads.forEach(Thread::start);
            for (Thread thread : threads) {
                thread.join();
            }
            Thread.sleep(300);
            send("127.0.0.1", 9999); // its number tells how many the kernel had no room for
            Thread.sleep(300);
            long lost = log.backlog().lost();
            int left = log.backlog().take(Duration.ZERO).size();
            System.out.printf("flood: %d packets/s sent, %d kept, %d counted as lost%n", sent.get() / 2, left, lost);
            assertThat(left).isEqualTo(kept);
            assertThat(left + lost).isEqualTo(sent.get() + 1);
            send("127.0.0.1", 9999);
            assertThat(take(log, 1)).hasSize(1);
        }
    }

    private static long flood(long end) {
        long sent = 0;
        try (DatagramSocket socket = new DatagramSocket()) {
            socket.connect(InetAddress.ofLiteral("127.0.0.1"), 9999);
            DatagramPacket packet = new DatagramPacket(new byte[100], 100);
            while (System.nanoTime() < end) {
                for (int i = 0; i < 100; i++) {
                    socket.send(packet);
                    sent++;
                }
            }
            return sent;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}

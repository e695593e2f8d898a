package dev.tierwall.linux.conntrack;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tierwall.core.net.Address;
import dev.tierwall.linux.netns.NetworkNamespace;
import dev.tierwall.linux.process.Program;
import dev.tierwall.linux.process.RunningProgram;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Connections of a namespace of the test's own, to itself, listed, heard of and deleted by netlink. */
@Timeout(60)
class ConnectionTableTest {

    private static NetworkNamespace here;

    @BeforeAll
    static void enter() throws IOException {
        here = NetworkNamespace.create("connections");
        // Connections are tracked only where a rule asks about them.
        run(
                "nft",
                "add table inet t; add chain inet t o { type filter hook output priority 0; };"
                        + "add rule inet t o ct state established accept;"
                        + "add table ip n; add chain ip n o { type nat hook output priority -100; };"
                        + "add rule ip n o ip daddr 127.0.0.80 tcp dport 80 dnat to 127.0.0.7:8080;"
                        + "add table inet z; add chain inet z r { type filter hook output priority -300; };"
                        + "add rule inet z r udp dport 7777 ct zone set 9");
        here.setting("netfilter/nf_conntrack_acct", "1");
    }

    @AfterAll
    static void leave() {
        here.close();
    }

    private static String run(String... command) throws IOException {
        try (RunningProgram program = here.call(() -> RunningProgram.start(Program.of(command)))) {
            String said = new String(program.stdout().readAllBytes(), StandardCharsets.UTF_8);
            said += new String(program.stderr().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(program.waitFor()).as(Arrays.toString(command) + said).isZero();
            return said;
        } catch (InterruptedException interrupted) {
            throw new IllegalStateException(interrupted);
        }
    }

    private static Address address(String text) {
        return Address.parse(text).orElseThrow();
    }

    private static ConnectionTable open() throws IOException {
        return here.call(ConnectionTable::open);
    }

    private static List<Connection> all(ConnectionTable table) throws IOException {
        List<Connection> all = new ArrayList<>();
        table.each(all::add);
        return all;
    }

    private static Predicate<Connection> to(int protocol, int port) {
        return connection -> connection.protocol() == protocol && connection.serverPort() == port;
    }

    /** One datagram to a port and back. */
    private static void exchange(String address, int port) throws IOException {
        here.call(() -> {
            try (DatagramSocket server =
                            new DatagramSocket(new InetSocketAddress(InetAddress.ofLiteral(address), port));
                    DatagramSocket client =
                            new DatagramSocket(new InetSocketAddress(InetAddress.ofLiteral(address), 0))) {
                client.send(new DatagramPacket(new byte[10], 10, server.getLocalSocketAddress()));
                DatagramPacket seen = new DatagramPacket(new byte[100], 100);
                server.receive(seen);
                server.send(new DatagramPacket(new byte[20], 20, seen.getSocketAddress()));
                client.receive(seen);
            }
            return true;
        });
    }

    @Test
    void connectionsOfBothFamiliesAreListedWithAllThatIsKnown() throws IOException {
        exchange("127.0.0.1", 4001);
        exchange("::1", 4002);
        try (ConnectionTable table = open()) {
            assertThat(all(table)).filteredOn(to(17, 4001)).singleElement().satisfies(connection -> {
                assertThat(connection.client()).isEqualTo(address("127.0.0.1"));
                assertThat(connection.original().destinationPort()).isEqualTo(4001);
                assertThat(connection.reply().destinationPort())
                        .isEqualTo(connection.original().sourcePort());
                assertThat(connection.isAnswered()).isTrue();
                assertThat(connection.isTranslated()).isFalse();
                assertThat(connection.zone()).isEqualTo(Connection.Zone.NONE);
                assertThat(connection.sent()).isEqualTo(new Traffic(1, 38));
                assertThat(connection.received()).isEqualTo(new Traffic(1, 48));
            });
            assertThat(all(table)).filteredOn(to(17, 4002)).singleElement().satisfies(connection -> {
                assertThat(connection.server()).isEqualTo(address("::1"));
                assertThat(connection.sent()).isEqualTo(new Traffic(1, 58));
            });
        }
    }

    @Test
    void behindAServiceTheServerIsTheOneThatAnswers() throws IOException {
        here.call(() -> {
            try (ServerSocket server = new ServerSocket(8080, 10, InetAddress.ofLiteral("127.0.0.7"));
                    Socket client = new Socket("127.0.0.80", 80);
                    ConnectionTable table = ConnectionTable.open()) {
                assertThat(server.isBound()).isTrue();
                assertThat(all(table))
                        .filteredOn(one -> one.original().sourcePort() == client.getLocalPort())
                        .singleElement()
                        .satisfies(connection -> {
                            assertThat(connection.original().destination()).isEqualTo(address("127.0.0.80"));
                            assertThat(connection.server()).isEqualTo(address("127.0.0.7"));
                            assertThat(connection.serverPort()).isEqualTo(8080);
                            assertThat(connection.isTranslated()).isTrue();
                            assertThat(connection.isAssured()).isTrue();
                        });
            }
            return true;
        });
    }

    @Test
    void onlyTheNamedOneIsDeletedAndOnlyOnce() throws IOException {
        exchange("127.0.0.1", 4011);
        exchange("127.0.0.1", 4012);
        exchange("127.0.0.1", 7777);
        here.call(() -> {
            // As root that is a ping.
            assertThat(InetAddress.ofLiteral("127.0.0.1").isReachable(5000)).isTrue();
            assertThat(InetAddress.ofLiteral("::1").isReachable(5000)).isTrue();
            return true;
        });
        try (ConnectionTable table = open()) {
            for (Predicate<Connection> which : List.of(to(17, 4011), to(17, 7777), to(1, 8 << 8), to(58, 128 << 8))) {
                List<Connection> these = all(table).stream().filter(which).toList();
                assertThat(these).isNotEmpty();
                assertThat(table.delete(these)).isEqualTo(these.size());
                assertThat(table.delete(these)).isZero();
                assertThat(all(table)).noneMatch(which).anyMatch(to(17, 4012));
            }
        }
    }

    @Test
    void aZoneIsTold() throws IOException {
        exchange("127.0.0.1", 7777);
        try (ConnectionTable table = open()) {
            assertThat(all(table))
                    .filteredOn(to(17, 7777))
                    .isNotEmpty()
                    .allSatisfy(
                            connection -> assertThat(connection.zone().number()).isEqualTo(9));
        }
    }

    @Test
    void listingByAddressesFindsEachOfTheirConnectionsOnceAndNoOther() throws IOException {
        List<Address> addresses = new ArrayList<>();
        for (int i = 1; i <= 12; i++) {
            exchange("127.0.1." + i, 4020);
            addresses.add(address("127.0.1." + i));
        }
        try (ConnectionTable table = open()) {
            for (int count : List.of(0, 1, 2, 12)) {
                Set<Address> some = Set.copyOf(addresses.subList(0, count));
                List<Connection> found = new ArrayList<>();
                table.each(some, found::add);
                assertThat(found)
                        .hasSize(count)
                        .extracting(Connection::server)
                        .containsExactlyInAnyOrderElementsOf(some);
            }
        }
    }

    @Test
    void soIsItInATableWithMany() throws IOException {
        int many = 30_000;
        here.call(() -> {
            try (DatagramSocket socket = new DatagramSocket()) {
                for (int port = 1; port <= many; port++) {
                    socket.send(
                            new DatagramPacket(new byte[1], 1, InetAddress.ofLiteral("127.0.2." + port % 100), port));
                }
            }
            return true;
        });
        try (ConnectionTable table = open()) {
            assertThat(table.use().count()).isGreaterThanOrEqualTo(many);
            List<Connection> found = new ArrayList<>();
            table.each(Set.of(address("127.0.2.7")), found::add);
            assertThat(found).hasSize(many / 100).allMatch(to -> to.server().equals(address("127.0.2.7")));
            assertThat(table.delete(all(table))).isGreaterThanOrEqualTo(many);
        }
    }

    @Test
    void eventsTellOfTheBeginningAndTheEndWithTheTraffic() throws Exception {
        Set<ConnectionEvent.Kind> kinds = EnumSet.allOf(ConnectionEvent.Kind.class);
        try (ConnectionEvents events = here.call(() -> ConnectionEvents.start(kinds, 1000));
                ConnectionTable table = open()) {
            exchange("127.0.0.1", 4030);
            table.delete(all(table).stream().filter(to(17, 4030)).toList());
            List<ConnectionEvent> heard = new ArrayList<>();
            for (int i = 0; i < 50 && heard.stream().noneMatch(e -> e.kind() == ConnectionEvent.Kind.ENDED); i++) {
                events.backlog().take(Duration.ofMillis(200)).stream()
                        .filter(event -> to(17, 4030).test(event.connection()))
                        .forEach(heard::add);
            }
            assertThat(heard)
                    .extracting(ConnectionEvent::kind)
                    .startsWith(ConnectionEvent.Kind.OPENED)
                    .endsWith(ConnectionEvent.Kind.ENDED);
            assertThat(heard.getLast().connection().sent()).isEqualTo(new Traffic(1, 38));
            assertThat(heard.getLast().connection().received()).isEqualTo(new Traffic(1, 48));
            assertThat(events.backlog().lost()).isZero();
        }
    }

    @Test
    void eventsThatNobodyTakesAreCountedAndNotKept() throws Exception {
        try (ConnectionEvents events =
                here.call(() -> ConnectionEvents.start(Set.of(ConnectionEvent.Kind.OPENED), 10))) {
            for (int i = 0; i < 30; i++) {
                exchange("127.0.0.1", 4100 + i);
            }
            for (int i = 0; i < 50 && events.backlog().lost() < 20; i++) {
                Thread.sleep(50);
            }
            assertThat(events.backlog().lost()).isEqualTo(20);
            assertThat(events.backlog().take(Duration.ZERO)).hasSize(10);
        }
    }
}

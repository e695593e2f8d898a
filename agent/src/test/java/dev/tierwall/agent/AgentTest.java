package dev.tierwall.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tierwall.agent.site.AgentProcess;
import dev.tierwall.agent.site.Site;
import dev.tierwall.agent.site.Stream;
import dev.tierwall.kube.fixture.WatchedCluster.Fault;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import org.awaitility.Awaitility;
import org.awaitility.core.ThrowingRunnable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The agent as a process, with packets. Needs root, and nft. */
class AgentTest {

    private static final int OPEN = 6000;
    private static final int SHUT = 5000;
    private static final int KILLS = Integer.getInteger("tierwall.agent.kills", 4);
    private static final String ONLY_OPEN =
            "{\"podSelector\":{\"matchLabels\":{\"app\":\"db\"}},\"policyTypes\":[\"Ingress\"],"
                    + "\"ingress\":[{\"ports\":[{\"protocol\":\"UDP\",\"port\":6000}]}]}";
    private static final String ISOLATE =
            "{\"podSelector\":{\"matchLabels\":{\"app\":\"db\"}},\"policyTypes\":[\"Ingress\"]}";

    @TempDir
    private Path folder;

    private Site site;

    @BeforeEach
    void build() throws IOException {
        site = new Site(folder);
        site.addPod("web", "10.0.0.1", "\"app\":\"web\"");
        site.addPod("db", "10.0.0.2", "\"app\":\"db\"");
    }

    @AfterEach
    void tearDown() throws IOException {
        site.close();
    }

    private static void soon(ThrowingRunnable wanted) {
        Awaitility.await()
                .atMost(Duration.ofSeconds(10))
                .pollInterval(Duration.ofMillis(10))
                .untilAsserted(wanted);
    }

    @Test
    void aPolicyDeniesCutsAndIsNamed() throws Exception {
        AgentProcess agent = site.agent().awaitReady();
        ServerSocketChannel server =
                site.pod("db").call(() -> ServerSocketChannel.open().bind(new InetSocketAddress(8080)));
        SocketChannel client =
                site.pod("web").call(() -> SocketChannel.open(new InetSocketAddress(site.address("db"), 8080)));
        SocketChannel accepted = server.accept();
        Thread.sleep(300);
        site.policy("isolate", ISOLATE);
        agent.await(line -> line.contains("cut 1 connections that are denied now"));
        client.write(ByteBuffer.wrap(new byte[] {1}));
        accepted.socket().setSoTimeout(500);
        assertThat(readsNothing(accepted.socket())).as("the connection is cut").isTrue();
        try (Stream stream = new Stream(site, "web", "db", SHUT)) {
            String told = agent.await(line -> line.contains("\"verdict\":\"denied\"") && line.contains(":5000"));
            assertThat(told)
                    .contains("\"direction\":\"ingress\"")
                    .contains("\"pod\":\"web\"")
                    .contains("\"pod\":\"db\"")
                    .contains("\"protocol\":\"UDP\"")
                    .contains("\"name\":\"isolate\"");
            assertThat(stream.arrived()).isZero();
            site.deletePolicy("isolate");
            soon(() -> assertThat(stream.arrived()).isPositive());
        }
        server.close();
    }

    private static boolean readsNothing(Socket socket) throws IOException {
        try {
            return socket.getInputStream().read() < 0;
        } catch (SocketTimeoutException silent) {
            return true;
        } catch (IOException reset) {
            return true;
        }
    }

    /** What must hold through everything: one port open, one shut. */
    private final class Watch implements AutoCloseable {
        private final Stream open = new Stream(site, "web", "db", OPEN);
        private final Stream shut = new Stream(site, "web", "db", SHUT);

        Watch() throws IOException {}

        void verify() throws InterruptedException {
            assertThat(shut.arrived()).as("leaks of %d", shut.sent()).isZero();
            assertThat(open.missing()).as("denials too many of %d", open.sent()).isZero();
            shut.missing();
            assertThat(shut.arrived()).as("leaks of %d", shut.sent()).isZero();
        }

        @Override
        public void close() throws IOException {
            open.close();
            shut.close();
        }
    }

    private void churn(int number, Random random) {
        int some = random.nextInt(20);
        switch (number % 4) {
            case 0 ->
                site.putPod("churn" + some, "\"app\":\"x" + some % 3 + "\"", "10.0.1." + some, "other", "Running");
            case 1 -> site.deletePod("churn" + some);
            case 2 ->
                site.policy(
                        "churn" + some % 5,
                        "{\"podSelector\":{\"matchLabels\":{\"app\":\"db\"}},\"ingress\":[{\"from\":[{\"podSelector\":"
                                + "{\"matchLabels\":{\"app\":\"x" + some % 3 + "\"}}}]}]}");
            default -> site.deletePolicy("churn" + some % 5);
        }
    }

    @Test
    void killedAtAnyMomentItChangesNoVerdict() throws Exception {
        site.policy("only-open", ONLY_OPEN);
        Random random = new Random(7);
        AgentProcess agent = site.agent().awaitReady();
        try (Watch watch = new Watch()) {
            for (int kill = 0; kill < KILLS; kill++) {
                int changes = random.nextInt(60);
                for (int i = 0; i < changes; i++) {
                    churn(i, random);
                    Thread.sleep(random.nextInt(10));
                }
                if (kill % 4 == 3) {
                    agent.end();
                } else {
                    agent.kill();
                }
                agent = site.agent().awaitReady();
            }
            watch.verify();
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Fault.class,
            names = {"NONE"},
            mode = EnumSource.Mode.EXCLUDE)
    void whateverTheApiServerDoesVerdictsStayAndComeUpToDate(Fault fault) throws Exception {
        site.policy("only-open", ONLY_OPEN);
        site.agent().awaitReady();
        Random random = new Random(11);
        try (Watch watch = new Watch()) {
            site.cluster().set(fault);
            for (int i = 0; i < 100; i++) {
                churn(i, random);
                Thread.sleep(10);
            }
            site.cluster().set(Fault.NONE);
            site.policy("late", "{\"podSelector\":{\"matchLabels\":{\"app\":\"web\"}},\"policyTypes\":[\"Ingress\"]}");
            try (Stream late = new Stream(site, "db", "web", SHUT)) {
                Thread.sleep(100);
                soon(() -> {
                    long before = late.arrived();
                    Thread.sleep(200);
                    assertThat(late.arrived())
                            .as("the policy of after the fault holds")
                            .isEqualTo(before);
                });
            }
            watch.verify();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "flush ruleset",
                "delete table inet tierwall",
                "flush chain inet tierwall pol",
                "flush set inet tierwall subj_in4",
                "flush map inet tierwall rest_in4"
            })
    void whatIsChangedByHandIsMendedWithinASecond(String change) throws Exception {
        site.policy("only-open", ONLY_OPEN);
        AgentProcess agent = site.agent().awaitReady();
        String before = site.nft("list", "table", "inet", "tierwall");
        long began = System.nanoTime();
        site.nft(change.split(" "));
        String told = agent.await(line -> line.contains("is mended"));
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(1));
        assertThat(told).contains("changed by nft");
        assertThat(site.nft("list", "table", "inet", "tierwall")).hasSameSizeAs(before);
        try (Watch watch = new Watch()) {
            Thread.sleep(300);
            watch.verify();
        }
    }

    @Test
    void aFinishedPodWithTheSameAddressAndChangedLabelsDoNotConfuseIt() throws Exception {
        site.policy("only-open", ONLY_OPEN);
        site.putPod("job", "\"app\":\"job\"", "10.0.0.2", Site.NODE, "Succeeded");
        site.agent().awaitReady();
        try (Watch watch = new Watch()) {
            Thread.sleep(200);
            site.deletePod("job");
            Thread.sleep(300);
            watch.verify();
        }
        try (Stream stream = new Stream(site, "web", "db", SHUT)) {
            Thread.sleep(200);
            assertThat(stream.arrived()).isZero();
            site.putPod("db", "\"app\":\"free\"", "10.0.0.2", Site.NODE, "Running");
            soon(() -> assertThat(stream.arrived()).isPositive());
        }
    }

    @Test
    void removeTakesEverythingOut() throws Exception {
        site.policy("only-open", ONLY_OPEN);
        site.agent().awaitReady().end();
        assertThat(site.nft("list", "ruleset")).contains("table inet tierwall");
        site.node().call(() -> {
            Agent.remove();
            return true;
        });
        assertThat(site.nft("list", "ruleset")).isEmpty();
    }
}

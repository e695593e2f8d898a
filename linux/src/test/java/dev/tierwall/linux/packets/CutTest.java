package dev.tierwall.linux.packets;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tierwall.core.model.Direction;
import dev.tierwall.core.model.NetworkPolicy;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Connections that a change denies end at once, whoever keeps talking; those that it allows notice nothing. */
@Timeout(60)
class CutTest {

    private static final NetworkPolicy NOBODY_TO_1 = Scene.isolate(1, Direction.INGRESS, 2);
    private static final NetworkPolicy NOBODY_TO_4 = Scene.isolate(4, Direction.INGRESS, 2);
    private static final NetworkPolicy NOTHING_FROM_0 = Scene.isolate(0, Direction.EGRESS, 3);

    /** How long packets that are on their way may still take. */
    private static final long ARRIVE_MILLIS = 60;

    private static final long SILENCE_MILLIS = 300;

    /** How often a busy machine may have let a thread wait with what had arrived before. */
    private static final int BUSY_TIMES = 2;

    private Scene scene;
    private final List<Talk> talks = new ArrayList<>();

    @BeforeEach
    void open() throws IOException {
        scene = new Scene();
        scene.enforce();
    }

    @AfterEach
    void close() throws IOException {
        for (Talk talk : talks) {
            talk.close();
        }
        scene.close();
    }

    private Talk tcp(int from, int to, int family) throws IOException {
        return keep(Talk.tcp(scene.pod(from), scene.pod(to), family, 7000 + talks.size()));
    }

    private Talk udp(int from, int to, int family) throws IOException {
        return keep(Talk.udp(scene.pod(from), scene.pod(to), family, 7000 + talks.size()));
    }

    private Talk keep(Talk talk) {
        talks.add(talk);
        return talk;
    }

    private static List<List<Long>> heard(List<Talk> talks) {
        return talks.stream().map(Talk::heard).toList();
    }

    private void endAt(NetworkPolicy... policies) throws Exception {
        Thread.sleep(100);
        assertThat(talks)
                .allSatisfy(talk -> assertThat(
                                talk.heard().stream().mapToLong(n -> n).sum())
                        .isPositive());
        assertThat(scene.enforce(policies)).hasSizeGreaterThanOrEqualTo(talks.size());
        Thread.sleep(ARRIVE_MILLIS);
        List<List<Long>> before = heard(talks);
        Thread.sleep(SILENCE_MILLIS);
        for (int i = 0; i < BUSY_TIMES && !heard(talks).equals(before); i++) {
            before = heard(talks);
            Thread.sleep(SILENCE_MILLIS);
        }
        assertThat(heard(talks)).isEqualTo(before);
    }

    @Test
    void tcpEndsWhoeverTalks() throws Exception {
        tcp(0, 1, 0).clientTalks();
        tcp(0, 1, 1).clientTalks();
        tcp(0, 1, 0).serverTalks();
        tcp(0, 1, 1).serverTalks();
        tcp(0, 1, 0).clientTalks().serverTalks();
        tcp(5, 1, 0).clientTalks().serverTalks();
        tcp(0, 4, 1).clientTalks().serverTalks();
        endAt(NOBODY_TO_1, NOBODY_TO_4);
    }

    @Test
    void tcpEndsWhenItIsTheClientThatIsDenied() throws Exception {
        tcp(0, 1, 0).clientTalks();
        tcp(0, 1, 1).serverTalks();
        tcp(0, 4, 0).serverTalks();
        tcp(0, 4, 0).clientTalks().serverTalks();
        endAt(NOTHING_FROM_0);
    }

    @Test
    void aTalkingClientIsToldThatItsConnectionIsGone() throws Exception {
        Talk talk = tcp(0, 1, 0).clientTalks();
        endAt(NOBODY_TO_1);
        assertThat(talk.clientBroke.get()).containsIgnoringCase("reset");
    }

    @Test
    void udpEndsWhenTheClientTalks() throws Exception {
        udp(0, 1, 0).clientTalks();
        udp(0, 1, 1).clientTalks();
        udp(5, 1, 0).clientTalks();
        udp(0, 4, 1).clientTalks();
        endAt(NOBODY_TO_1, NOBODY_TO_4);
    }

    @Test
    void udpEndsWhenBothTalk() throws Exception {
        udp(0, 1, 0).clientTalks().serverTalks();
        udp(0, 1, 1).serverTalks();
        udp(0, 4, 0).clientTalks().serverTalks();
        endAt(NOBODY_TO_1, NOBODY_TO_4);
    }

    @Test
    void connectionsOfAPodToItsNodeEnd() throws Exception {
        Party node = scene.node(0);
        keep(Talk.tcp(scene.pod(0), node, 0, 7000)).clientTalks();
        keep(Talk.tcp(scene.pod(0), node, 1, 7001)).serverTalks();
        keep(Talk.tcp(scene.pod(0), node, 0, 7002)).clientTalks().serverTalks();
        keep(Talk.udp(scene.pod(0), node, 0, 7003)).clientTalks();
        keep(Talk.udp(scene.pod(0), node, 1, 7004)).serverTalks();
        keep(Talk.udp(scene.pod(0), node, 0, 7005)).clientTalks().serverEchoes();
        endAt(NOTHING_FROM_0);
    }

    @Test
    void anEchoDoesNotKeepUdpAlive() throws Exception {
        for (int i = 0; i < 8; i++) {
            udp(0, 1, i % 2).clientTalks().serverEchoes();
            udp(5, 1, i % 2).clientTalks().serverEchoes();
        }
        endAt(NOBODY_TO_1);
    }

    @Test
    void aServerWithReasonsOfItsOwnMaySoonTalkAgain() throws Exception {
        Talk talk = keep(Talk.udpBetweenEqualPorts(scene.pod(0), scene.pod(1), 7000))
                .serverTalks();
        endAt(NOBODY_TO_1);
        List<Long> before = talk.heard();
        Thread.sleep(2500);
        assertThat(talk.heard().getFirst()).isGreaterThan(before.getFirst() + 50);
    }

    @Test
    void whatIsAllowedAgainBeginsAgain() throws Exception {
        Talk talk = udp(0, 1, 0).clientTalks().serverTalks();
        endAt(NOBODY_TO_1);
        scene.enforce();
        List<Long> before = talk.heard();
        Thread.sleep(200);
        assertThat(talk.heard().get(0)).isGreaterThan(before.get(0) + 50);
        assertThat(talk.heard().get(1)).isGreaterThan(before.get(1) + 50);
    }

    @Test
    void whatGuardsIsListedByNftAndGoesWhenItIsNoLongerNeeded() throws Exception {
        udp(0, 1, 0).clientTalks();
        udp(0, 1, 1).clientTalks();
        scene.enforce(NOBODY_TO_1);
        assertThat(scene.node(0).nft("list table inet tierwall-cut"))
                .contains("10.0.0.2 . 7000 . 10.0.0.1 . ", "fd00::2 . 7001 . fd00::1 . ")
                .containsPattern(" \\. udp expires 5[0-9]s")
                .contains("ip saddr . th sport . ip daddr . th dport . meta l4proto @talking4");
        scene.tidy();
        assertThat(scene.node(0).nft("list tables")).contains("tierwall-cut");
        scene.enforce();
        scene.tidy();
        assertThat(scene.node(0).nft("list tables")).doesNotContain("tierwall-cut");
    }

    @Test
    void behindAServiceTheyEnd() throws Exception {
        scene.node(0)
                .nft("table ip services { chain d { type nat hook prerouting priority -100;"
                        + " ip daddr 10.96.0.1 tcp dport 80 dnat to 10.0.0.2:7000;"
                        + " ip daddr 10.96.0.1 udp dport 53 dnat to 10.0.0.2:7001;"
                        + " ip daddr 10.96.0.1 tcp dport 81 dnat to 10.0.0.5:7002; }; }");
        keep(Talk.tcp(scene.pod(0), scene.pod(1), new InetSocketAddress("10.96.0.1", 80), 7000))
                .clientTalks()
                .serverTalks();
        keep(Talk.udp(scene.pod(0), scene.pod(1), new InetSocketAddress("10.96.0.1", 53), 7001))
                .clientTalks();
        keep(Talk.tcp(scene.pod(0), scene.pod(4), new InetSocketAddress("10.96.0.1", 81), 7002))
                .serverTalks();
        endAt(NOBODY_TO_1, NOBODY_TO_4);
    }

    @Test
    void theAllowedNoticeNothing() throws Exception {
        List<Talk> allowed = List.of(
                tcp(2, 1, 0).clientTalks().serverTalks(),
                udp(2, 1, 1).clientTalks().serverTalks(),
                tcp(1, 0, 0).clientTalks().serverTalks(),
                tcp(2, 4, 1).clientTalks(),
                tcp(0, 3, 0).clientTalks().serverTalks());
        Talk denied = tcp(0, 1, 0).clientTalks();
        Thread.sleep(100);
        for (int i = 0; i < 10; i++) {
            assertThat(scene.enforce(NOBODY_TO_1, NOBODY_TO_4, NOTHING_FROM_0)).hasSizeLessThanOrEqualTo(2);
            scene.enforce();
        }
        List<List<Long>> before = heard(allowed);
        Thread.sleep(200);
        List<List<Long>> after = heard(allowed);
        for (int i = 0; i < allowed.size(); i++) {
            assertThat(allowed.get(i).clientBroke.get()).isEmpty();
            assertThat(after.get(i).get(1)).isGreaterThan(before.get(i).get(1) + 50);
        }
        assertThat(denied.clientBroke.get()).isNotEmpty();
    }
}

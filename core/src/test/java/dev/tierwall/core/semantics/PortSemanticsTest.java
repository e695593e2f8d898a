package dev.tierwall.core.semantics;

import static dev.tierwall.core.net.Protocol.SCTP;
import static dev.tierwall.core.net.Protocol.TCP;
import static dev.tierwall.core.net.Protocol.UDP;
import static dev.tierwall.core.semantics.Facts.pod;
import static dev.tierwall.core.semantics.Facts.withPort;
import static dev.tierwall.core.semantics.Judged.cluster;
import static dev.tierwall.core.semantics.Policies.accept;
import static dev.tierwall.core.semantics.Policies.adminEgress;
import static dev.tierwall.core.semantics.Policies.adminIngress;
import static dev.tierwall.core.semantics.Policies.all;
import static dev.tierwall.core.semantics.Policies.anyone;
import static dev.tierwall.core.semantics.Policies.block;
import static dev.tierwall.core.semantics.Policies.deny;
import static dev.tierwall.core.semantics.Policies.egress;
import static dev.tierwall.core.semantics.Policies.ingress;
import static dev.tierwall.core.semantics.Policies.named;
import static dev.tierwall.core.semantics.Policies.pods;
import static dev.tierwall.core.semantics.Policies.range;
import static dev.tierwall.core.semantics.Policies.tcp;
import static dev.tierwall.core.semantics.Policies.udp;

import dev.tierwall.core.model.Pod;
import dev.tierwall.core.model.PortMatch;
import org.junit.jupiter.api.Test;

/** Which ports a rule is about. */
class PortSemanticsTest {

    private static final Pod WEB = pod("a/web", "app=web", "10.0.0.1");
    private static final Pod DB = pod("a/db", "app=db", "10.0.0.2");

    /** A cluster whose pod {@code a/db} lets in these ports and nothing else. */
    private static Judged dbLetsIn(PortMatch... ports) {
        return cluster(WEB, DB, ingress("a/policy", "app=db", accept(anyone(), ports)));
    }

    @Test
    void aRuleWithoutPortsIsAboutAllPortsAndProtocols() {
        dbLetsIn()
                .allows("a/web", "a/db", "1")
                .allows("a/web", "a/db", "65535/UDP")
                .allows("a/web", "a/db", "80/SCTP")
                .allows("a/web", "a/db", "icmp");
    }

    @Test
    void aRuleWithPortsIsAboutNoOtherProtocolSuchAsIcmp() {
        dbLetsIn(all(TCP), all(UDP), all(SCTP)).allows("a/web", "a/db", "80").denies("a/web", "a/db", "icmp");
        cluster(WEB, DB, ingress("a/closed", "app=db")).denies("a/web", "a/db", "icmp");
    }

    @Test
    void aPortIsOfItsProtocolAlone() {
        dbLetsIn(tcp(53), udp(54))
                .allows("a/web", "a/db", "53")
                .denies("a/web", "a/db", "53/UDP")
                .allows("a/web", "a/db", "54/UDP")
                .denies("a/web", "a/db", "54");
    }

    @Test
    void aProtocolWithoutAPortMeansAllItsPorts() {
        dbLetsIn(all(UDP))
                .allows("a/web", "a/db", "1/UDP")
                .allows("a/web", "a/db", "65535/UDP")
                .denies("a/web", "a/db", "1");
    }

    @Test
    void aRangeIncludesBothEnds() {
        dbLetsIn(range(TCP, 80, 90))
                .denies("a/web", "a/db", "79")
                .allows("a/web", "a/db", "80")
                .allows("a/web", "a/db", "90")
                .denies("a/web", "a/db", "91");
    }

    @Test
    void sctpIsJudgedAsTcpAndUdpAreAndIsolatesThemToo() {
        dbLetsIn(range(SCTP, 7777, 7777))
                .allows("a/web", "a/db", "7777/SCTP")
                .denies("a/web", "a/db", "7778/SCTP")
                .denies("a/web", "a/db", "7777")
                .denies("a/web", "a/db", "7777/UDP");
    }

    @Test
    void aNamedPortIsThatOfTheDestinationOfTheConnection() {
        Pod web = withPort(WEB, "http", TCP, 8080);
        Pod db = withPort(DB, "http", TCP, 80);
        cluster(web, db, ingress("a/in", "app=db", accept(anyone(), named("http", TCP))))
                .allows("a/web", "a/db", "80")
                .denies("a/web", "a/db", "8080")
                .allows("1.2.3.4", "a/db", "80");
        cluster(web, db, egress("a/out", "app=db", accept(anyone(), named("http", TCP))))
                .allows("a/db", "a/web", "8080")
                .denies("a/db", "a/web", "80");
    }

    @Test
    void aNamedPortMustHaveTheProtocolToo() {
        Pod db = withPort(DB, "dns", UDP, 53);
        cluster(WEB, db, ingress("a/in", "app=db", accept(anyone(), named("dns", TCP))))
                .denies("a/web", "a/db", "53")
                .denies("a/web", "a/db", "53/UDP");
        cluster(WEB, db, ingress("a/in", "app=db", accept(anyone(), named("dns", UDP))))
                .allows("a/web", "a/db", "53/UDP")
                .denies("a/web", "a/db", "53");
    }

    @Test
    void ofPortsOfOneNameAndProtocolTheFirstCounts() {
        Pod db = withPort(withPort(withPort(DB, "http", UDP, 1), "http", TCP, 80), "http", TCP, 81);
        cluster(WEB, db, ingress("a/in", "app=db", accept(anyone(), named("http", TCP))))
                .allows("a/web", "a/db", "80")
                .denies("a/web", "a/db", "81")
                .denies("a/web", "a/db", "1");
    }

    @Test
    void aDestinationWithoutAPortOfThatNameIsNotMatched() {
        dbLetsIn(named("http", TCP)).denies("a/web", "a/db", "80");
        cluster(WEB, DB, egress("a/out", "app=db", accept(block("0.0.0.0/0"), named("http", TCP))))
                .denies("a/db", "1.2.3.4", "80")
                .denies("a/db", "a/web", "80");
    }

    @Test
    void aNamedPortOfAClusterWidePolicyIsOfWhateverProtocolThePodGivesIt() {
        Pod db = withPort(withPort(DB, "dns", UDP, 53), "dns", TCP, 5353);
        cluster(WEB, db, adminIngress("deny", 1, "", deny(pods("", ""), named("dns", TCP, UDP, SCTP))))
                .denies("a/web", "a/db", "53/UDP")
                .denies("a/web", "a/db", "5353")
                .allows("a/web", "a/db", "53")
                .allows("a/web", "a/db", "5353/UDP");
        cluster(WEB, db, adminEgress("deny", 1, "", deny(pods("", ""), named("dns", TCP, UDP, SCTP))))
                .denies("a/web", "a/db", "53/UDP")
                .allows("a/web", "a/db", "53")
                .allows("a/db", "a/web", "53/UDP");
    }
}

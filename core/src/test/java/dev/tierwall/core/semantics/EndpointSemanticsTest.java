package dev.tierwall.core.semantics;

import static dev.tierwall.core.semantics.Facts.hostNetwork;
import static dev.tierwall.core.semantics.Facts.in;
import static dev.tierwall.core.semantics.Facts.node;
import static dev.tierwall.core.semantics.Facts.on;
import static dev.tierwall.core.semantics.Facts.pod;
import static dev.tierwall.core.semantics.Facts.template;
import static dev.tierwall.core.semantics.Judged.cluster;
import static dev.tierwall.core.semantics.Policies.accept;
import static dev.tierwall.core.semantics.Policies.adminEgress;
import static dev.tierwall.core.semantics.Policies.adminIngress;
import static dev.tierwall.core.semantics.Policies.anyone;
import static dev.tierwall.core.semantics.Policies.baselineIngress;
import static dev.tierwall.core.semantics.Policies.block;
import static dev.tierwall.core.semantics.Policies.deny;
import static dev.tierwall.core.semantics.Policies.egress;
import static dev.tierwall.core.semantics.Policies.ingress;
import static dev.tierwall.core.semantics.Policies.nodes;
import static dev.tierwall.core.semantics.Policies.pass;
import static dev.tierwall.core.semantics.Policies.pods;

import dev.tierwall.core.model.NetworkPolicy;
import dev.tierwall.core.model.Node;
import dev.tierwall.core.model.Pod;
import dev.tierwall.core.net.IpFamily;
import org.junit.jupiter.api.Test;

/** Who takes part in connections, and which connections no policy can touch. */
class EndpointSemanticsTest {

    private static final Pod WEB = pod("a/web", "app=web", "10.0.0.1");
    private static final Node NODE = node("n1", "zone=x", "192.168.0.1", "fd01::1");
    private static final Node OTHER = node("n2", "zone=y", "192.168.0.2");
    private static final NetworkPolicy CLOSED_IN = ingress("a/closed-in", "");
    private static final NetworkPolicy CLOSED_OUT = egress("a/closed-out", "");

    @Test
    void aPodAlwaysReachesItselfDirectly() {
        cluster(
                        WEB,
                        CLOSED_IN,
                        CLOSED_OUT,
                        adminIngress("in", 1, "", deny(pods("", ""))),
                        adminEgress("out", 1, "", deny(pods("", ""))))
                .allows("a/web", "a/web", "80")
                .allows("a/web", "a/web", "icmp");
    }

    @Test
    void throughAServiceTheAdminTierStandsBetweenAPodAndItself() {
        cluster(WEB, adminIngress("in", 1, "", deny(pods("", ""))))
                .deniesViaService("a/web", "a/web", "80")
                .allows("a/web", "a/web", "80");
        cluster(WEB, adminEgress("out", 1, "", deny(pods("", "")))).deniesViaService("a/web", "a/web", "80");
    }

    @Test
    void throughAServiceNetworkPoliciesNeverStandBetweenAPodAndItself() {
        cluster(WEB, CLOSED_IN, CLOSED_OUT).allowsViaService("a/web", "a/web", "80");
        cluster(WEB, CLOSED_IN, CLOSED_OUT, baselineIngress("base", 1, "", deny(pods("", ""))))
                .allowsViaService("a/web", "a/web", "80");
        cluster(WEB, CLOSED_IN, adminIngress("pass", 1, "", pass(pods("", "")), deny(pods("", ""))))
                .allowsViaService("a/web", "a/web", "80");
    }

    @Test
    void throughAServiceTheBaselineTierStandsBetweenAPodAndItselfIfNoNetworkPolicySelectsIt() {
        cluster(WEB, baselineIngress("base", 1, "", deny(pods("", "")))).deniesViaService("a/web", "a/web", "80");
    }

    @Test
    void aServiceMattersToNobodyElse() {
        Pod other = pod("a/other", "", "10.0.0.2");
        cluster(WEB, other, CLOSED_IN).deniesViaService("a/web", "a/other", "80");
        cluster(WEB, other, ingress("a/open", "", accept(pods("", "app=web"))))
                .allowsViaService("a/web", "a/other", "80")
                .deniesViaService("a/other", "a/web", "80");
    }

    @Test
    void aTemplateStandsForManyPodsSoThatItsConnectionToItselfIsJudged() {
        cluster(template("a/web", "app=web"), CLOSED_IN).denies("a/web", "a/web", "80");
        cluster(template("a/web", "app=web"), ingress("a/among", "", accept(pods("", "app=web"))))
                .allows("a/web", "a/web", "80");
    }

    @Test
    void aNodeAlwaysReachesThePodsThatItRuns() {
        Pod web = on("n1", WEB);
        Judged closed = cluster(
                web,
                NODE,
                OTHER,
                CLOSED_IN,
                on("n1", hostNetwork(pod("sys/agent", ""))),
                on("n2", hostNetwork(pod("sys/far", ""))),
                hostNetwork(pod("sys/unplaced", "", "192.168.0.1")));
        closed.allows("192.168.0.1", "a/web", "80")
                .allows("192.168.0.1", "a/web", "icmp")
                .denies("192.168.0.2", "a/web", "80");
        closed.allows("sys/agent", "a/web", "80").denies("sys/far", "a/web", "80");
        closed.allows("sys/unplaced", "a/web", "80");
    }

    @Test
    void thePodsOwnNodeIsADestinationLikeOthers() {
        cluster(on("n1", WEB), NODE, CLOSED_OUT, on("n1", hostNetwork(pod("sys/agent", ""))))
                .denies("a/web", "192.168.0.1", "80")
                .denies("a/web", "sys/agent", "80");
    }

    @Test
    void aNodeReachesItsPodsWhateverTheAdminTierSays() {
        cluster(on("n1", WEB), NODE, adminIngress("in", 1, "", deny(anyone())))
                .allows("192.168.0.1", "a/web", "80")
                .denies("192.168.0.2", "a/web", "80");
    }

    @Test
    void whereThePodRunsMustBeKnownForItsNodeToReachIt() {
        cluster(WEB, NODE, CLOSED_IN, on("n1", hostNetwork(pod("sys/agent", ""))))
                .denies("192.168.0.1", "a/web", "80")
                .denies("sys/agent", "a/web", "80");
        cluster(WEB, CLOSED_IN, hostNetwork(pod("sys/agent", ""))).denies("sys/agent", "a/web", "80");
    }

    @Test
    void aPodOnTheHostsNetworkIsNobodysSubject() {
        cluster(
                        WEB,
                        hostNetwork(pod("a/host", "app=host", "192.168.0.1")),
                        CLOSED_IN,
                        CLOSED_OUT,
                        adminIngress("in", 1, "", deny(pods("", ""))))
                .allows("1.2.3.4", "a/host", "80")
                .allows("a/host", "1.2.3.4", "80");
        cluster(WEB, hostNetwork(pod("a/host", "")), CLOSED_IN).allows("a/web", "a/host", "80");
    }

    @Test
    void aPodOnTheHostsNetworkIsNoPodPeerButHasItsAddress() {
        Pod host = hostNetwork(pod("a/host", "app=host", "192.168.0.1"));
        cluster(WEB, host, ingress("a/in", "", accept(pods("", "")))).denies("a/host", "a/web", "80");
        cluster(WEB, host, ingress("a/in", "", accept(block("192.168.0.0/24")))).allows("a/host", "a/web", "80");
        cluster(WEB, host, ingress("a/in", "", accept(anyone()))).allows("a/host", "a/web", "80");
    }

    @Test
    void onTheHostsNetworkTheAddressIsThePodsOrElseTheNodesOrElseUnknown() {
        NetworkPolicy toNode = egress("a/out", "", accept(block("192.168.0.1/32")));
        cluster(WEB, NODE, toNode, on("n1", hostNetwork(pod("a/host", "")))).allows("a/web", "a/host", "80");
        cluster(WEB, NODE, toNode, on("n1", hostNetwork(pod("a/host", "", "192.168.0.9"))))
                .denies("a/web", "a/host", "80");
        cluster(WEB, node("n1", ""), toNode, on("n1", hostNetwork(pod("a/host", ""))))
                .denies("a/web", "a/host", "80");
        cluster(WEB, toNode, on("n1", hostNetwork(pod("a/host", "")))).denies("a/web", "a/host", "80");
        NetworkPolicy toAll = egress("a/out", "", accept(block("0.0.0.0/0")));
        cluster(WEB, toAll, on("n1", hostNetwork(pod("a/host", "")))).allows("a/web", "a/host", "80");
        cluster(WEB, OTHER, toAll, on("n2", hostNetwork(pod("a/host", ""))))
                .knowsNoFlow("a/web", "a/host", IpFamily.IPV6);
    }

    @Test
    void aNodesPeerMatchesByTheAddressesOfTheNodesSelected() {
        Pod known = on("n1", hostNetwork(pod("a/known", "")));
        Pod unknown = hostNetwork(pod("a/unknown", ""));
        cluster(WEB, NODE, OTHER, known, unknown, adminEgress("out", 1, "", deny(nodes("zone=x"))))
                .denies("a/web", "192.168.0.1", "80")
                .denies("a/web", "a/known", "80")
                .allows("a/web", "192.168.0.2", "80")
                .allows("a/web", "1.2.3.4", "80")
                .allows("a/web", "a/unknown", "80");
    }

    @Test
    void aNodesPeerForEveryNodeMatchesHostNetworkPodsOfUnknownAddressToo() {
        cluster(
                        WEB,
                        NODE,
                        hostNetwork(pod("a/unknown", "")),
                        pod("a/ordinary", ""),
                        adminEgress("out", 1, "", deny(nodes(""))))
                .denies("a/web", "a/unknown", "80")
                .denies("a/web", "192.168.0.1", "80")
                .allows("a/web", "a/ordinary", "80")
                .allows("a/web", "192.168.0.9", "80");
    }

    @Test
    void aPodThatHasFinishedIsNoEndpointAndItsAddressMayBeAnybodys() {
        Pod done = in(Pod.State.FINISHED, pod("a/done", "app=job", "10.0.0.9"));
        cluster(WEB, done).knowsNoFlow("a/web", "a/done", IpFamily.IPV4);
        cluster(WEB, done, ingress("a/in", "", accept(pods("", "app=job")))).denies("10.0.0.9", "a/web", "80");
    }

    @Test
    void aPodWithoutAnAddressYetIsNoEndpoint() {
        cluster(WEB, in(Pod.State.WITHOUT_ADDRESS, pod("a/new", "")))
                .knowsNoFlow("a/new", "a/web", IpFamily.IPV4)
                .knowsNoFlow("a/new", "a/new", IpFamily.IPV4);
    }

    @Test
    void aPodWhoseAddressIsNotKnownMayHaveOneOfEitherFamily() {
        Pod manifest = pod("a/manifest", "");
        cluster(manifest, template("a/workload", ""))
                .allows("a/manifest", "a/workload", "80")
                .allowsIpv6("a/manifest", "a/workload", "80");
    }

    @Test
    void aPodWithAnAddressOfOneFamilyHasNoConnectionsOfTheOther() {
        cluster(WEB, pod("a/six", "", "fd00::1"), pod("a/both", "", "10.0.0.2", "fd00::2"))
                .knowsNoFlow("a/web", "a/six", IpFamily.IPV4)
                .knowsNoFlow("a/web", "a/six", IpFamily.IPV6)
                .allows("a/web", "a/both", "80")
                .allowsIpv6("a/six", "a/both", "80");
    }

    @Test
    void noPolicyAppliesOutsideTheCluster() {
        cluster(WEB, CLOSED_IN)
                .allows("a/web", "1.2.3.4", "80")
                .allows("1.2.3.4", "5.6.7.8", "80")
                .denies("1.2.3.4", "a/web", "80");
    }
}

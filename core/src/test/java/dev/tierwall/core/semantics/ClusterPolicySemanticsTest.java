package dev.tierwall.core.semantics;

import static dev.tierwall.core.semantics.Facts.hostNetwork;
import static dev.tierwall.core.semantics.Facts.namespace;
import static dev.tierwall.core.semantics.Facts.pod;
import static dev.tierwall.core.semantics.Judged.cluster;
import static dev.tierwall.core.semantics.Policies.about;
import static dev.tierwall.core.semantics.Policies.accept;
import static dev.tierwall.core.semantics.Policies.adminEgress;
import static dev.tierwall.core.semantics.Policies.adminIngress;
import static dev.tierwall.core.semantics.Policies.baselineIngress;
import static dev.tierwall.core.semantics.Policies.cluster;
import static dev.tierwall.core.semantics.Policies.deny;
import static dev.tierwall.core.semantics.Policies.domainNames;
import static dev.tierwall.core.semantics.Policies.ingress;
import static dev.tierwall.core.semantics.Policies.networks;
import static dev.tierwall.core.semantics.Policies.notUnderstood;
import static dev.tierwall.core.semantics.Policies.pass;
import static dev.tierwall.core.semantics.Policies.pods;
import static dev.tierwall.core.semantics.Policies.tcp;

import dev.tierwall.core.model.ClusterPolicy;
import dev.tierwall.core.model.Direction;
import dev.tierwall.core.model.Namespace;
import dev.tierwall.core.model.Peer;
import dev.tierwall.core.model.Pod;
import dev.tierwall.core.model.Policy.Rule;
import dev.tierwall.core.model.Policy.Tier;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is particular to the cluster-wide kinds. */
class ClusterPolicySemanticsTest {

    private static final Pod WEB = pod("a/web", "app=web", "10.0.0.1");
    private static final Pod DB = pod("b/db", "app=db", "10.0.0.2");
    private static final Namespace A = namespace("a", "team=red");
    private static final Namespace B = namespace("b", "team=blue");
    private static final List<Peer> ALL_PODS = pods("", "");

    private static ClusterPolicy admin(String kind, String name, int priority, Rule rule) {
        return cluster(kind, Tier.ADMIN, name, priority, "", Direction.INGRESS, rule);
    }

    @Test
    void theLowerPriorityComesFirst() {
        cluster(WEB, DB, adminIngress("z", 1, "", deny(ALL_PODS)), adminIngress("a", 2, "", accept(ALL_PODS)))
                .denies("a/web", "b/db", "80");
        cluster(WEB, DB, adminIngress("z", 0, "", accept(ALL_PODS)), adminIngress("a", 1000, "", deny(ALL_PODS)))
                .allows("a/web", "b/db", "80");
    }

    @Test
    void ofEqualPrioritiesTheNameDecides() {
        cluster(WEB, DB, adminIngress("b", 5, "", accept(ALL_PODS)), adminIngress("a", 5, "", deny(ALL_PODS)))
                .denies("a/web", "b/db", "80");
        cluster(WEB, DB, adminIngress("b", 5, "", deny(ALL_PODS)), adminIngress("a", 5, "", accept(ALL_PODS)))
                .allows("a/web", "b/db", "80");
    }

    @Test
    void ofEqualNamesTheKindDecides() {
        cluster(
                        WEB,
                        DB,
                        admin(ClusterPolicy.KIND, "a", 5, deny(ALL_PODS)),
                        admin(ClusterPolicy.ADMIN_KIND, "a", 5, accept(ALL_PODS)))
                .allows("a/web", "b/db", "80");
    }

    @Test
    void theOlderKindsStandInTheSameTiers() {
        cluster(
                        WEB,
                        DB,
                        admin(ClusterPolicy.ADMIN_KIND, "old", 2, accept(ALL_PODS)),
                        admin(ClusterPolicy.KIND, "new", 1, deny(ALL_PODS, tcp(80))),
                        cluster(
                                ClusterPolicy.BASELINE_KIND,
                                Tier.BASELINE,
                                "default",
                                0,
                                "",
                                Direction.INGRESS,
                                deny(ALL_PODS)))
                .denies("a/web", "b/db", "80")
                .allows("a/web", "b/db", "81");
        cluster(
                        WEB,
                        DB,
                        cluster(
                                ClusterPolicy.BASELINE_KIND,
                                Tier.BASELINE,
                                "default",
                                0,
                                "",
                                Direction.INGRESS,
                                deny(ALL_PODS)))
                .denies("a/web", "b/db", "80");
    }

    @Test
    void theFirstRuleThatMatchesDecides() {
        cluster(WEB, DB, adminIngress("p", 1, "", accept(ALL_PODS, tcp(80)), deny(ALL_PODS), accept(ALL_PODS)))
                .allows("a/web", "b/db", "80")
                .denies("a/web", "b/db", "81");
    }

    @Test
    void whatNoRuleMatchesFallsThrough() {
        cluster(WEB, DB, adminIngress("p", 1, "", accept(ALL_PODS, tcp(80))), adminIngress("empty", 2, ""))
                .allows("a/web", "b/db", "80")
                .allows("a/web", "b/db", "81")
                .allows("1.2.3.4", "b/db", "81");
        cluster(WEB, DB, adminIngress("p", 1, "", accept(ALL_PODS, tcp(80))), ingress("b/closed", ""))
                .allows("a/web", "b/db", "80")
                .denies("a/web", "b/db", "81");
    }

    @Test
    void aSubjectIsGivenByNamespacesOrByPodsInThem() {
        cluster(A, B, WEB, DB, adminIngress("p", 1, "team=blue", deny(ALL_PODS)))
                .denies("a/web", "b/db", "80")
                .allows("b/db", "a/web", "80");
        Pod other = pod("b/other", "app=other");
        cluster(A, B, WEB, DB, other, about("app=db", adminIngress("p", 1, "team=blue", deny(ALL_PODS))))
                .denies("a/web", "b/db", "80")
                .allows("a/web", "b/other", "80");
    }

    @Test
    void peersAreGivenByNamespacesOrByPodsInThem() {
        Pod other = pod("a/other", "app=other");
        cluster(A, B, WEB, DB, other, adminIngress("p", 1, "", deny(pods("team=red", "app=web"))))
                .denies("a/web", "b/db", "80")
                .allows("a/other", "b/db", "80")
                .allows("b/db", "a/web", "80");
    }

    @Test
    void noIngressRuleMatchesASourceThatIsNoPod() {
        cluster(
                        WEB,
                        DB,
                        hostNetwork(pod("b/host", "", "192.168.0.1")),
                        adminIngress("p", 1, "", deny(ALL_PODS)),
                        baselineIngress("q", 1, "", deny(ALL_PODS)))
                .denies("a/web", "b/db", "80")
                .allows("1.2.3.4", "b/db", "80")
                .allows("b/host", "b/db", "80");
    }

    @Test
    void networksMatchByAddressPodsAndIcmpIncluded() {
        cluster(WEB, DB, adminEgress("p", 1, "", deny(networks("10.0.0.2/32", "1.2.3.0/24", "2001:db8::/32"))))
                .denies("a/web", "b/db", "80")
                .denies("a/web", "b/db", "icmp")
                .denies("a/web", "1.2.3.4", "icmp")
                .allows("b/db", "a/web", "80")
                .allows("a/web", "1.2.4.4", "80");
        Pod six = pod("a/six", "", "fd00::1");
        cluster(six, adminEgress("p", 1, "", deny(networks("1.2.3.0/24", "2001:db8::/32"))))
                .denies("a/six", "2001:db8::1", "80")
                .allows("a/six", "2001:db9::1", "80");
    }

    @Test
    void domainNamesMatchNoAddressThatIsKnownHere() {
        cluster(WEB, adminEgress("p", 1, "", accept(domainNames("*.example.com")), deny(networks("0.0.0.0/0"))))
                .denies("a/web", "1.2.3.4", "443");
        cluster(WEB, adminEgress("p", 1, "", accept(domainNames("*.example.com"))))
                .allows("a/web", "1.2.3.4", "443");
    }

    @Test
    void anAcceptRuleThatIsNotUnderstoodMatchesNothing() {
        cluster(WEB, DB, adminIngress("p", 1, "", notUnderstood(accept(ALL_PODS)), deny(ALL_PODS, tcp(80))))
                .denies("a/web", "b/db", "80")
                .allows("a/web", "b/db", "81");
    }

    @Test
    void aDenyRuleThatIsNotUnderstoodDeniesEverything() {
        cluster(
                        A,
                        B,
                        WEB,
                        DB,
                        adminIngress("p", 1, "team=blue", accept(ALL_PODS, tcp(80)), notUnderstood(deny(List.of()))))
                .allows("a/web", "b/db", "80")
                .denies("a/web", "b/db", "81")
                .denies("a/web", "b/db", "icmp")
                .denies("1.2.3.4", "b/db", "80")
                .allows("b/db", "a/web", "81");
    }

    @Test
    void aPassRuleThatIsNotUnderstoodDeniesEverything() {
        cluster(WEB, DB, adminEgress("p", 1, "", notUnderstood(pass(networks("9.9.9.9/32"), tcp(1)))))
                .denies("a/web", "b/db", "80")
                .denies("a/web", "1.2.3.4", "80");
    }

    @Test
    void theTierIsLeftAsAWholeByAPassNotThePolicyAlone() {
        cluster(
                        WEB,
                        DB,
                        adminIngress("one", 1, "", pass(ALL_PODS, tcp(80))),
                        admin(ClusterPolicy.ADMIN_KIND, "two", 2, deny(ALL_PODS)))
                .allows("a/web", "b/db", "80")
                .denies("a/web", "b/db", "81");
    }
}

package dev.tierwall.core.semantics;

import static dev.tierwall.core.semantics.Facts.pod;
import static dev.tierwall.core.semantics.Judged.cluster;
import static dev.tierwall.core.semantics.Policies.accept;
import static dev.tierwall.core.semantics.Policies.adminEgress;
import static dev.tierwall.core.semantics.Policies.adminIngress;
import static dev.tierwall.core.semantics.Policies.anyone;
import static dev.tierwall.core.semantics.Policies.baselineEgress;
import static dev.tierwall.core.semantics.Policies.baselineIngress;
import static dev.tierwall.core.semantics.Policies.deny;
import static dev.tierwall.core.semantics.Policies.egress;
import static dev.tierwall.core.semantics.Policies.ingress;
import static dev.tierwall.core.semantics.Policies.pass;
import static dev.tierwall.core.semantics.Policies.pods;
import static dev.tierwall.core.semantics.Policies.tcp;

import dev.tierwall.core.model.Peer;
import dev.tierwall.core.model.Pod;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Which tier decides. */
class EvaluationOrderTest {

    private static final Pod WEB = pod("a/web", "app=web", "10.0.0.1");
    private static final Pod DB = pod("b/db", "app=db", "10.0.0.2");
    private static final List<Peer> ALL_PODS = pods("", "");

    @Test
    void withoutAnyPolicyEverythingIsAccepted() {
        cluster(WEB, DB)
                .allows("a/web", "b/db", "5432")
                .allows("a/web", "b/db", "icmp")
                .allows("a/web", "1.2.3.4", "443")
                .allows("1.2.3.4", "b/db", "53/UDP");
    }

    @Test
    void bothSidesMustAgree() {
        cluster(WEB, DB, egress("a/closed", ""), ingress("b/open", "", accept(anyone())))
                .denies("a/web", "b/db", "80")
                .allows("b/db", "a/web", "80");
        cluster(WEB, DB, egress("a/open", "", accept(anyone())), ingress("b/closed", ""))
                .denies("a/web", "b/db", "80");
        cluster(WEB, DB, egress("a/open", "", accept(anyone())), ingress("b/open", "", accept(anyone())))
                .allows("a/web", "b/db", "80");
    }

    @Test
    void theAdminTierDecidesBeforeNetworkPolicies() {
        cluster(WEB, DB, adminIngress("deny", 1, "", deny(ALL_PODS)), ingress("b/open", "", accept(anyone())))
                .denies("a/web", "b/db", "80");
        cluster(WEB, DB, adminIngress("accept", 1, "", accept(ALL_PODS)), ingress("b/closed", ""))
                .allows("a/web", "b/db", "80");
    }

    @Test
    void anAcceptOfTheAdminTierIsNotTakenBackByBaseline() {
        cluster(
                        WEB,
                        DB,
                        adminIngress("accept", 1, "", accept(ALL_PODS, tcp(80))),
                        baselineIngress("deny", 1, "", deny(ALL_PODS)))
                .allows("a/web", "b/db", "80")
                .denies("a/web", "b/db", "81");
    }

    @Test
    void passLeavesTheRestOfTheAdminTierOut() {
        cluster(
                        WEB,
                        DB,
                        adminIngress("one", 1, "", pass(ALL_PODS, tcp(80)), deny(ALL_PODS)),
                        adminIngress("two", 2, "", deny(ALL_PODS)),
                        ingress("b/open", "", accept(anyone())))
                .allows("a/web", "b/db", "80")
                .denies("a/web", "b/db", "81");
    }

    @Test
    void whatAdminPassesIsStillUpToNetworkPolicies() {
        cluster(WEB, DB, adminIngress("pass", 1, "", pass(ALL_PODS)), ingress("b/closed", ""))
                .denies("a/web", "b/db", "80");
    }

    @Test
    void whatAdminPassesReachesBaselineWhereNothingIsolates() {
        cluster(WEB, DB, adminIngress("pass", 1, "", pass(ALL_PODS)), baselineIngress("deny", 1, "", deny(ALL_PODS)))
                .denies("a/web", "b/db", "80");
    }

    @Test
    void nothingFollowsTheNetworkPolicyTier() {
        cluster(
                        WEB,
                        DB,
                        ingress("b/some", "", accept(anyone(), tcp(80))),
                        baselineIngress("base", 1, "", deny(ALL_PODS, tcp(80)), accept(ALL_PODS)))
                .allows("a/web", "b/db", "80")
                .denies("a/web", "b/db", "81");
    }

    @Test
    void baselineIsLeftOutOnlyForTheDirectionThatIsIsolated() {
        cluster(
                        WEB,
                        DB,
                        ingress("b/open", "", accept(anyone())),
                        baselineEgress("out", 1, "", deny(ALL_PODS, tcp(80))),
                        baselineIngress("in", 1, "", deny(ALL_PODS, tcp(81))))
                .denies("b/db", "a/web", "80")
                .denies("b/db", "a/web", "81")
                .denies("a/web", "b/db", "80")
                .allows("a/web", "b/db", "81");
    }

    @Test
    void aPassOfBaselineLeadsToTheDefault() {
        cluster(WEB, DB, baselineIngress("base", 1, "", pass(ALL_PODS, tcp(80)), deny(ALL_PODS)))
                .allows("a/web", "b/db", "80")
                .denies("a/web", "b/db", "81");
    }

    @Test
    void eachSideHasTiersOfItsOwn() {
        cluster(
                        WEB,
                        DB,
                        adminEgress("out", 1, "", accept(ALL_PODS)),
                        adminIngress("in", 1, "", deny(ALL_PODS, tcp(80))))
                .denies("a/web", "b/db", "80")
                .allows("a/web", "b/db", "81");
    }
}

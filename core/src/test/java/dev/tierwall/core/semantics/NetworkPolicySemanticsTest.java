package dev.tierwall.core.semantics;

import static dev.tierwall.core.semantics.Facts.namespace;
import static dev.tierwall.core.semantics.Facts.pod;
import static dev.tierwall.core.semantics.Judged.cluster;
import static dev.tierwall.core.semantics.Policies.accept;
import static dev.tierwall.core.semantics.Policies.anyone;
import static dev.tierwall.core.semantics.Policies.block;
import static dev.tierwall.core.semantics.Policies.egress;
import static dev.tierwall.core.semantics.Policies.either;
import static dev.tierwall.core.semantics.Policies.ingress;
import static dev.tierwall.core.semantics.Policies.invalid;
import static dev.tierwall.core.semantics.Policies.notUnderstood;
import static dev.tierwall.core.semantics.Policies.pods;
import static dev.tierwall.core.semantics.Policies.podsIn;
import static dev.tierwall.core.semantics.Policies.tcp;

import dev.tierwall.core.model.Namespace;
import dev.tierwall.core.model.NetworkPolicy;
import dev.tierwall.core.model.Peer;
import dev.tierwall.core.model.Pod;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whom a NetworkPolicy isolates, and which peers its rules let through. */
class NetworkPolicySemanticsTest {

    private static final Pod WEB = pod("a/web", "app=web", "10.0.0.1");
    private static final Pod API = pod("a/api", "app=api", "10.0.0.2");
    private static final Pod DB = pod("b/db", "app=db", "10.0.0.3");
    private static final Pod LATER = pod("b/later", "app=web");
    private static final Namespace A = namespace("a", "team=red");
    private static final Namespace B = namespace("b", "team=blue");

    /** A cluster whose pod {@code b/db} lets in these peers and nobody else. */
    private static Judged dbLetsIn(List<Peer> peers) {
        return cluster(A, B, WEB, API, DB, LATER, ingress("b/policy", "app=db", accept(peers)));
    }

    @Test
    void aSelectedPodIsClosedInTheDirectionsOfThePolicyAlone() {
        cluster(A, B, WEB, DB, ingress("b/in", "app=db"))
                .denies("a/web", "b/db", "80")
                .denies("1.2.3.4", "b/db", "80")
                .allows("b/db", "a/web", "80");
        cluster(A, B, WEB, DB, egress("b/out", "app=db"))
                .allows("a/web", "b/db", "80")
                .denies("b/db", "a/web", "80")
                .denies("b/db", "1.2.3.4", "80");
    }

    @Test
    void rulesOfADirectionOutsideTheTypesAreWithoutEffect() {
        NetworkPolicy it = ingress("b/in", "");
        NetworkPolicy withEgress = new NetworkPolicy(
                it.key(), it.subject(), it.types(), List.of(), List.of(accept(anyone())), true, it.location());
        cluster(A, B, WEB, DB, withEgress).denies("a/web", "b/db", "80").allows("b/db", "a/web", "80");
    }

    @Test
    void anEmptyRuleAllowsEverything() {
        dbLetsIn(anyone())
                .allows("a/web", "b/db", "80")
                .allows("a/web", "b/db", "icmp")
                .allows("1.2.3.4", "b/db", "53/UDP")
                .allows("b/later", "b/db", "9/SCTP");
    }

    @Test
    void policiesOfOnePodAddUp() {
        cluster(
                        A,
                        B,
                        WEB,
                        API,
                        DB,
                        ingress("b/closed", ""),
                        ingress("b/one", "app=db", accept(pods("", "app=web"), tcp(80))),
                        ingress("b/two", "app=db", accept(pods("", "app=api"), tcp(81))))
                .allows("a/web", "b/db", "80")
                .denies("a/web", "b/db", "81")
                .allows("a/api", "b/db", "81")
                .denies("a/api", "b/db", "80");
    }

    @Test
    void aPolicySelectsPodsOfItsOwnNamespaceAlone() {
        cluster(A, B, WEB, DB, LATER, ingress("b/policy", "app=web"))
                .allows("b/db", "a/web", "80")
                .denies("b/db", "b/later", "80")
                .allows("a/web", "b/db", "80");
    }

    @Test
    void anEmptyPodSelectorSelectsAllPodsOfTheNamespace() {
        cluster(A, B, WEB, API, DB, ingress("a/closed", ""))
                .denies("b/db", "a/web", "80")
                .denies("b/db", "a/api", "80")
                .allows("a/web", "b/db", "80");
    }

    @Test
    void aPodSelectorAloneMeansPodsOfThePolicysNamespace() {
        dbLetsIn(podsIn("b", "app=web"))
                .allows("b/later", "b/db", "80")
                .denies("a/web", "b/db", "80")
                .denies("1.2.3.4", "b/db", "80");
    }

    @Test
    void aNamespaceSelectorAloneMeansAllPodsOfThoseNamespaces() {
        dbLetsIn(pods("team=red", ""))
                .allows("a/web", "b/db", "80")
                .allows("a/api", "b/db", "80")
                .denies("b/later", "b/db", "80")
                .denies("1.2.3.4", "b/db", "80");
    }

    @Test
    void anEmptyNamespaceSelectorMeansEveryPodButNothingOutside() {
        dbLetsIn(pods("", ""))
                .allows("a/web", "b/db", "80")
                .allows("b/later", "b/db", "80")
                .denies("1.2.3.4", "b/db", "80");
    }

    @Test
    void bothSelectorsInOneItemMustHold() {
        dbLetsIn(pods("team=red", "app=web"))
                .allows("a/web", "b/db", "80")
                .denies("a/api", "b/db", "80")
                .denies("b/later", "b/db", "80");
    }

    @Test
    void selectorsInTwoItemsAreAlternatives() {
        dbLetsIn(either(pods("team=red", ""), podsIn("b", "app=web")))
                .allows("a/web", "b/db", "80")
                .allows("a/api", "b/db", "80")
                .allows("b/later", "b/db", "80");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "app=web; true; false",
                "app=web|api; true; true",
                "app!=web; false; true",
                "tier!=front; true; true",
                "app; true; true",
                "tier; false; false",
                "!app; false; false",
                "!tier; true; true",
                "app=web|api,app!=web; false; true"
            })
    void matchExpressionsAreJudgedAsTheApiSays(String selector, boolean web, boolean api) {
        Judged judged = dbLetsIn(pods("", selector));
        judged.says(web, "a/web", "b/db", "80");
        judged.says(web, "b/later", "b/db", "80");
        judged.says(api, "a/api", "b/db", "80");
    }

    @Test
    void everyNamespaceCarriesItsNameAsALabel() {
        dbLetsIn(pods("kubernetes.io/metadata.name=a", ""))
                .allows("a/web", "b/db", "80")
                .denies("b/later", "b/db", "80");
    }

    @Test
    void aNamespaceThatWasNotReadHasItsNameLabelAlone() {
        Judged byName = cluster(WEB, DB, ingress("b/policy", "", accept(pods("kubernetes.io/metadata.name=a", ""))));
        byName.allows("a/web", "b/db", "80");
        cluster(WEB, DB, ingress("b/policy", "", accept(pods("team=red", "")))).denies("a/web", "b/db", "80");
        cluster(WEB, DB, ingress("b/policy", "", accept(pods("!team", "")))).allows("a/web", "b/db", "80");
    }

    @Test
    void anIpBlockMatchesWhoeverHasTheAddressPodsIncluded() {
        dbLetsIn(block("10.0.0.0/30"))
                .allows("a/web", "b/db", "80")
                .allows("10.0.0.0", "b/db", "80")
                .denies("10.0.0.4", "b/db", "80");
        cluster(A, B, WEB, API, DB, egress("b/out", "", accept(block("10.0.0.2/32"))))
                .allows("b/db", "a/api", "80")
                .denies("b/db", "a/web", "80");
    }

    @Test
    void exceptCutsOnlyInsideItsOwnBlock() {
        dbLetsIn(either(block("10.0.0.0/8", "10.0.0.0/30"), block("10.0.0.1/32")))
                .allows("a/web", "b/db", "80")
                .denies("a/api", "b/db", "80")
                .allows("10.0.0.4", "b/db", "80");
    }

    @Test
    void blocksOfBothFamiliesAreJudgedAlike() {
        Pod dual = pod("a/dual", "", "10.0.0.9", "fd00::9");
        Pod other = pod("b/other", "", "10.0.0.8", "fd00::8");
        cluster(dual, other, ingress("b/v6", "", accept(block("fd00::/64", "fd00::/126"))))
                .allowsIpv6("a/dual", "b/other", "80")
                .denies("a/dual", "b/other", "80")
                .allows("fd00::7", "b/other", "80")
                .denies("fd00::3", "b/other", "80")
                .denies("10.0.0.1", "b/other", "80");
        cluster(dual, other, ingress("b/v4", "", accept(block("0.0.0.0/0"))))
                .allows("a/dual", "b/other", "80")
                .deniesIpv6("a/dual", "b/other", "80");
    }

    @Test
    void anAddressThatIsNotKnownIsInABlockOnlyIfTheBlockIsTheWholeFamily() {
        dbLetsIn(block("10.0.0.0/8")).denies("b/later", "b/db", "80");
        dbLetsIn(block("0.0.0.0/0")).allows("b/later", "b/db", "80");
        dbLetsIn(block("0.0.0.0/0", "10.0.0.9/32")).denies("b/later", "b/db", "80");
        dbLetsIn(either(block("0.0.0.0/1"), block("128.0.0.0/1"))).denies("b/later", "b/db", "80");
    }

    @Test
    void aPolicyThatTheApiServerRefusesIsolatesAndAllowsNothing() {
        cluster(A, B, WEB, API, DB, invalid(ingress("b/broken", "app=db", accept(anyone()))))
                .denies("a/web", "b/db", "80")
                .allows("b/db", "a/web", "80");
        cluster(
                        A,
                        B,
                        WEB,
                        DB,
                        invalid(ingress("b/broken", "", accept(anyone()))),
                        ingress("b/good", "", accept(pods("team=red", ""))))
                .allows("a/web", "b/db", "80")
                .denies("1.2.3.4", "b/db", "80");
    }

    @Test
    void aRuleThatIsNotUnderstoodAllowsNothing() {
        cluster(A, B, WEB, API, DB, ingress("b/part", "", notUnderstood(accept(anyone())), accept(pods("", "app=api"))))
                .denies("a/web", "b/db", "80")
                .allows("a/api", "b/db", "80");
    }
}

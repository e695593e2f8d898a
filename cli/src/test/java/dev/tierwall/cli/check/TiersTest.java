package dev.tierwall.cli.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tierwall.cli.Cli;
import dev.tierwall.cli.frame.ExitCode;
import org.junit.jupiter.api.Test;

/** Decisions of cluster-wide policies, and of several tiers together. */
class TiersTest {
    private static final String CLUSTER = "src/test/resources/dev/tierwall/cli/cluster.yaml";

    private static final String POLICIES = """
            apiVersion: policy.networking.k8s.io/v1alpha2
            kind: ClusterNetworkPolicy
            metadata: {name: guard}
            spec:
              tier: Admin
              priority: 7
              subject: {namespaces: {matchLabels: {team: blue}}}
              ingress:
                - {name: hand-over, action: Pass, from: [{namespaces: {matchLabels: {team: blue}}}]}
                - {name: keep-out, action: Deny, from: [{namespaces: {matchLabels: {team: red}}}]}
              egress:
                - {name: nodes, action: Accept, to: [{nodes: {}}]}
            ---
            apiVersion: policy.networking.k8s.io/v1alpha1
            kind: AdminNetworkPolicy
            metadata: {name: older}
            spec:
              priority: 50
              subject: {namespaces: {matchLabels: {team: red}}}
              ingress: [{action: Allow, from: [{namespaces: {}}], ports: [{portNumber: {port: 80, protocol: TCP}}]}]
            ---
            apiVersion: policy.networking.k8s.io/v1alpha1
            kind: BaselineAdminNetworkPolicy
            metadata: {name: default}
            spec:
              subject: {namespaces: {matchLabels: {team: red}}}
              ingress: [{name: closed, action: Deny, from: [{namespaces: {}}]}]
            ---
            apiVersion: networking.k8s.io/v1
            kind: NetworkPolicy
            metadata: {name: web-to-db, namespace: shop}
            spec:
              podSelector: {matchLabels: {app: db}}
              ingress: [{from: [{podSelector: {matchLabels: {app: web}}}], ports: [{port: 5432}]}]
            """;

    @Test
    void aPassIsToldBeforeWhatDecided() {
        assertThat(check("shop/web", "shop/db-0:5432")).isEqualTo(result(ExitCode.OK, """
                shop/web → shop/db-0 5432/TCP   ALLOWED
                  egress   allowed   no rule decides, and no NetworkPolicy isolates shop/web for egress
                  ingress  passed    by ClusterNetworkPolicy guard (Admin tier, priority 7), ingress rule 1 "hand-over", peer 1 (<stdin>:9:46)
                           allowed   by web-to-db, ingress rule 1, peer 1 (<stdin>:34:21)
                """));
    }

    @Test
    void aDenialNamesTierPriorityAndRule() {
        assertThat(check("ops/api", "shop/db-0:5432").out()).endsWith("""
                  ingress  denied    by ClusterNetworkPolicy guard (Admin tier, priority 7), ingress rule 2 "keep-out", peer 1 (<stdin>:10:45)
                """);
    }

    @Test
    void theOlderKindsAreNamedAsTheyAre() {
        assertThat(check("shop/db-0", "ops/api:80").out()).endsWith("""
                  ingress  allowed   by AdminNetworkPolicy older (Admin tier, priority 50), ingress rule 1, peer 1 (<stdin>:20:36)
                """);
        assertThat(check("shop/db-0", "ops/api:81").out()).endsWith("""
                  ingress  denied    by BaselineAdminNetworkPolicy default (Baseline tier), ingress rule 1 "closed", peer 1 (<stdin>:27:49)
                """);
    }

    @Test
    void aRuleThatIsNotUnderstoodFailsClosedAndSaysSo() {
        String odd = """
                apiVersion: policy.networking.k8s.io/v1alpha2
                kind: ClusterNetworkPolicy
                metadata: {name: odd}
                spec:
                  tier: Baseline
                  priority: 0
                  subject: {namespaces: {}}
                  egress: [{action: Deny, to: [{galaxies: {}}], protocols: [{tcp: {destinationPort: {number: 9}}}]}]
                """;
        Cli.Result result = Cli.withInput(odd, "check", "-f", CLUSTER, "-f", "-", "shop/web", "internet:443");
        assertThat(result.code()).isEqualTo(ExitCode.USAGE);
        assertThat(result.err()).startsWith("<stdin>:8:33: error: unknown field `galaxies`");
        assertThat(result.out()).contains("""
                  egress   denied    by ClusterNetworkPolicy odd (Baseline tier, priority 0), egress rule 1 (<stdin>:8:12), which is not understood and so denies everything
                """);
    }

    @Test
    void aNodeIsAPeerByItsAddress() {
        assertThat(check("shop/web", "node/node-a:22").out()).isEqualTo("""
                shop/web → 192.168.0.10 (node node-a) 22/TCP   ALLOWED
                  egress   allowed   by ClusterNetworkPolicy guard (Admin tier, priority 7), egress rule 1 "nodes", peer 1 (<stdin>:12:42)
                  ingress  allowed   not a pod, so that no policy applies
                """);
    }

    private static Cli.Result check(String source, String destination) {
        return Cli.withInput(POLICIES, "check", "-f", CLUSTER, "-f", "-", source, destination);
    }

    private static Cli.Result result(int code, String out) {
        return new Cli.Result(code, out, "");
    }
}

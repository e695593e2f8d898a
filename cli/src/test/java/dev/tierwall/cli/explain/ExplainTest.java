package dev.tierwall.cli.explain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tierwall.cli.Cli;
import dev.tierwall.cli.frame.ExitCode;
import org.junit.jupiter.api.Test;

/** What {@code explain} says of pods of every sort. */
class ExplainTest {
    private static final String CLUSTER = "src/test/resources/dev/tierwall/cli/cluster.yaml";
    private static final String EXAMPLES = "../examples/";

    @Test
    void aPodOfTheTutorialIsExplainedInPlainSentences() {
        Cli.Result result = Cli.run("explain", "-f", EXAMPLES + "three-tier", "database/db01");
        assertThat(result).isEqualTo(new Cli.Result(ExitCode.OK, """
                database/db01 is a pod with labels app=db.

                Incoming
                  It is isolated by 2 policies:
                    - default-deny-ingress (../examples/three-tier/01-default-deny-ingress.yaml:24:1)
                    - from-application-to-db (../examples/three-tier/02-from-application-to-db.yaml:3:1)
                  Only this is accepted:
                    - 5432/TCP from all pods in namespaces with name=application
                      by from-application-to-db, ingress rule 1 (../examples/three-tier/02-from-application-to-db.yaml:15:7)
                  Its own node always reaches it.
                  As things are, these can connect to it:
                    - application/appserver01 on 5432/TCP
                  Of pods to come, these could connect to it:
                    - all pods in namespaces with name=application on 5432/TCP

                Outgoing
                  No policy selects it: everything is allowed on its side.
                  As things are, it can connect to these:
                    - kube-system/kube-dns, outside/proxy and internet on all ports
                """, ""));
    }

    @Test
    void tiersAreToldInTheOrderOfEvaluation() {
        Cli.Result result = Cli.run("explain", "-f", EXAMPLES + "deny-rules", "blue/api");
        assertThat(result.out())
                .startsWith("""
                blue/api is a Deployment whose pods are not known yet, with labels app=api.

                Incoming
                  The Admin tier comes first; of these rules the first that matches decides:
                    - accept 9090/TCP from all pods in namespaces with role=monitoring
                      by ClusterNetworkPolicy monitoring-reaches-metrics (Admin tier, priority 10), ingress rule 1 "from-monitoring" (../examples/deny-rules/policies.yaml:13:7)
                """)
                .contains("\n  The Baseline tier comes next; of these rules the first that matches decides:\n")
                .contains("  No NetworkPolicy selects it: what is left is allowed on its side.\n");
    }

    @Test
    void aBaselineThatIsolationKeepsFromBeingAskedIsLeftOut() {
        Cli.Result result = Cli.run("explain", "-f", EXAMPLES + "deny-rules", "red/api");
        assertThat(result.out()).contains("  It is isolated by api (").doesNotContain("Baseline");
    }

    @Test
    void podsOfOneWorkloadThatPoliciesTellApartAreExplainedApart() {
        String policy = """
                apiVersion: networking.k8s.io/v1
                kind: NetworkPolicy
                metadata: {name: sql, namespace: shop}
                spec:
                  podSelector: {matchLabels: {app: db}}
                  ingress: [{ports: [{port: sql}]}]
                """;
        assertThat(Cli.withInput(policy, "explain", "-f", CLUSTER, "-f", "-", "shop/db")
                        .out())
                .contains(
                        "shop/db-0 is a pod with labels app=db, role=primary and address 10.1.0.6.\n",
                        "everybody can connect to it on 5432/TCP.\n",
                        "\n\nshop/db-1 is a pod with labels app=db, role=replica and address 10.1.1.6.\n",
                        "everybody can connect to it on 5433/TCP.\n");
    }

    @Test
    void onItsNodesNetworkNoPolicyApplies() {
        assertThat(Cli.run("explain", "-f", CLUSTER, "ops/proxy").out()).isEqualTo("""
                ops/proxy is a pod with labels app=proxy and address 192.168.0.10.
                It is on its node's network: no policy applies to it, and to the policies of others it is the node.
                """);
    }

    @Test
    void anInvalidPolicyClosesAndIsNamed() {
        String policy = """
                apiVersion: networking.k8s.io/v1
                kind: NetworkPolicy
                metadata: {name: wrong, namespace: shop}
                spec:
                  podSelector: {matchLabels: {app: web}}
                  ingress: [{ports: [{port: 70000}]}]
                """;
        Cli.Result result = Cli.withInput(policy, "explain", "-f", CLUSTER, "-f", "-", "shop/web");
        assertThat(result.code()).as("wrong input outweighs the answer").isEqualTo(ExitCode.USAGE);
        assertThat(result.err()).startsWith("<stdin>:6:29: error: ");
        assertThat(result.out()).contains("""
                  It is isolated by wrong (<stdin>:1:1).
                  wrong is invalid, so that none of its rules counts.
                  It accepts nothing.
                  Its own node always reaches it.
                  As things are, nobody can connect to it.
                """);
    }

    @Test
    void whatAPodSelectorAsksForIsSaidOfPodsToCome() {
        String policy = """
                apiVersion: networking.k8s.io/v1
                kind: NetworkPolicy
                metadata: {name: db, namespace: shop}
                spec:
                  podSelector: {matchLabels: {app: db}}
                  policyTypes: [Ingress]
                  ingress:
                    - from:
                        - podSelector: {matchExpressions: [{key: tier, operator: In, values: [a, b]}, {key: old, operator: DoesNotExist}]}
                        - namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: ops}}
                        - ipBlock: {cidr: 198.51.100.7/32}
                      ports: [{port: 5432}, {port: 53, protocol: UDP}]
                """;
        assertThat(Cli.withInput(policy, "explain", "-f", CLUSTER, "-f", "-", "shop/db")
                        .out())
                .contains("""
                          Only this is accepted:
                            - 5432/TCP and 53/UDP from pods with tier in (a,b) and without label old in namespace shop, or all pods in namespace ops, or address 198.51.100.7
                              by db, ingress rule 1 (<stdin>:8:7)
                          Its own node always reaches it.
                          As things are, these can connect to it:
                            - ops/api, ops/DaemonSet/twin, ops/Pod/twin and 198.51.100.7/32 on 5432/TCP, 53/UDP
                          Of pods to come, these could connect to it:
                            - pods with tier in (a,b) and without label old in namespace shop on 5432/TCP, 53/UDP
                            - all pods in namespace ops on 5432/TCP, 53/UDP
                        """);
    }

    @Test
    void onlyPodsCanBeExplained() {
        Cli.Result result = Cli.run("explain", "-f", CLUSTER, "svc:shop/web");
        assertThat(result).isEqualTo(new Cli.Result(ExitCode.USAGE, "", """
                tierwall explain: svc:shop/web is not a pod: policies do nothing to it
                  ask about a pod or a workload, such as one behind it
                """));
        assertThat(Cli.run("explain", "-f", CLUSTER, "shop/wbe").err()).isEqualTo("""
                tierwall explain: there is no pod or workload 'wbe' in namespace shop
                  did you mean shop/web?
                """);
    }
}

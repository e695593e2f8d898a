package dev.tierwall.kube.manifest;

import dev.tierwall.core.model.Snapshot;
import dev.tierwall.core.net.IpFamily;
import dev.tierwall.core.semantics.Judged;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is not written, or not written well, and yet decides verdicts. */
class ReadingSemanticsTest {

    private static final String PODS = """
            {apiVersion: v1, kind: Pod, metadata: {name: web, namespace: a, labels: {app: web}}, status: {podIP: 10.0.0.1}}
            ---
            {apiVersion: v1, kind: Pod, metadata: {name: db, namespace: a, labels: {app: db}},
             spec: {containers: [{name: c, ports: [{name: sql, containerPort: 5432}]}]}, status: {podIP: 10.0.0.2}}
            ---
            """;

    private static Judged reading(String text) {
        byte[] bytes = (PODS + text).getBytes(StandardCharsets.UTF_8);
        Reading reading = Manifests.read(List.of("-"), "default", new ByteArrayInputStream(bytes));
        return new Judged(Snapshot.of(reading.objects()));
    }

    /** The two pods, and a NetworkPolicy for the pod {@code a/db}. */
    private static Judged policy(String rest) {
        return reading("""
                apiVersion: networking.k8s.io/v1
                kind: NetworkPolicy
                metadata: {name: p, namespace: a}
                spec:
                  podSelector: {matchLabels: {app: db}}
                """ + rest.indent(2));
    }

    /** The two pods, and a ClusterNetworkPolicy about all pods. */
    private static Judged clusterPolicy(String tierAndRules) {
        return reading("""
                apiVersion: policy.networking.k8s.io/v1alpha2
                kind: ClusterNetworkPolicy
                metadata: {name: p}
                spec:
                  priority: 1
                  subject: {namespaces: {}}
                """ + tierAndRules.indent(2));
    }

    @Test
    void withoutTypesAPolicyIsAboutIngress() {
        policy("").denies("a/web", "a/db", "80").allows("a/db", "a/web", "80");
        policy("policyTypes: []").denies("a/web", "a/db", "80").allows("a/db", "a/web", "80");
        policy("egress: []").denies("a/web", "a/db", "80").allows("a/db", "a/web", "80");
    }

    @Test
    void withoutTypesAPolicyWithEgressRulesIsAboutBothDirections() {
        policy("egress: [{}]").denies("a/web", "a/db", "80").allows("a/db", "a/web", "80");
        policy("egress: [{ports: [{port: 53}]}]")
                .denies("a/web", "a/db", "80")
                .denies("a/db", "a/web", "80")
                .allows("a/db", "a/web", "53");
    }

    @Test
    void aDirectionWithoutRulesIsClosed() {
        policy("policyTypes: [Ingress]").denies("a/web", "a/db", "80").denies("1.2.3.4", "a/db", "80");
        policy("policyTypes: [Ingress]\ningress: []").denies("a/web", "a/db", "80");
        policy("policyTypes: [Egress]").denies("a/db", "a/web", "80").allows("a/web", "a/db", "80");
    }

    @Test
    void emptyListsOfPeersOrPortsMeanAll() {
        policy("ingress: [{from: [], ports: []}]")
                .allows("a/web", "a/db", "80")
                .allows("1.2.3.4", "a/db", "53/UDP")
                .allows("a/web", "a/db", "icmp");
    }

    @Test
    void withoutAProtocolAPortIsOneOfTcp() {
        policy("ingress: [{ports: [{port: 80}, {port: sql}]}]")
                .allows("a/web", "a/db", "80")
                .denies("a/web", "a/db", "80/UDP")
                .allows("a/web", "a/db", "5432");
    }

    @Test
    void hostBitsOfABlockAreCutOff() {
        policy("ingress: [{from: [{ipBlock: {cidr: 10.0.0.1/30}}]}]")
                .allows("10.0.0.3", "a/db", "80")
                .denies("10.0.0.4", "a/db", "80");
    }

    @Test
    void whatTheApiServerRefusesClosesThePodsThatAreSelected() {
        for (String wrong : List.of(
                "ingress: [{ports: [{port: 0}]}]",
                "ingress: [{ports: [{port: 90, endPort: 80}]}]",
                "ingress: [{ports: [{port: sql, endPort: 80}]}]",
                "ingress: [{from: [{ipBlock: {cidr: 10.0.0.0/33}}]}]",
                "ingress: [{from: [{ipBlock: {cidr: 10.0.0.0/8, except: [11.0.0.0/9]}}]}]",
                "ingress: [{from: [{ipBlock: {cidr: 0.0.0.0/0}, podSelector: {}}]}]",
                "ingress: [{form: [{podSelector: {}}]}]",
                "ingress: [{from: [{podSelector: {matchExpressions: [{key: a, operator: in, values: [b]}]}}]}, {}]")) {
            policy(wrong).denies("a/web", "a/db", "80").denies("1.2.3.4", "a/db", "5432");
        }
    }

    @Test
    void aPeerThatSelectsNothingIsNotEverybody() {
        policy("ingress: [{from: [{}]}]").denies("a/web", "a/db", "80").denies("1.2.3.4", "a/db", "80");
    }

    @Test
    void podsWithoutAStatusRun() {
        reading("{apiVersion: v1, kind: Pod, metadata: {name: new, namespace: a}}")
                .allows("a/new", "a/web", "80")
                .allows("a/web", "a/new", "80");
    }

    @Test
    void podsThatWaitOrHaveEndedAreNoEndpoints() {
        for (String status : List.of("{phase: Pending}", "{phase: Succeeded, podIP: 10.0.0.9}", "{phase: Failed}")) {
            reading("{apiVersion: v1, kind: Pod, metadata: {name: it, namespace: a}, status: " + status + "}")
                    .knowsNoFlow("a/it", "a/web", IpFamily.IPV4);
        }
    }

    @Test
    void portsOfSidecarsCountAndThoseOfOtherInitContainersDoNot() {
        String pod = """
                apiVersion: v1
                kind: Pod
                metadata: {name: mesh, namespace: a, labels: {app: db}}
                spec:
                  initContainers:
                    - {name: proxy, restartPolicy: Always, ports: [{name: sql, containerPort: 6432}]}
                    - {name: setup, ports: [{name: setup, containerPort: 7000}]}
                """;
        String policy = """
                ---
                apiVersion: networking.k8s.io/v1
                kind: NetworkPolicy
                metadata: {name: p, namespace: a}
                spec:
                  podSelector: {matchLabels: {app: db}}
                  ingress: [{ports: [{port: sql}, {port: setup}]}]
                """;
        reading(pod + policy).allows("a/web", "a/mesh", "6432").denies("a/web", "a/mesh", "7000");
    }

    @Test
    void aClusterWideProtocolWithoutAPortMeansAllItsPorts() {
        clusterPolicy("""
                tier: Admin
                ingress: [{action: Deny, from: [{namespaces: {}}], protocols: [{tcp: {}}]}]
                """)
                .denies("a/web", "a/db", "1")
                .denies("a/web", "a/db", "65535")
                .allows("a/web", "a/db", "1/UDP");
    }

    @Test
    void aDenyByNameIsNotUnderstoodAndDeniesEverything() {
        clusterPolicy("""
                tier: Admin
                egress: [{action: Deny, to: [{domainNames: [evil.example]}]}]
                """).denies("a/web", "a/db", "80").denies("a/web", "1.2.3.4", "80");
    }

    @Test
    void anIngressRuleAboutNetworksIsNotUnderstood() {
        clusterPolicy("""
                tier: Admin
                ingress: [{action: Accept, from: [{networks: [0.0.0.0/0]}]}, {action: Deny, from: [{namespaces: {}}]}]
                """).denies("a/web", "a/db", "80").allows("1.2.3.4", "a/db", "80");
        clusterPolicy("""
                tier: Admin
                ingress: [{action: Deny, from: [{networks: [8.8.8.8/32]}]}]
                """).denies("a/web", "a/db", "80").denies("1.2.3.4", "a/db", "80");
    }

    @Test
    void theBaselineOfTheOlderApiCountsAsPriorityZero() {
        reading("""
                apiVersion: policy.networking.k8s.io/v1alpha1
                kind: BaselineAdminNetworkPolicy
                metadata: {name: default}
                spec:
                  subject: {namespaces: {}}
                  ingress: [{action: Allow, from: [{namespaces: {}}], ports: [{portNumber: {protocol: TCP, port: 80}}]}]
                ---
                apiVersion: policy.networking.k8s.io/v1alpha2
                kind: ClusterNetworkPolicy
                metadata: {name: a}
                spec:
                  tier: Baseline
                  priority: 1
                  subject: {namespaces: {}}
                  ingress: [{action: Deny, from: [{namespaces: {}}]}]
                """).allows("a/web", "a/db", "80").denies("a/web", "a/db", "81");
    }

    @Test
    void aClusterWidePolicyThatIsRefusedAcceptsNothingAndDeniesWhatItCannotRead() {
        clusterPolicy("""
                tier: Admin
                ingres: [{action: Accept, from: [{namespaces: {}}]}]
                """).denies("a/web", "a/db", "80").denies("1.2.3.4", "a/db", "80");
    }
}

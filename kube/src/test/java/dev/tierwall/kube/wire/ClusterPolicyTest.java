package dev.tierwall.kube.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tierwall.core.label.Requirement;
import dev.tierwall.core.label.Selector;
import dev.tierwall.core.model.ClusterPolicy;
import dev.tierwall.core.model.Direction;
import dev.tierwall.core.model.Location;
import dev.tierwall.core.model.Peer;
import dev.tierwall.core.model.Policy;
import dev.tierwall.core.model.PortMatch;
import dev.tierwall.core.net.Cidr;
import dev.tierwall.core.net.PortSet;
import dev.tierwall.core.net.Protocol;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** ClusterNetworkPolicies and their predecessors: what is read, and how the invalid ones close. */
class ClusterPolicyTest {

    private static final String CLUSTER = """
            apiVersion: policy.networking.k8s.io/v1alpha2
            kind: ClusterNetworkPolicy
            metadata: {name: c}
            """;
    private static final String ADMIN = """
            apiVersion: policy.networking.k8s.io/v1alpha1
            kind: AdminNetworkPolicy
            metadata: {name: a}
            """;
    private static final String BASELINE = """
            apiVersion: policy.networking.k8s.io/v1alpha1
            kind: BaselineAdminNetworkPolicy
            metadata: {name: default}
            """;

    private static Location at(int line, int column) {
        return new Location("f.yaml", line, column);
    }

    private static Selector label(String key, String value) {
        return new Selector(List.of(Requirement.equal(key, value)));
    }

    private static final String EVERYTHING = """
            spec:
              tier: Admin
              priority: 5
              subject:
                pods:
                  namespaceSelector: {matchLabels: {team: x}}
                  podSelector: {matchLabels: {app: web}}
              ingress:
                - name: monitoring
                  action: Accept
                  from:
                    - namespaces: {matchLabels: {name: mon}}
                    - pods: {podSelector: {}}
                  protocols:
                    - tcp: {destinationPort: {number: 80}}
                    - udp: {destinationPort: {range: {start: 1, end: 9}}}
                    - destinationNamedPort: web
              egress:
                - action: Deny
                  to:
                    - networks: [10.0.0.0/8, "fd00::/8"]
                    - nodes: {}
                - action: Pass
                  to: [{namespaces: {}}]
                - action: Accept
                  to: [{domainNames: ["*.example.com"]}]
            """;

    @Test
    void everythingIsReadWithItsPlace() {
        Decoded decoded = Decoded.of(CLUSTER + EVERYTHING);
        assertThat(decoded.findings()).isEmpty();
        ClusterPolicy policy = (ClusterPolicy) decoded.only();
        assertThat(policy.key().toString()).isEqualTo("ClusterNetworkPolicy/c");
        assertThat(policy.tier()).isEqualTo(Policy.Tier.ADMIN);
        assertThat(policy.priority()).isEqualTo(5);
        assertThat(policy.subjectNamespaces()).isEqualTo(label("team", "x"));
        assertThat(policy.subjectPods()).isEqualTo(label("app", "web"));
        assertThat(policy.ingress())
                .containsExactly(new Policy.Rule(
                        "monitoring",
                        Policy.Action.ACCEPT,
                        List.of(
                                new Peer.Pods(
                                        new Peer.NamespaceMatch.Matching(label("name", "mon")),
                                        Selector.EVERYTHING,
                                        at(15, 11)),
                                new Peer.Pods(
                                        new Peer.NamespaceMatch.Matching(Selector.EVERYTHING),
                                        Selector.EVERYTHING,
                                        at(16, 11))),
                        List.of(
                                new PortMatch.Numbers(Protocol.TCP, PortSet.of(80), at(18, 11)),
                                new PortMatch.Numbers(Protocol.UDP, PortSet.range(1, 9), at(19, 11)),
                                new PortMatch.Named(
                                        "web", Set.of(Protocol.TCP, Protocol.UDP, Protocol.SCTP), at(20, 11))),
                        true,
                        at(12, 7)));
        Policy.Rule deny = policy.egress().get(0);
        assertThat(deny.action()).isEqualTo(Policy.Action.DENY);
        assertThat(deny.peers())
                .containsExactly(
                        new Peer.Networks(
                                List.of(
                                        Cidr.parse("10.0.0.0/8").orElseThrow(),
                                        Cidr.parse("fd00::/8").orElseThrow()),
                                List.of(),
                                at(24, 11)),
                        new Peer.Nodes(Selector.EVERYTHING, at(25, 11)));
        assertThat(deny.ports()).containsExactly(new PortMatch.Everything(at(22, 7)));
        assertThat(policy.egress().get(1).action()).isEqualTo(Policy.Action.PASS);
        assertThat(policy.egress().get(2).peers())
                .containsExactly(new Peer.DomainNames(List.of("*.example.com"), at(29, 12)));
    }

    @Test
    void theOlderKindsAreReadAsTheSameThing() {
        Decoded decoded = Decoded.of(ADMIN + """
                spec:
                  priority: 1000
                  subject: {namespaces: {}}
                  ingress:
                  - action: Allow
                    from: [{namespaces: {}}]
                    ports:
                    - portNumber: {port: 80}
                    - portNumber: {port: 53, protocol: UDP}
                    - portRange: {start: 8000, end: 9000, protocol: SCTP}
                    - namedPort: web
                ---
                """ + BASELINE
                + "spec: {subject: {namespaces: {}}, egress: [{action: Deny, to: [{networks: [0.0.0.0/0]}]}]}\n");
        assertThat(decoded.findings()).isEmpty();
        ClusterPolicy admin = (ClusterPolicy) decoded.objects.get(0);
        assertThat(admin.tier()).isEqualTo(Policy.Tier.ADMIN);
        assertThat(admin.key().kind()).isEqualTo(ClusterPolicy.ADMIN_KIND);
        assertThat(admin.ingress().get(0).action()).isEqualTo(Policy.Action.ACCEPT);
        assertThat(admin.ingress().get(0).ports())
                .containsExactly(
                        new PortMatch.Numbers(Protocol.TCP, PortSet.of(80), at(11, 7)),
                        new PortMatch.Numbers(Protocol.UDP, PortSet.of(53), at(12, 7)),
                        new PortMatch.Numbers(Protocol.SCTP, PortSet.range(8000, 9000), at(13, 7)),
                        new PortMatch.Named("web", Set.of(Protocol.values()), at(14, 7)));
        ClusterPolicy baseline = (ClusterPolicy) decoded.objects.get(1);
        assertThat(baseline.tier()).isEqualTo(Policy.Tier.BASELINE);
        assertThat(baseline.egress().get(0).action()).isEqualTo(Policy.Action.DENY);
    }

    @Test
    void olderKindsTakeMore() {
        String rules = "{action: Deny, from: [{namespaces: {}}]}, ".repeat(100);
        assertThat(Decoded.of(ADMIN + "spec: {priority: 1, subject: {namespaces: {}}, ingress: [" + rules + "]}\n")
                        .findings())
                .isEmpty();
    }

    @Test
    void anInvalidPolicyClosesWhatItSelects() {
        ClusterPolicy policy = (ClusterPolicy) Decoded.of(CLUSTER
                        + "spec: {tier: Baseline, priority: 2000, subject: {namespaces: {matchLabels: {a: b}}},"
                        + " egress: [{action: Accept, to: [{namespaces: {}}]}]}\n")
                .only();
        assertThat(policy.tier()).isEqualTo(Policy.Tier.BASELINE);
        assertThat(policy.priority()).isEqualTo(1000);
        assertThat(policy.subjectNamespaces()).isEqualTo(label("a", "b"));
        assertThat(policy.egress()).hasSize(1).noneMatch(Policy.Rule::understood);
        assertThat(policy.ingress()).isEmpty();
    }

    @Test
    void aPolicyWhoseRulesAreNotSeenDeniesEverything() {
        ClusterPolicy policy = (ClusterPolicy) Decoded.of(CLUSTER
                        + "spec: {tier: Admin, priority: 1, subject: {namespaces: {}}, ingres: [{action: Deny}]}\n")
                .only();
        for (Direction direction : Direction.values()) {
            assertThat(policy.rules(direction)).hasSize(1);
            assertThat(policy.rules(direction).get(0).action()).isEqualTo(Policy.Action.DENY);
            assertThat(policy.rules(direction).get(0).understood()).isFalse();
        }
    }

    @Test
    void aPolicyThatBreaksOffDeniesEverything() {
        ClusterPolicy policy = (ClusterPolicy)
                Decoded.of(CLUSTER + "spec:\n  tier: Baseline\n  ingress: [\n").only();
        assertThat(policy.ingress()).hasSize(1).noneMatch(Policy.Rule::understood);
        assertThat(policy.egress()).hasSize(1).noneMatch(Policy.Rule::understood);
    }

    @Test
    void otherVersionsAreReadWithAWarning() {
        Decoded decoded = Decoded.of(CLUSTER.replace("v1alpha2", "v1beta1")
                + "spec: {tier: Admin, priority: 1, subject: {namespaces: {}}}\n");
        assertThat(decoded.findings())
                .containsExactly("1:13: warning: a ClusterNetworkPolicy of \"policy.networking.k8s.io/v1beta1\" is read"
                        + " as one of policy.networking.k8s.io/v1alpha2; check what that version means by each field");
    }

    @Test
    void policiesOfOtherProductsAreNamed() {
        Decoded decoded =
                Decoded.of("apiVersion: crd.antrea.io/v1beta1\nkind: ClusterNetworkPolicy\nmetadata: {name: x}\n---\n"
                        + "apiVersion: cilium.io/v2\nkind: CiliumNetworkPolicy\nmetadata: {name: x}\n---\n"
                        + "apiVersion: projectcalico.org/v3\nkind: NetworkPolicy\nmetadata: {name: x}\n");
        assertThat(decoded.objects).isEmpty();
        assertThat(decoded.findings())
                .containsExactly(
                        "1:1: warning: a ClusterNetworkPolicy of \"crd.antrea.io/v1beta1\" is not read, and verdicts leave it out;"
                                + " what it allows or denies must be judged apart",
                        "5:1: warning: a CiliumNetworkPolicy of \"cilium.io/v2\" is not read, and verdicts leave it out;"
                                + " what it allows or denies must be judged apart",
                        "9:1: warning: a NetworkPolicy of \"projectcalico.org/v3\" is not read, and verdicts leave it out;"
                                + " what it allows or denies must be judged apart");
    }
}

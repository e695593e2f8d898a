package dev.tierwall.kube.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tierwall.core.label.Labels;
import dev.tierwall.core.label.Requirement;
import dev.tierwall.core.label.Selector;
import dev.tierwall.core.model.Direction;
import dev.tierwall.core.model.Location;
import dev.tierwall.core.model.NetworkPolicy;
import dev.tierwall.core.model.ObjectKey;
import dev.tierwall.core.model.Peer;
import dev.tierwall.core.model.Policy;
import dev.tierwall.core.model.PortMatch;
import dev.tierwall.core.net.Cidr;
import dev.tierwall.core.net.PortSet;
import dev.tierwall.core.net.Protocol;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** NetworkPolicies: what is read, and how the invalid ones close. */
class NetworkPolicyTest {

    private static final String HEAD = """
            apiVersion: networking.k8s.io/v1
            kind: NetworkPolicy
            metadata: {name: web, namespace: shop}
            """;

    private static NetworkPolicy policy(String spec) {
        return (NetworkPolicy) Decoded.of(HEAD + spec).only();
    }

    private static Location at(int line, int column) {
        return new Location("f.yaml", line, column);
    }

    private static final String EVERYTHING = """
            apiVersion: networking.k8s.io/v1
            kind: NetworkPolicy
            metadata:
              name: web
              namespace: shop
            spec:
              podSelector:
                matchLabels: {app: web}
              policyTypes: [Ingress, Egress]
              ingress:
                - from:
                    - namespaceSelector:
                        matchExpressions:
                          - {key: team, operator: In, values: [b, a]}
                      podSelector: {}
                    - podSelector: {matchLabels: {app: front}}
                    - ipBlock:
                        cidr: 10.0.0.0/8
                        except: [10.1.0.0/16]
                  ports:
                    - port: 80
                    - {protocol: UDP, port: dns}
                    - {port: 8000, endPort: 8999}
                    - protocol: SCTP
                - {}
              egress:
                -
            """;

    @Test
    void everythingIsReadWithItsPlace() {
        Decoded decoded = Decoded.of(EVERYTHING);
        assertThat(decoded.findings()).isEmpty();
        NetworkPolicy policy = (NetworkPolicy) decoded.only();
        assertThat(policy.key()).isEqualTo(new ObjectKey("NetworkPolicy", "shop", "web"));
        assertThat(policy.location()).isEqualTo(at(1, 1));
        assertThat(policy.valid()).isTrue();
        assertThat(policy.subject()).isEqualTo(new Selector(List.of(Requirement.equal("app", "web"))));
        assertThat(policy.types()).isEqualTo(Set.of(Direction.INGRESS, Direction.EGRESS));
        Selector teams = new Selector(List.of(new Requirement("team", Requirement.Operator.IN, List.of("a", "b"))));
        assertThat(policy.ingress().get(0))
                .isEqualTo(new Policy.Rule(
                        "",
                        Policy.Action.ACCEPT,
                        List.of(
                                new Peer.Pods(new Peer.NamespaceMatch.Matching(teams), Selector.EVERYTHING, at(12, 11)),
                                new Peer.Pods(
                                        new Peer.NamespaceMatch.Named("shop"),
                                        new Selector(List.of(Requirement.equal("app", "front"))),
                                        at(16, 11)),
                                new Peer.Networks(
                                        List.of(Cidr.parse("10.0.0.0/8").orElseThrow()),
                                        List.of(Cidr.parse("10.1.0.0/16").orElseThrow()),
                                        at(17, 11))),
                        List.of(
                                new PortMatch.Numbers(Protocol.TCP, PortSet.of(80), at(21, 11)),
                                new PortMatch.Named("dns", Set.of(Protocol.UDP), at(22, 11)),
                                new PortMatch.Numbers(Protocol.TCP, PortSet.range(8000, 8999), at(23, 11)),
                                new PortMatch.Numbers(Protocol.SCTP, PortSet.ALL, at(24, 11))),
                        true,
                        at(11, 7)));
        Policy.Rule all = policy.ingress().get(1);
        assertThat(all.peers()).containsExactly(new Peer.Anyone(at(25, 7)));
        assertThat(all.ports()).containsExactly(new PortMatch.Everything(at(25, 7)));
        assertThat(policy.egress().get(0).peers()).containsExactly(new Peer.Anyone(at(27, 6)));
    }

    @ParameterizedTest
    @CsvSource(delimiterString = "=>", textBlock = """
            spec: {podSelector: {}}                                          => INGRESS
            spec: {podSelector: {}, policyTypes: []}                         => INGRESS
            spec: {podSelector: {}, ingress: [], egress: []}                 => INGRESS
            spec: {podSelector: {}, egress: [{}]}                            => INGRESS EGRESS
            spec: {podSelector: {}, policyTypes: [Egress]}                   => EGRESS
            spec: {podSelector: {}, policyTypes: [Egress], ingress: [{}]}    => EGRESS
            spec: {podSelector: {}, policyTypes: [Ingress], egress: [{}]}    => INGRESS
            """)
    void typesHaveDefaults(String spec, String types) {
        NetworkPolicy policy = policy(spec);
        assertThat(policy.valid()).isTrue();
        assertThat(policy.types().stream().sorted().map(Enum::name).toList()).isEqualTo(List.of(types.split(" ")));
    }

    @Test
    void emptyListsOfPeersAndPortsMeanAll() {
        Policy.Rule rule = policy("spec: {podSelector: {}, ingress: [{from: [], ports: []}]}")
                .ingress()
                .get(0);
        assertThat(rule.peers()).hasOnlyElementsOfType(Peer.Anyone.class);
        assertThat(rule.ports()).hasOnlyElementsOfType(PortMatch.Everything.class);
    }

    @Test
    void anInvalidPolicyClosesWhatItSelects() {
        NetworkPolicy policy =
                policy("spec: {podSelector: {matchLabels: {app: web}}, ingress: [{ports: [{port: 0}]}]}");
        assertThat(policy.valid()).isFalse();
        assertThat(policy.types()).containsExactly(Direction.INGRESS);
        assertThat(policy.subject().matches(Labels.of(Map.of("app", "web")))).isTrue();
        assertThat(policy.subject().matches(Labels.of(Map.of("app", "db")))).isFalse();
    }

    @Test
    void aPolicyWithAFaultySelectorClosesItsNamespace() {
        NetworkPolicy policy = policy("spec: {podSelector: {matchLabels: {app: 'not valid'}}, ingress: [{}]}");
        assertThat(policy.valid()).isFalse();
        assertThat(policy.subject()).isEqualTo(Selector.EVERYTHING);
    }

    @Test
    void aPolicyWithAnUnknownFieldClosesBothDirections() {
        NetworkPolicy policy = policy("spec: {podSelector: {}, egres: []}");
        assertThat(policy.valid()).isFalse();
        assertThat(policy.types()).containsExactlyInAnyOrder(Direction.INGRESS, Direction.EGRESS);
    }

    @Test
    void aPolicyThatBreaksOffClosesWhatItSelects() {
        Decoded decoded = Decoded.of(HEAD + """
                spec:
                  podSelector: {matchLabels: {app: web}}
                  ingress:
                  - from:
                \t- podSelector: {}
                """);
        NetworkPolicy policy = (NetworkPolicy) decoded.only();
        assertThat(decoded.findings())
                .containsExactly("8:1: error: a tab stands where YAML allows only spaces; indent with spaces");
        assertThat(policy.valid()).isFalse();
        assertThat(policy.key().toString()).isEqualTo("shop/NetworkPolicy/web");
        assertThat(policy.types()).hasSize(2);
        assertThat(policy.subject()).isEqualTo(new Selector(List.of(Requirement.equal("app", "web"))));
    }

    @Test
    void aPolicyThatBreaksOffInItsSelectorClosesItsNamespace() {
        Decoded decoded = Decoded.of(HEAD + "spec:\n  podSelector: {matchLabels: {app: web\n");
        assertThat(((NetworkPolicy) decoded.only()).subject()).isEqualTo(Selector.EVERYTHING);
    }
}

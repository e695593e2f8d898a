package dev.tierwall.kube.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tierwall.core.model.ClusterPolicy;
import dev.tierwall.core.model.Location;
import dev.tierwall.core.model.Policy;
import dev.tierwall.core.model.PortMatch;
import dev.tierwall.core.net.PortSet;
import dev.tierwall.core.net.Protocol;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** ClusterNetworkPolicies and their predecessors: what the API server would refuse, and what is said of it. */
class ClusterPolicyFaultsTest {

    private static final String CLUSTER = """
            apiVersion: policy.networking.k8s.io/v1alpha2
            kind: ClusterNetworkPolicy
            metadata: {name: c}
            """;
    private static final String BASELINE = """
            apiVersion: policy.networking.k8s.io/v1alpha1
            kind: BaselineAdminNetworkPolicy
            metadata: {name: default}
            """;

    private static Location at(int line, int column) {
        return new Location("f.yaml", line, column);
    }

    @ParameterizedTest
    @CsvSource(delimiterString = "=>", quoteCharacter = '~', textBlock = """
            {}                                                                  => `spec` has no `tier`; use Admin or Baseline | `spec` has no `priority`; add a number from 0 to 1000; lower numbers count first | `spec` has no `subject`; say whom the policy is about: `namespaces: {}` means all pods
            {tier: admin, priority: 1, subject: {namespaces: {}}}               => "admin" is not a tier of cluster-wide policies; did you mean `Admin`?
            {tier: NetworkPolicy, priority: 1, subject: {namespaces: {}}}       => "NetworkPolicy" is not a tier of cluster-wide policies; use Admin or Baseline
            {tier: Admin, priority: 1001, subject: {namespaces: {}}}            => the priority 1001 is out of range; use a number from 0 to 1000; lower numbers count first
            {tier: Admin, priority: -1, subject: {namespaces: {}}}              => the priority -1 is out of range; use a number from 0 to 1000; lower numbers count first
            {tier: Admin, priority: "1", subject: {namespaces: {}}}             => `priority` must be a whole number, but is a string; remove the quotes
            {tier: Admin, priority: 1.5, subject: {namespaces: {}}}             => `priority` must be a whole number, but is a number; write a number without a fraction
            {tier: Admin, priority: 1, subject: {}}                             => the subject has 0 fields; write exactly one of namespaces, pods
            {tier: Admin, priority: 1, subject: {namespaces: {}, pods: {podSelector: {}}}} => the subject has 2 fields; write exactly one of namespaces, pods
            {tier: Admin, priority: 1, subject: {pods: {}}}                     => `pods` has no `podSelector`; write `podSelector: {}` to mean all pods of the namespaces
            {tier: Admin, priority: 1, subject: {pod: {}}}                      => unknown field `pod` in `subject`; did you mean `pods`?
            {tier: Admin, priority: 1, subject: {namespaces: {}}, ingres: []}   => unknown field `ingres` in `spec`; did you mean `ingress`?
            {tier: Admin, priority: 1, subject: {namespaces: {}}, ingress: {}}  => `ingress` must be a list, but is a mapping; start each entry with a dash
            """)
    void structure(String spec, String findings) {
        Decoded decoded = Decoded.of(CLUSTER + "spec: " + spec + "\n");
        assertThat(decoded.findings().stream()
                        .map(ClusterPolicyFaultsTest::problem)
                        .toList())
                .containsExactly(findings.split(" \\| "));
    }

    private static String problem(String finding) {
        return finding.substring(finding.indexOf(": error: ") + ": error: ".length());
    }

    @ParameterizedTest
    @CsvSource(delimiterString = "=>", quoteCharacter = '~', textBlock = """
            {}                                                      => a rule of `egress` has no `action`; use one of Accept, Deny, Pass | the rule has no peers in `to`; write at least one; `- namespaces: {}` means all pods
            {action: Allow, to: [{namespaces: {}}]}                 => "Allow" is not an action of this kind of policy; did you mean `Accept`?
            {action: Drop, to: [{namespaces: {}}]}                  => "Drop" is not an action of this kind of policy; use one of Accept, Deny, Pass
            {action: Deny, to: []}                                  => the rule has no peers in `to`; write at least one; `- namespaces: {}` means all pods
            {action: Deny, to: {}}                                  => `to` must be a list, but is a mapping; start each entry with a dash
            {action: Deny, from: [{namespaces: {}}]}                => unknown field `from` in a rule of `egress`; remove it, or move it to where it belongs; known here: name, action, to, protocols | the rule has no peers in `to`; write at least one; `- namespaces: {}` means all pods
            {action: Deny, to: [{}]}                                => a peer that says nothing; write exactly one of namespaces, pods, nodes, networks, domainNames in each entry
            {action: Deny, to: [{namespaces: {}, nodes: {}}]}       => a peer that says 2 things at once; write exactly one of namespaces, pods, nodes, networks, domainNames in each entry
            {action: Deny, to: [{serviceAccounts: {}}]}             => unknown field `serviceAccounts` in an entry of `to`; remove it, or move it to where it belongs; known here: namespaces, pods, nodes, networks, domainNames
            {action: Deny, to: [{networks: []}]}                    => `networks` is empty; write at least one block of addresses
            {action: Deny, to: [{networks: [10.0.0.0]}]}            => "10.0.0.0" is not a CIDR; for a single address write 10.0.0.0/32
            {action: Deny, to: [{domainNames: [a.example.com]}]}    => `domainNames` in a rule that does not accept; names can only be accepted: deny the rest by a later rule with `networks`
            {action: Accept, to: [{domainNames: [a]}]}              => "a" is not a domain name; write it as in example.com, or *.example.com for all names below it
            {action: Accept, to: [{domainNames: [a.*.com]}]}        => "a.*.com" is not a domain name; write it as in example.com, or *.example.com for all names below it
            {action: Accept, to: [{domainNames: []}]}               => `domainNames` is empty; write at least one name
            {action: Deny, to: [{nodes: {}}], protocols: [{destinationNamedPort: web}]} => a named port together with networks, nodes or domainNames, which have no named ports; give the port by number, or make two rules of this
            {action: Deny, to: [{namespaces: {}}], protocols: []}   => `protocols` is empty; leave it out to mean all ports of all protocols
            {action: Deny, to: [{namespaces: {}}], protocols: [{}]} => a port entry with 0 fields; write exactly one of tcp, udp, sctp, destinationNamedPort in each entry
            {action: Deny, to: [{namespaces: {}}], protocols: [{icmp: {}}]} => unknown field `icmp` in an entry of `protocols`; remove it, or move it to where it belongs; known here: tcp, udp, sctp, destinationNamedPort
            {action: Deny, to: [{namespaces: {}}], protocols: [{tcp: {port: 80}}]} => unknown field `port` in `tcp`; remove it, or move it to where it belongs; known here: destinationPort
            {action: Deny, to: [{namespaces: {}}], protocols: [{tcp: {destinationPort: {}}}]} => `destinationPort` with 0 fields; write exactly one of number, range
            {action: Deny, to: [{namespaces: {}}], protocols: [{tcp: {destinationPort: {number: 0}}}]} => 0 is not a port number; port numbers are from 1 to 65535; leave the port out to mean all ports
            {action: Deny, to: [{namespaces: {}}], protocols: [{tcp: {destinationPort: {range: {start: 5, end: 5}}}}]} => `end` 5 is not above `start` 5; for a single port give its number
            {action: Deny, to: [{namespaces: {}}], protocols: [{tcp: {destinationPort: {range: {start: 9, end: 5}}}}]} => `end` 5 is not above `start` 9; swap the two
            {action: Deny, to: [{namespaces: {}}], protocols: [{tcp: {destinationPort: {range: {start: 9}}}}]} => `range` has no `end`; a range needs its first port as `start` and its last as `end`
            """)
    void aRuleWithAFaultIsNotUnderstood(String rule, String findings) {
        Decoded decoded = Decoded.of(CLUSTER
                + "spec: {tier: Admin, priority: 1, subject: {namespaces: {}},\n  egress: [" + rule
                + ", {action: Accept, to: [{namespaces: {}}]}]}\n");
        assertThat(decoded.findings().stream()
                        .map(ClusterPolicyFaultsTest::problem)
                        .toList())
                .containsExactly(findings.split(" \\| "));
        ClusterPolicy policy = (ClusterPolicy) decoded.only();
        assertThat(policy.egress()).hasSize(2);
        assertThat(policy.egress().get(0).understood()).isFalse();
        assertThat(policy.egress().get(1).understood()).isTrue();
    }

    @Test
    void aRuleNameHasALimit() {
        Decoded decoded = Decoded.of(CLUSTER + "spec: {tier: Admin, priority: 1, subject: {namespaces: {}}, ingress: "
                + "[{name: " + "n".repeat(101) + ", action: Accept, from: [{namespaces: {}}]}]}\n");
        assertThat(decoded.findings())
                .containsExactly("4:78: error: the rule's name is longer than 100 characters; shorten it");
    }

    @Test
    void aProtocolAloneMeansAllItsPortsAndIsReported() {
        Decoded decoded = Decoded.of(CLUSTER + "spec: {tier: Admin, priority: 1, subject: {namespaces: {}}, egress: "
                + "[{action: Deny, to: [{namespaces: {}}], protocols: [{tcp: {}}]}]}\n");
        assertThat(decoded.findings())
                .containsExactly("4:127: warning: `tcp` without `destinationPort`: it is read as all ports of TCP;"
                        + " the API server refuses it; write a range from 1 to 65535 if all ports are meant");
        Policy.Rule rule = ((ClusterPolicy) decoded.only()).egress().get(0);
        assertThat(rule.understood()).isTrue();
        assertThat(rule.ports()).containsExactly(new PortMatch.Numbers(Protocol.TCP, PortSet.ALL, at(4, 121)));
    }

    @Test
    void outsideTrafficHasNoIngressPeer() {
        Decoded decoded = Decoded.of(CLUSTER + "spec: {tier: Admin, priority: 1, subject: {namespaces: {}}, ingress: "
                + "[{action: Deny, from: [{networks: [10.0.0.0/8]}]}]}\n");
        assertThat(decoded.findings())
                .containsExactly("4:94: error: unknown field `networks` in an entry of `from`; remove it, or move it to"
                        + " where it belongs; known here: namespaces, pods");
    }

    @Test
    void limitsOfTheApi() {
        String rules = "{action: Deny, from: [{namespaces: {}}]}, ".repeat(26);
        String peers = "{namespaces: {}}, ".repeat(26);
        String ports = "{tcp: {destinationPort: {number: 1}}}, ".repeat(26);
        String blocks = "10.0.0.0/8, ".repeat(26);
        Decoded decoded = Decoded.of(CLUSTER + "spec: {tier: Admin, priority: 1, subject: {namespaces: {}}, ingress: ["
                + rules + "], egress: [{action: Deny, to: [" + peers + "]}, {action: Deny, to: [{networks: [" + blocks
                + "]}], protocols: [" + ports + "]}]}\n");
        assertThat(decoded.findings().stream()
                        .map(ClusterPolicyFaultsTest::problem)
                        .toList())
                .containsExactly(
                        "26 rules in `ingress`, and the API server takes at most 25; split the policy, or merge some of them",
                        "26 peers in `to`, and the API server takes at most 25; split the policy, or merge some of them",
                        "26 blocks in `networks`, and the API server takes at most 25; split the policy, or merge some of them",
                        "26 protocols in `protocols`, and the API server takes at most 25; split the policy, or merge some of them");
        ClusterPolicy policy = (ClusterPolicy) decoded.only();
        assertThat(policy.ingress()).noneMatch(Policy.Rule::understood);
    }

    @Test
    void thereIsOneBaselineOnly() {
        Decoded decoded = Decoded.of(BASELINE.replace("default", "other") + "spec: {subject: {namespaces: {}}}\n");
        assertThat(decoded.findings())
                .containsExactly("1:1: error: a BaselineAdminNetworkPolicy must be named \"default\";"
                        + " there is only one in a cluster: rename it, or merge it into that one");
    }

    @Test
    void theBaselineOfTheOlderApiCannotPass() {
        Decoded decoded = Decoded.of(
                BASELINE + "spec: {subject: {namespaces: {}}, ingress: [{action: Pass, from: [{namespaces: {}}]}]}\n");
        assertThat(decoded.findings())
                .containsExactly(
                        "4:54: error: \"Pass\" is not an action of this kind of policy; use one of Allow, Deny");
    }
}

package dev.tierwall.kube.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tierwall.core.label.Selector;
import dev.tierwall.core.model.NetworkPolicy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** NetworkPolicies: what the API server would refuse, and what is said of it. */
class NetworkPolicyFaultsTest {

    private static final String HEAD = """
            apiVersion: networking.k8s.io/v1
            kind: NetworkPolicy
            metadata: {name: web, namespace: shop}
            """;

    @ParameterizedTest
    @CsvSource(delimiterString = "=>", quoteCharacter = '~', textBlock = """
            spec: {podSelector: {}, ingres: []}              => 4:25: error: unknown field `ingres` in `spec`; did you mean `ingress`?
            spec: {podselector: {}}                          => 4:8: error: unknown field `podselector` in `spec`; did you mean `podSelector`?
            spec: {podSelector: {}, ingress: [{form: []}]}   => 4:36: error: unknown field `form` in a rule of `ingress`; did you mean `from`?
            spec: {podSelector: {}, ingress: [{to: []}]}     => 4:40: error: unknown field `to` in a rule of `ingress`; did you mean `from`? `to` belongs to rules of the other direction
            spec: {podSelector: {}, egress: [{from: []}]}    => 4:41: error: unknown field `from` in a rule of `egress`; did you mean `to`? `from` belongs to rules of the other direction
            spec: {podSelector: {}, ingress: [{port: []}]}   => 4:36: error: unknown field `port` in a rule of `ingress`; did you mean `ports`?
            spec: {podSelector: {matchLabel: {}}}            => 4:22: error: unknown field `matchLabel` in `podSelector`; did you mean `matchLabels`?
            spec: {podSelector: {app: web}}                  => 4:22: error: unknown field `app` in `podSelector`; remove it, or move it to where it belongs; known here: matchLabels, matchExpressions
            spec: {podSelector: {}, order: 1}                => 4:25: error: unknown field `order` in `spec`; remove it, or move it to where it belongs; known here: podSelector, policyTypes, ingress, egress
            spec: []                                         => 4:7: error: `spec` must be a mapping, but is a list; remove the dash, or write `key: value` pairs
            spec: {podSelector: web}                         => 4:21: error: `podSelector` must be a mapping, but is a string; write `key: value` pairs
            spec: {podSelector: {}, ingress: {}}             => 4:34: error: `ingress` must be a list, but is a mapping; start each entry with a dash
            spec: {podSelector: {}, ingress: [all]}          => 4:35: error: a rule of `ingress` must be a mapping, but is a string; write `key: value` pairs
            spec: {podSelector: {}, ingress: [[]]}           => 4:35: error: a rule of `ingress` must be a mapping, but is a list; remove the dash, or write `key: value` pairs
            spec: {podSelector: {matchLabels: {v: 1.0}}}     => 4:39: error: the value of `v` in `matchLabels` must be a string, but is a number; put quotes around it
            spec: {podSelector: {matchLabels: {v: yes}}}     => 4:39: error: the value of `v` in `matchLabels` must be a string, but is a boolean; put quotes around it: without them y, n, yes, no, on and off are booleans
            spec: {podSelector: {}, policyTypes: Ingress}    => 4:38: error: `policyTypes` must be a list, but is a string; start each entry with a dash
            spec: {podSelector: {}, policyTypes: [ingress]}  => 4:39: error: "ingress" is not a policy type; did you mean `Ingress`?
            spec: {podSelector: {}, policyTypes: [Both]}     => 4:39: error: "Both" is not a policy type; use Ingress, Egress or both
            spec: {podSelector: {}, policyTypes: [Egress, Egress]} => 4:47: warning: the policy type Egress is given twice; remove one
            spec: {ingress: []}                              => 4:7: warning: the policy has no `podSelector`: it selects all pods of its namespace; write `podSelector: {}` if that is meant
            spec:                                            => 1:1: warning: the policy has no `spec`: it isolates all pods of its namespace for ingress; write the spec, with `podSelector: {}` if all pods are meant
            kinds: x                                         => 4:1: error: unknown field `kinds` in the NetworkPolicy; did you mean `kind`?
            """)
    void structure(String spec, String findings) {
        assertThat(Decoded.of(HEAD + spec + "\n").findings()).containsExactly(findings.split(" \\| "));
    }

    @ParameterizedTest
    @CsvSource(delimiterString = "=>", quoteCharacter = '~', textBlock = """
            {port: 0}                       => 4:51: error: 0 is not a port number; port numbers are from 1 to 65535; leave the port out to mean all ports
            {port: 65536}                   => 4:51: error: 65536 is not a port number; port numbers are from 1 to 65535
            {port: -1}                      => 4:51: error: -1 is not a port number; port numbers are from 1 to 65535
            {port: 99999999999999999999}    => 4:51: error: `port` must be a number or a name, but is a number; write a number from 1 to 65535, or the name of a container's port
            {port: 80.5}                    => 4:51: error: `port` must be a number or a name, but is a number; write a number from 1 to 65535, or the name of a container's port
            {port: [80]}                    => 4:51: error: `port` must be a number or a name, but is a list; write a number from 1 to 65535, or the name of a container's port
            {port: "80"}                    => 4:51: error: the port "80" is a text, and so a name, which must have a letter; remove the quotes
            {port: HTTP}                    => 4:51: error: the port name "HTTP" must consist of lower-case letters, digits and hyphens, and start and end with a letter or digit; no container can have a port of this name
            {port: a-very-long-name}        => 4:51: error: the port name "a-very-long-name" is longer than 15 characters; no container can have a port of this name
            {port: a--b}                    => 4:51: error: the port name "a--b" must not have two hyphens in a row; no container can have a port of this name
            {port: 1-2}                     => 4:51: error: the port name "1-2" must have at least one letter; no container can have a port of this name
            {port: ""}                      => 4:51: error: the port name "" must not be empty; no container can have a port of this name
            {port: 90, endPort: 80}         => 4:64: error: `endPort` 80 is below `port` 90; `endPort` is the last port of the range and must not be below `port`
            {port: 90, endPort: 70000}      => 4:64: error: 70000 is not a port number; port numbers are from 1 to 65535
            {port: 90, endPort: "95"}       => 4:64: error: `endPort` must be a whole number, but is a string; remove the quotes
            {port: http, endPort: 95}       => 4:66: error: `endPort` with a port name; a range needs numbers: give `port` as a number
            {endPort: 95}                   => 4:54: error: `endPort` without `port`; add `port` with the first port of the range
            {protocol: tcp}                 => 4:55: error: "tcp" is not a protocol of ports; did you mean `TCP`?
            {protocol: ICMP}                => 4:55: error: "ICMP" is not a protocol of ports; use one of TCP, UDP, SCTP
            {protocol: ""}                  => 4:55: error: "" is not a protocol of ports; use one of TCP, UDP, SCTP
            {number: 80}                    => 4:45: error: unknown field `number` in an entry of `ports`; remove it, or move it to where it belongs; known here: protocol, port, endPort
            80                              => 4:44: error: an entry of `ports` must be a mapping, but is a number; write `key: value` pairs
            """)
    void ports(String port, String findings) {
        Decoded decoded = Decoded.of(HEAD + "spec: {podSelector: {}, ingress: [{ports: [" + port + "]}]}\n");
        assertThat(decoded.findings()).containsExactly(findings);
        assertThat(((NetworkPolicy) decoded.only()).valid()).isFalse();
    }

    @ParameterizedTest
    @CsvSource(delimiterString = "=>", quoteCharacter = '~', textBlock = """
            {}                                  => 4:43: error: an entry of `from` without a peer; write a podSelector, namespaceSelector or ipBlock; to mean everybody, leave `from` out
            {podSelector: }                     => 4:43: error: an entry of `from` without a peer; write a podSelector, namespaceSelector or ipBlock; to mean everybody, leave `from` out
            {podSelecter: {}}                   => 4:44: error: unknown field `podSelecter` in an entry of `from`; did you mean `podSelector`?
            {ipBlock: {cidr: 10.0.0.0/8}, podSelector: {}} => 4:43: error: a peer with `ipBlock` and a selector; make two entries of them, each with its own dash, if either is meant
            {ipBlock: {}}                       => 4:53: error: `ipBlock` has no `cidr`; write the block of addresses, as in `cidr: 10.0.0.0/8`
            {ipBlock: 10.0.0.0/8}               => 4:53: error: `ipBlock` must be a mapping, but is a string; write `key: value` pairs
            {ipBlock: {cidr: 10.0.0.0}}         => 4:60: error: "10.0.0.0" is not a CIDR; for a single address write 10.0.0.0/32
            {ipBlock: {cidr: 10.0.0.0/33}}      => 4:60: error: "10.0.0.0/33" is not a CIDR; the number after the slash must be from 0 to 32
            {ipBlock: {cidr: 10.0.0/8}}         => 4:60: error: "10.0.0/8" is not a CIDR; write an address and a prefix length, as in 10.0.0.0/8 or fd00::/8
            {ipBlock: {cidr: fd00::1}}          => 4:60: error: "fd00::1" is not a CIDR; for a single address write fd00::1/128
            {ipBlock: {cidr: example.com}}      => 4:60: error: "example.com" is not a CIDR; write an address and a prefix length, as in 10.0.0.0/8 or fd00::/8
            {ipBlock: {cidr: 10.0.0.5/24}}      => 4:60: warning: "10.0.0.5/24" has bits set after its prefix; it is read as 10.0.0.0/24; write 10.0.0.0/24, or 10.0.0.5/32 if the single address is meant
            {ipBlock: {cidr: fd00::5/64}}       => 4:60: warning: "fd00::5/64" has bits set after its prefix; it is read as fd00::/64; write fd00::/64, or fd00::5/128 if the single address is meant
            {ipBlock: {cidr: 010.0.0.0/08}}     => 4:60: warning: "010.0.0.0/08" has leading zeros; it is read as 10.0.0.0/8; write 10.0.0.0/8: newer API servers refuse leading zeros
            {ipBlock: {cidr: "::ffff:10.0.0.0/104"}} => 4:60: error: "::ffff:10.0.0.0/104" is an IPv4 block in IPv6 clothes, which implementations read differently; write the IPv4 block itself
            {ipBlock: {cidr: 10.0.0.0/16, except: [10.1.0.0/24]}} => 4:82: error: the exception 10.1.0.0/24 is not inside its block 10.0.0.0/16; move it to the entry whose block it belongs to, or remove it
            {ipBlock: {cidr: 10.0.0.0/16, except: [10.0.0.0/8]}}  => 4:82: error: the exception 10.0.0.0/8 is not inside its block 10.0.0.0/16; move it to the entry whose block it belongs to, or remove it
            {ipBlock: {cidr: 10.0.0.0/16, except: [10.0.0.0/16]}} => 4:82: error: the exception 10.0.0.0/16 leaves nothing of its block; an exception must be smaller than the block of the same entry
            {ipBlock: {cidr: 10.0.0.0/16, except: ["fd00::/8"]}}  => 4:82: error: the exception fd00::/8 is not inside its block 10.0.0.0/16; move it to the entry whose block it belongs to, or remove it
            {ipBlock: {cidr: 10.0.0.0/16, except: 10.0.0.0/24}}   => 4:81: error: `except` must be a list, but is a string; start each entry with a dash
            {ipBlock: {cidr: 10.0.0.0/16, expect: []}}            => 4:73: error: unknown field `expect` in `ipBlock`; did you mean `except`?
            everybody                           => 4:43: error: an entry of `from` must be a mapping, but is a string; write `key: value` pairs
            """)
    void peers(String peer, String findings) {
        Decoded decoded = Decoded.of(HEAD + "spec: {podSelector: {}, ingress: [{from: [" + peer + "]}]}\n");
        assertThat(decoded.findings()).containsExactly(findings);
        assertThat(((NetworkPolicy) decoded.only()).valid()).isEqualTo(findings.contains("warning"));
    }

    @ParameterizedTest
    @CsvSource(delimiterString = "=>", quoteCharacter = '~', textBlock = """
            matchLabels: {"a b": x}                     => 4:36: error: the label key "a b" must consist of letters, digits, hyphens, underscores and dots, and start and end with a letter or digit; no object can carry it
            matchLabels: {a/b/c: x}                     => 4:36: error: the label key "a/b/c" must consist of letters, digits, hyphens, underscores and dots, and start and end with a letter or digit; no object can carry it
            matchLabels: {/b: x}                        => 4:36: error: the label key "/b" must have a DNS name before its slash; no object can carry it
            matchLabels: {Example.com/b: x}             => 4:36: error: the label key "Example.com/b" must have a DNS name before its slash; no object can carry it
            matchLabels: {example.com/: x}              => 4:36: error: the label key "example.com/" must have a name after its slash; no object can carry it
            matchLabels: {a: -x}                        => 4:39: error: the label value "-x" must consist of letters, digits, hyphens, underscores and dots, and start and end with a letter or digit; no object can carry it
            matchLabels: {a: "x y"}                     => 4:39: error: the label value "x y" must consist of letters, digits, hyphens, underscores and dots, and start and end with a letter or digit; no object can carry it
            matchLabels: {a: aaaaaaaaaabbbbbbbbbbccccccccccddddddddddeeeeeeeeeeffffffffffgggg} => 4:39: error: the label value "aaaaaaaaaabbbbbbbbbbccccccccccddddddddddeeeeeeeeeeffffffffffgggg" is longer than 63 characters; no object can carry it
            matchExpressions: [{key: a, operator: in, values: [x]}]       => 4:60: error: "in" is no operator of label selectors; did you mean `In`?
            matchExpressions: [{key: a, operator: Equals, values: [x]}]   => 4:60: error: "Equals" is no operator of label selectors; use one of In, NotIn, Exists, DoesNotExist
            matchExpressions: [{key: a, operator: Exist}]                 => 4:60: error: "Exist" is no operator of label selectors; did you mean `Exists`?
            matchExpressions: [{key: a, operator: Exists, values: [x]}]   => 4:76: error: the operator Exists takes no `values`; remove them, or use In or NotIn
            matchExpressions: [{key: a, operator: DoesNotExist, values: [x]}] => 4:82: error: the operator DoesNotExist takes no `values`; remove them, or use In or NotIn
            matchExpressions: [{key: a, operator: In}]                    => 4:41: error: the operator In needs `values`; list the values, or use Exists or DoesNotExist to ask for the key alone
            matchExpressions: [{key: a, operator: NotIn, values: []}]     => 4:75: error: the operator NotIn needs `values`; list the values, or use Exists or DoesNotExist to ask for the key alone
            matchExpressions: [{key: a, operator: In, values: x}]         => 4:72: error: `values` must be a list, but is a string; start each entry with a dash
            matchExpressions: [{key: a, operator: In, values: [1]}]       => 4:73: error: an entry of `values` must be a string, but is a number; put quotes around it
            matchExpressions: [{key: a, operator: In, values: ["x y"]}]   => 4:73: error: the label value "x y" must consist of letters, digits, hyphens, underscores and dots, and start and end with a letter or digit; no object can carry it
            matchExpressions: [{key: a}]                                  => 4:41: error: an entry of `matchExpressions` has no `operator`; add one of In, NotIn, Exists, DoesNotExist
            matchExpressions: [{operator: Exists}]                        => 4:41: error: an entry of `matchExpressions` has no `key`; add the label key that the values belong to
            matchExpressions: [{key: "", operator: Exists}]               => 4:47: error: the label key "" must not be empty; no object can carry it
            matchExpressions: [{key: a, op: Exists, operator: Exists}]    => 4:50: error: unknown field `op` in an entry of `matchExpressions`; remove it, or move it to where it belongs; known here: key, operator, values
            """)
    void selectors(String selector, String findings) {
        Decoded decoded = Decoded.of(HEAD + "spec: {podSelector: {" + selector + "}}\n");
        assertThat(decoded.findings()).first().isEqualTo(findings);
        assertThat(((NetworkPolicy) decoded.only()).valid()).isFalse();
        assertThat(((NetworkPolicy) decoded.only()).subject()).isEqualTo(Selector.EVERYTHING);
    }

    @ParameterizedTest
    @CsvSource(delimiterString = "=>", quoteCharacter = '~', textBlock = """
            {}                              => 3:11: error: `metadata` has no `name`; give the object a name
            {name: }                        => 3:11: error: `metadata` has no `name`; give the object a name
            {name: Web}                     => 3:18: error: the name "Web" must consist of lower-case letters, digits, hyphens and dots, and start and end with a letter or digit; choose another name
            {name: web_1}                   => 3:18: error: the name "web_1" must consist of lower-case letters, digits, hyphens and dots, and start and end with a letter or digit; choose another name
            {name: 1}                       => 3:18: error: `name` must be a string, but is a number; put quotes around it
            {name: w, namespace: a.b}       => 3:32: error: the namespace "a.b" must consist of lower-case letters, digits and hyphens, and start and end with a letter or digit; choose another namespace
            {name: w, labels: {a: b c}}     => 3:33: error: the label value "b c" must consist of letters, digits, hyphens, underscores and dots, and start and end with a letter or digit; no object can carry it
            {name: w, label: {}}            => 3:21: error: unknown field `label` in `metadata`; did you mean `labels`?
            """)
    void metadata(String metadata, String findings) {
        Decoded decoded = Decoded.of("apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata: " + metadata
                + "\nspec: {podSelector: {}}\n");
        assertThat(decoded.findings()).containsExactly(findings);
        assertThat(((NetworkPolicy) decoded.only()).valid()).isFalse();
    }

    @Test
    void namesHaveALimit() {
        String name = "a".repeat(254);
        assertThat(Decoded.of("apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata: {name: " + name
                                + "}\nspec: {podSelector: {}}\n")
                        .findings())
                .containsExactly("3:18: error: the name \"" + "a".repeat(70)
                        + "…\" is longer than 253 characters; choose another name");
    }

    @Test
    void allProblemsAreReportedInOneRun() {
        Decoded decoded = Decoded.of(HEAD + """
                spec:
                  podSelector: {matchLabels: {a: b c}}
                  policyTypes: [ingress]
                  ingress:
                  - from:
                    - ipBlock: {cidr: 10.0.0.0/40}
                    ports:
                    - port: 0
                    - port: 70000
                """);
        assertThat(decoded.findings().stream().map(finding -> finding.substring(0, finding.indexOf(" "))))
                .containsExactly("5:34:", "9:23:", "11:13:", "12:13:", "6:17:");
    }

    @Test
    void olderVersionsAreRefused() {
        Decoded decoded = Decoded.of("apiVersion: extensions/v1beta1\nkind: NetworkPolicy\nmetadata: {name: a}\n"
                + "spec: {podSelector: {}}\n");
        assertThat(decoded.findings())
                .containsExactly("1:13: error: no API server serves NetworkPolicies of \"extensions/v1beta1\" any more;"
                        + " write `apiVersion: networking.k8s.io/v1`");
        assertThat(((NetworkPolicy) decoded.only()).valid()).isFalse();
    }
}

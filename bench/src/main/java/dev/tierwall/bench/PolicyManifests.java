package dev.tierwall.bench;

import dev.tierwall.core.label.Labels;
import dev.tierwall.core.label.Requirement;
import dev.tierwall.core.label.Selector;
import dev.tierwall.core.model.ClusterPolicy;
import dev.tierwall.core.model.Direction;
import dev.tierwall.core.model.NetworkPolicy;
import dev.tierwall.core.model.Peer;
import dev.tierwall.core.model.Peer.NamespaceMatch;
import dev.tierwall.core.model.Policy;
import dev.tierwall.core.model.Policy.Rule;
import dev.tierwall.core.model.PortMatch;
import dev.tierwall.core.net.Cidr;
import dev.tierwall.core.net.PortSet;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Generated policies as the trees of their manifests: the part of the two APIs that the generator uses. */
final class PolicyManifests {

    private PolicyManifests() {}

    static Map<String, Object> networkPolicy(NetworkPolicy policy) {
        Map<String, Object> spec = new LinkedHashMap<>();
        spec.put("podSelector", selector(policy.subject()));
        spec.put(
                "policyTypes",
                policy.types().stream()
                        .sorted()
                        .map(type -> type == Direction.INGRESS ? "Ingress" : "Egress")
                        .toList());
        addRules(policy, spec);
        Map<String, Object> tree = Manifests.head("networking.k8s.io/v1", policy.key(), Labels.NONE);
        tree.put("spec", spec);
        return tree;
    }

    static Map<String, Object> clusterPolicy(ClusterPolicy policy) {
        Map<String, Object> spec = new LinkedHashMap<>();
        spec.put("tier", policy.tier().label());
        spec.put("priority", policy.priority());
        spec.put("subject", Map.of("namespaces", selector(policy.subjectNamespaces())));
        addRules(policy, spec);
        Map<String, Object> tree = Manifests.head("policy.networking.k8s.io/v1alpha2", policy.key(), Labels.NONE);
        tree.put("spec", spec);
        return tree;
    }

    private static void addRules(Policy policy, Map<String, Object> spec) {
        boolean network = policy instanceof NetworkPolicy;
        for (Direction direction : Direction.values()) {
            List<Object> rules = new ArrayList<>();
            for (Rule rule : policy.rules(direction)) {
                String side = direction == Direction.INGRESS ? "from" : "to";
                rules.add(network ? networkRule(rule, side) : clusterRule(rule, side));
            }
            if (!rules.isEmpty()) {
                spec.put(direction.label(), rules);
            }
        }
    }

    private static Map<String, Object> networkRule(Rule rule, String side) {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put(side, rule.peers().stream().map(PolicyManifests::networkPeer).toList());
        tree.put(
                "ports", rule.ports().stream().map(PolicyManifests::networkPort).toList());
        return tree;
    }

    private static Map<String, Object> networkPeer(Peer peer) {
        Map<String, Object> tree = new LinkedHashMap<>();
        switch (peer) {
            case Peer.Networks networks -> {
                Map<String, Object> block = new LinkedHashMap<>();
                block.put("cidr", networks.blocks().getFirst().toString());
                if (!networks.except().isEmpty()) {
                    block.put(
                            "except",
                            networks.except().stream().map(Cidr::toString).toList());
                }
                tree.put("ipBlock", block);
            }
            case Peer.Pods(NamespaceMatch namespaces, Selector pods, var location) -> {
                if (namespaces instanceof NamespaceMatch.Matching(Selector matching)) {
                    tree.put("namespaceSelector", selector(matching));
                }
                if (!pods.isEverything() || tree.isEmpty()) {
                    tree.put("podSelector", selector(pods));
                }
            }
            default -> throw new IllegalArgumentException("never generated: " + peer);
        }
        return tree;
    }

    private static Map<String, Object> networkPort(PortMatch match) {
        Map<String, Object> tree = new LinkedHashMap<>();
        switch (match) {
            case PortMatch.Numbers(var protocol, PortSet ports, var location) -> {
                tree.put("protocol", protocol.name());
                tree.put("port", ports.first(0));
                if (ports.last(0) > ports.first(0)) {
                    tree.put("endPort", ports.last(0));
                }
            }
            case PortMatch.Named named -> {
                tree.put("protocol", named.protocols().iterator().next().name());
                tree.put("port", named.name());
            }
            case PortMatch.Everything everything ->
                throw new IllegalArgumentException("never generated: " + everything);
        }
        return tree;
    }

    private static Map<String, Object> clusterRule(Rule rule, String side) {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("name", rule.name());
        tree.put("action", rule.action().label());
        tree.put(side, rule.peers().stream().map(PolicyManifests::clusterPeer).toList());
        List<Object> protocols = new ArrayList<>();
        for (PortMatch match : rule.ports()) {
            if (match instanceof PortMatch.Numbers(var protocol, PortSet ports, var location)) {
                String name = protocol.name().toLowerCase(Locale.ROOT);
                protocols.add(Map.of(name, Map.of("destinationPort", Map.of("number", ports.first(0)))));
            }
        }
        if (!protocols.isEmpty()) {
            tree.put("protocols", protocols);
        }
        return tree;
    }

    private static Map<String, Object> clusterPeer(Peer peer) {
        return switch (peer) {
            case Peer.Networks networks ->
                Map.of(
                        "networks",
                        networks.blocks().stream().map(Cidr::toString).toList());
            case Peer.Pods(NamespaceMatch.Matching(Selector namespaces), Selector pods, var location) -> {
                Map<String, Object> both = new LinkedHashMap<>();
                both.put("namespaceSelector", selector(namespaces));
                both.put("podSelector", selector(pods));
                yield pods.isEverything() ? Map.of("namespaces", selector(namespaces)) : Map.of("pods", both);
            }
            default -> throw new IllegalArgumentException("never generated: " + peer);
        };
    }

    private static Map<String, Object> selector(Selector selector) {
        Map<String, Object> tree = new LinkedHashMap<>();
        Map<String, String> equal = new LinkedHashMap<>();
        List<Object> expressions = new ArrayList<>();
        for (Requirement requirement : selector.requirements()) {
            if (requirement.operator() == Requirement.Operator.IN
                    && requirement.values().size() == 1) {
                equal.put(requirement.key(), requirement.values().getFirst());
                continue;
            }
            Map<String, Object> expression = new LinkedHashMap<>();
            expression.put("key", requirement.key());
            expression.put("operator", requirement.operator().label());
            if (!requirement.values().isEmpty()) {
                expression.put("values", requirement.values());
            }
            expressions.add(expression);
        }
        if (!equal.isEmpty()) {
            tree.put("matchLabels", equal);
        }
        if (!expressions.isEmpty()) {
            tree.put("matchExpressions", expressions);
        }
        return tree;
    }
}

package dev.tierwall.core.random;

import dev.tierwall.core.label.Labels;
import dev.tierwall.core.label.Requirement;
import dev.tierwall.core.label.Selector;
import dev.tierwall.core.model.ClusterPolicy;
import dev.tierwall.core.model.Direction;
import dev.tierwall.core.model.NetworkPolicy;
import dev.tierwall.core.model.Peer;
import dev.tierwall.core.model.Policy.Action;
import dev.tierwall.core.model.Policy.Rule;
import dev.tierwall.core.model.PortMatch;
import dev.tierwall.core.net.Cidr;
import dev.tierwall.core.net.PortSet;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Policies as the trees of their manifests. What was not understood is shown by a field that nobody knows. */
final class PolicyText {

    private PolicyText() {}

    static Map<String, Object> networkPolicy(NetworkPolicy policy) {
        Map<String, Object> spec = new LinkedHashMap<>();
        spec.put("podSelector", selector(policy.subject()));
        spec.put(
                "policyTypes",
                ClusterText.sorted(policy.types()).stream()
                        .map(type -> type == Direction.INGRESS ? "Ingress" : "Egress")
                        .toList());
        for (Direction direction : Direction.values()) {
            List<Object> rules = new ArrayList<>();
            policy.rules(direction).forEach(rule -> rules.add(networkRule(rule, direction)));
            if (!rules.isEmpty()) {
                spec.put(direction.label(), rules);
            }
        }
        Map<String, Object> tree = ClusterText.head("networking.k8s.io/v1", policy.key(), Labels.NONE);
        tree.put("spec", spec);
        return tree;
    }

    private static Map<String, Object> networkRule(Rule rule, Direction direction) {
        Map<String, Object> tree = new LinkedHashMap<>();
        List<Object> peers = new ArrayList<>();
        for (Peer peer : rule.peers()) {
            switch (peer) {
                case Peer.Pods pods -> peers.add(networkPods(pods));
                case Peer.Networks networks -> peers.add(ipBlock(networks));
                default -> {}
            }
        }
        if (!peers.isEmpty()) {
            tree.put(direction == Direction.INGRESS ? "from" : "to", peers);
        }
        List<Object> ports = new ArrayList<>();
        for (PortMatch port : rule.ports()) {
            switch (port) {
                case PortMatch.Everything everything -> {}
                case PortMatch.Numbers numbers -> ports.add(networkPort(numbers));
                case PortMatch.Named named ->
                    named.protocols()
                            .forEach(protocol -> ports.add(Map.of("port", named.name(), "protocol", protocol.name())));
            }
        }
        if (!ports.isEmpty()) {
            tree.put("ports", ports);
        }
        return understood(rule, tree);
    }

    private static Map<String, Object> understood(Rule rule, Map<String, Object> tree) {
        if (!rule.understood()) {
            tree.put("notUnderstood", true);
        }
        return tree;
    }

    private static Map<String, Object> networkPods(Peer.Pods pods) {
        Map<String, Object> tree = new LinkedHashMap<>();
        if (pods.namespaces() instanceof Peer.NamespaceMatch.Matching(Selector selector)) {
            tree.put("namespaceSelector", selector(selector));
        }
        tree.put("podSelector", selector(pods.pods()));
        return tree;
    }

    private static Map<String, Object> ipBlock(Peer.Networks networks) {
        Map<String, Object> block = new LinkedHashMap<>();
        block.put("cidr", networks.blocks().get(0).toString());
        if (!networks.except().isEmpty()) {
            block.put("except", networks.except().stream().map(Cidr::toString).toList());
        }
        return Map.of("ipBlock", block);
    }

    private static Map<String, Object> networkPort(PortMatch.Numbers numbers) {
        Map<String, Object> tree = new LinkedHashMap<>();
        PortSet ports = numbers.ports();
        tree.put("protocol", numbers.protocol().name());
        if (!ports.isAll()) {
            tree.put("port", ports.first(0));
            if (ports.last(0) != ports.first(0)) {
                tree.put("endPort", ports.last(0));
            }
        }
        return tree;
    }

    static Map<String, Object> clusterPolicy(ClusterPolicy policy) {
        boolean current = policy.key().kind().equals(ClusterPolicy.KIND);
        Map<String, Object> spec = new LinkedHashMap<>();
        if (current) {
            spec.put("tier", policy.tier().label());
        }
        if (!policy.key().kind().equals(ClusterPolicy.BASELINE_KIND)) {
            spec.put("priority", policy.priority());
        }
        spec.put("subject", clusterPods(policy.subjectNamespaces(), policy.subjectPods()));
        for (Direction direction : Direction.values()) {
            List<Object> rules = new ArrayList<>();
            policy.rules(direction).forEach(rule -> rules.add(clusterRule(rule, direction, current)));
            if (!rules.isEmpty()) {
                spec.put(direction.label(), rules);
            }
        }
        String apiVersion = "policy.networking.k8s.io/" + (current ? "v1alpha2" : "v1alpha1");
        Map<String, Object> tree = ClusterText.head(apiVersion, policy.key(), Labels.NONE);
        tree.put("spec", spec);
        return tree;
    }

    private static Map<String, Object> clusterRule(Rule rule, Direction direction, boolean current) {
        Map<String, Object> tree = new LinkedHashMap<>();
        if (!rule.name().isEmpty()) {
            tree.put("name", rule.name());
        }
        boolean allow = rule.action() == Action.ACCEPT && !current;
        tree.put("action", allow ? "Allow" : rule.action().label());
        tree.put(
                direction == Direction.INGRESS ? "from" : "to",
                rule.peers().stream().map(PolicyText::clusterPeer).toList());
        List<Object> ports = new ArrayList<>();
        for (PortMatch port : rule.ports()) {
            switch (port) {
                case PortMatch.Everything everything -> {}
                case PortMatch.Numbers numbers -> ports.add(current ? protocol(numbers) : oldPort(numbers));
                case PortMatch.Named named ->
                    ports.add(Map.of(current ? "destinationNamedPort" : "namedPort", named.name()));
            }
        }
        if (!ports.isEmpty()) {
            tree.put(current ? "protocols" : "ports", ports);
        }
        return understood(rule, tree);
    }

    private static Map<String, Object> clusterPeer(Peer peer) {
        return switch (peer) {
            case Peer.Pods(Peer.NamespaceMatch.Matching(Selector namespaces), Selector pods, var location) ->
                clusterPods(namespaces, pods);
            case Peer.Networks networks ->
                Map.of(
                        "networks",
                        networks.blocks().stream().map(Cidr::toString).toList());
            case Peer.Nodes nodes -> Map.of("nodes", selector(nodes.nodes()));
            case Peer.DomainNames names -> Map.of("domainNames", names.names());
            default -> throw new IllegalArgumentException("no peer of a cluster-wide policy: " + peer);
        };
    }

    private static Map<String, Object> clusterPods(Selector namespaces, Selector pods) {
        if (pods.isEverything()) {
            return Map.of("namespaces", selector(namespaces));
        }
        Map<String, Object> both = new LinkedHashMap<>();
        both.put("namespaceSelector", selector(namespaces));
        both.put("podSelector", selector(pods));
        return Map.of("pods", both);
    }

    private static Map<String, Object> protocol(PortMatch.Numbers numbers) {
        PortSet ports = numbers.ports();
        Object one = Map.of("number", ports.first(0));
        Map<String, Object> range = new LinkedHashMap<>();
        range.put("start", ports.first(0));
        range.put("end", ports.last(0));
        Object destination = ports.first(0) == ports.last(0) ? one : Map.of("range", range);
        String name = numbers.protocol().name().toLowerCase(Locale.ROOT);
        return Map.of(name, ports.isAll() ? Map.of() : Map.of("destinationPort", destination));
    }

    private static Map<String, Object> oldPort(PortMatch.Numbers numbers) {
        PortSet ports = numbers.ports();
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("protocol", numbers.protocol().name());
        boolean one = ports.first(0) == ports.last(0);
        tree.put(one ? "port" : "start", ports.first(0));
        if (!one) {
            tree.put("end", ports.last(0));
        }
        return Map.of(one ? "portNumber" : "portRange", tree);
    }

    static Map<String, Object> selector(Selector selector) {
        Map<String, Object> tree = new LinkedHashMap<>();
        Map<String, String> equal = new LinkedHashMap<>();
        List<Object> expressions = new ArrayList<>();
        for (Requirement requirement : selector.requirements()) {
            boolean isEqual = requirement.operator() == Requirement.Operator.IN
                    && requirement.values().size() == 1
                    && !equal.containsKey(requirement.key());
            if (isEqual) {
                equal.put(requirement.key(), requirement.values().get(0));
            } else {
                expressions.add(expression(requirement));
            }
        }
        if (!equal.isEmpty()) {
            tree.put("matchLabels", equal);
        }
        if (!expressions.isEmpty()) {
            tree.put("matchExpressions", expressions);
        }
        return tree;
    }

    private static Map<String, Object> expression(Requirement requirement) {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("key", requirement.key());
        tree.put("operator", requirement.operator().label());
        if (!requirement.values().isEmpty()) {
            tree.put("values", requirement.values());
        }
        return tree;
    }
}

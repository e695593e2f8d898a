package dev.tierwall.core.random;

import dev.tierwall.core.label.Labels;
import dev.tierwall.core.label.Selector;
import dev.tierwall.core.model.ClusterObject;
import dev.tierwall.core.model.ClusterPolicy;
import dev.tierwall.core.model.Direction;
import dev.tierwall.core.model.Namespace;
import dev.tierwall.core.model.NetworkPolicy;
import dev.tierwall.core.model.Node;
import dev.tierwall.core.model.Peer;
import dev.tierwall.core.model.Pod;
import dev.tierwall.core.model.Policy.Rule;
import dev.tierwall.core.model.PortMatch;
import dev.tierwall.core.net.Address;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** The objects that are one step simpler than an object. */
final class Smaller {

    private Smaller() {}

    static List<? extends ClusterObject> than(ClusterObject object) {
        return switch (object) {
            case Namespace it ->
                labels(
                        it.labels().only(key -> !key.equals(Namespace.NAME_LABEL)),
                        it,
                        labels -> new Namespace(it.name(), labels, it.location()));
            case Node it -> nodes(it);
            case Pod it -> pods(it);
            case NetworkPolicy it -> networkPolicies(it);
            case ClusterPolicy it -> clusterPolicies(it);
            default -> List.of();
        };
    }

    private static <T> List<T> labels(Labels labels, T whole, Function<Labels, T> with) {
        List<T> out = new ArrayList<>();
        for (int i = 0; i < labels.size(); i++) {
            String dropped = labels.key(i);
            out.add(with.apply(labels.only(key -> !key.equals(dropped))));
        }
        out.remove(whole);
        return out;
    }

    /** The lists that lack one element. */
    private static <T> List<List<T>> shorter(List<T> list) {
        List<List<T>> out = new ArrayList<>();
        for (int i = 0; i < list.size(); i++) {
            List<T> one = new ArrayList<>(list);
            one.remove(i);
            out.add(one);
        }
        return out;
    }

    private static List<Node> nodes(Node it) {
        List<Node> out = labels(
                it.labels(), it, labels -> new Node(it.name(), labels, it.addresses(), it.podCidrs(), it.location()));
        shorter(it.addresses())
                .forEach(list -> out.add(new Node(it.name(), it.labels(), list, it.podCidrs(), it.location())));
        return out;
    }

    private static List<Pod> pods(Pod it) {
        List<Pod> out = labels(it.labels(), it, labels -> pod(it, labels, it.addresses(), it.ports()));
        shorter(it.addresses()).forEach(list -> out.add(pod(it, it.labels(), list, it.ports())));
        shorter(it.ports()).forEach(list -> out.add(pod(it, it.labels(), it.addresses(), list)));
        if (it.hostNetwork() || it.node().isPresent()) {
            out.add(settled(it, false, it.node()));
            out.add(settled(it, it.hostNetwork(), Optional.empty()));
            out.remove(it);
        }
        return out;
    }

    private static Pod pod(Pod it, Labels labels, List<Address> addresses, List<Pod.ContainerPort> ports) {
        return new Pod(
                it.key(),
                labels,
                addresses,
                ports,
                it.hostNetwork(),
                it.state(),
                it.node(),
                it.workload(),
                it.location());
    }

    private static Pod settled(Pod it, boolean hostNetwork, Optional<String> node) {
        return new Pod(
                it.key(),
                it.labels(),
                it.addresses(),
                it.ports(),
                hostNetwork,
                it.state(),
                node,
                it.workload(),
                it.location());
    }

    private static List<Selector> selectors(Selector selector) {
        return shorter(selector.requirements()).stream().map(Selector::new).toList();
    }

    private static List<NetworkPolicy> networkPolicies(NetworkPolicy it) {
        List<NetworkPolicy> out = new ArrayList<>();
        rules(it.ingress()).forEach(rules -> out.add(network(it, it.subject(), rules, it.egress())));
        rules(it.egress()).forEach(rules -> out.add(network(it, it.subject(), it.ingress(), rules)));
        selectors(it.subject()).forEach(subject -> out.add(network(it, subject, it.ingress(), it.egress())));
        for (var type : it.types().size() > 1 ? ClusterText.sorted(it.types()) : List.<Direction>of()) {
            out.add(new NetworkPolicy(
                    it.key(), it.subject(), Set.of(type), it.ingress(), it.egress(), it.valid(), it.location()));
        }
        return out;
    }

    private static NetworkPolicy network(NetworkPolicy it, Selector subject, List<Rule> ingress, List<Rule> egress) {
        return new NetworkPolicy(it.key(), subject, it.types(), ingress, egress, it.valid(), it.location());
    }

    private static List<ClusterPolicy> clusterPolicies(ClusterPolicy it) {
        List<ClusterPolicy> out = new ArrayList<>();
        rules(it.ingress()).forEach(rules -> out.add(cluster(it, rules, it.egress())));
        rules(it.egress()).forEach(rules -> out.add(cluster(it, it.ingress(), rules)));
        selectors(it.subjectNamespaces()).forEach(some -> out.add(about(it, some, it.subjectPods())));
        selectors(it.subjectPods()).forEach(some -> out.add(about(it, it.subjectNamespaces(), some)));
        return out;
    }

    private static ClusterPolicy cluster(ClusterPolicy it, List<Rule> ingress, List<Rule> egress) {
        return new ClusterPolicy(
                it.key(),
                it.tier(),
                it.priority(),
                it.subjectNamespaces(),
                it.subjectPods(),
                ingress,
                egress,
                it.location());
    }

    private static ClusterPolicy about(ClusterPolicy it, Selector namespaces, Selector pods) {
        return new ClusterPolicy(
                it.key(), it.tier(), it.priority(), namespaces, pods, it.ingress(), it.egress(), it.location());
    }

    /** One rule fewer, or one rule that is smaller itself. */
    private static List<List<Rule>> rules(List<Rule> rules) {
        List<List<Rule>> out = shorter(rules);
        for (int i = 0; i < rules.size(); i++) {
            for (Rule smaller : than(rules.get(i))) {
                List<Rule> some = new ArrayList<>(rules);
                some.set(i, smaller);
                out.add(some);
            }
        }
        return out;
    }

    private static List<Rule> than(Rule it) {
        List<Rule> out = new ArrayList<>();
        for (List<Peer> peers : shorter(it.peers())) {
            if (!peers.isEmpty()) {
                out.add(rule(it, peers, it.ports()));
            }
        }
        for (int i = 0; i < it.peers().size(); i++) {
            for (Peer smaller : than(it.peers().get(i))) {
                List<Peer> some = new ArrayList<>(it.peers());
                some.set(i, smaller);
                out.add(rule(it, some, it.ports()));
            }
        }
        for (List<PortMatch> ports : shorter(it.ports())) {
            if (!ports.isEmpty()) {
                out.add(rule(it, it.peers(), ports));
            }
        }
        PortMatch everything = new PortMatch.Everything(it.location());
        if (!it.ports().stream().allMatch(port -> port instanceof PortMatch.Everything)) {
            out.add(rule(it, it.peers(), List.of(everything)));
        }
        return out;
    }

    private static Rule rule(Rule it, List<Peer> peers, List<PortMatch> ports) {
        return new Rule(it.name(), it.action(), peers, ports, it.understood(), it.location());
    }

    private static List<? extends Peer> than(Peer peer) {
        List<Peer> out = new ArrayList<>();
        switch (peer) {
            case Peer.Pods it -> {
                selectors(it.pods()).forEach(pods -> out.add(new Peer.Pods(it.namespaces(), pods, it.location())));
                if (it.namespaces() instanceof Peer.NamespaceMatch.Matching(Selector selector)) {
                    selectors(selector)
                            .forEach(some -> out.add(
                                    new Peer.Pods(new Peer.NamespaceMatch.Matching(some), it.pods(), it.location())));
                }
            }
            case Peer.Networks it -> {
                shorter(it.except()).forEach(except -> out.add(new Peer.Networks(it.blocks(), except, it.location())));
                if (it.blocks().size() > 1) {
                    shorter(it.blocks())
                            .forEach(blocks -> out.add(new Peer.Networks(blocks, it.except(), it.location())));
                }
            }
            case Peer.Nodes it -> selectors(it.nodes()).forEach(nodes -> out.add(new Peer.Nodes(nodes, it.location())));
            default -> {}
        }
        return out;
    }
}

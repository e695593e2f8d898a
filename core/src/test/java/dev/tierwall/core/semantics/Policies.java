package dev.tierwall.core.semantics;

import static dev.tierwall.core.semantics.Facts.selector;

import dev.tierwall.core.label.Selector;
import dev.tierwall.core.model.ClusterPolicy;
import dev.tierwall.core.model.Direction;
import dev.tierwall.core.model.Location;
import dev.tierwall.core.model.NetworkPolicy;
import dev.tierwall.core.model.Peer;
import dev.tierwall.core.model.Peer.NamespaceMatch;
import dev.tierwall.core.model.Policy.Action;
import dev.tierwall.core.model.Policy.Rule;
import dev.tierwall.core.model.Policy.Tier;
import dev.tierwall.core.model.PortMatch;
import dev.tierwall.core.net.Cidr;
import dev.tierwall.core.net.PortSet;
import dev.tierwall.core.net.Protocol;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/** Policies, written short. */
final class Policies {

    private static final Location HERE = Location.NONE;

    private Policies() {}

    /** Isolates for ingress. */
    static NetworkPolicy ingress(String name, String subject, Rule... rules) {
        return network(name, subject, Set.of(Direction.INGRESS), List.of(rules), List.of());
    }

    /** Isolates for egress. */
    static NetworkPolicy egress(String name, String subject, Rule... rules) {
        return network(name, subject, Set.of(Direction.EGRESS), List.of(), List.of(rules));
    }

    static NetworkPolicy network(
            String name, String subject, Set<Direction> types, List<Rule> ingress, List<Rule> egress) {
        return new NetworkPolicy(
                Facts.key(NetworkPolicy.KIND, name), selector(subject), types, ingress, egress, true, HERE);
    }

    /** The same policy, as if the API server refused it. */
    static NetworkPolicy invalid(NetworkPolicy it) {
        return new NetworkPolicy(it.key(), it.subject(), it.types(), it.ingress(), it.egress(), false, HERE);
    }

    static ClusterPolicy adminIngress(String name, int priority, String namespaces, Rule... rules) {
        return cluster(ClusterPolicy.KIND, Tier.ADMIN, name, priority, namespaces, Direction.INGRESS, rules);
    }

    static ClusterPolicy adminEgress(String name, int priority, String namespaces, Rule... rules) {
        return cluster(ClusterPolicy.KIND, Tier.ADMIN, name, priority, namespaces, Direction.EGRESS, rules);
    }

    static ClusterPolicy baselineIngress(String name, int priority, String namespaces, Rule... rules) {
        return cluster(ClusterPolicy.KIND, Tier.BASELINE, name, priority, namespaces, Direction.INGRESS, rules);
    }

    static ClusterPolicy baselineEgress(String name, int priority, String namespaces, Rule... rules) {
        return cluster(ClusterPolicy.KIND, Tier.BASELINE, name, priority, namespaces, Direction.EGRESS, rules);
    }

    static ClusterPolicy cluster(
            String kind, Tier tier, String name, int priority, String namespaces, Direction direction, Rule... rules) {
        List<Rule> some = List.of(rules);
        boolean ingress = direction == Direction.INGRESS;
        return new ClusterPolicy(
                Facts.key(kind, name),
                tier,
                priority,
                selector(namespaces),
                Selector.EVERYTHING,
                ingress ? some : List.of(),
                ingress ? List.of() : some,
                HERE);
    }

    /** The same policy about some pods of its namespaces only. */
    static ClusterPolicy about(String pods, ClusterPolicy it) {
        return new ClusterPolicy(
                it.key(),
                it.tier(),
                it.priority(),
                it.subjectNamespaces(),
                selector(pods),
                it.ingress(),
                it.egress(),
                HERE);
    }

    static Rule accept(List<Peer> peers, PortMatch... ports) {
        return rule(Action.ACCEPT, peers, ports);
    }

    static Rule deny(List<Peer> peers, PortMatch... ports) {
        return rule(Action.DENY, peers, ports);
    }

    static Rule pass(List<Peer> peers, PortMatch... ports) {
        return rule(Action.PASS, peers, ports);
    }

    /** Without ports it is about all of them. */
    private static Rule rule(Action action, List<Peer> peers, PortMatch... ports) {
        List<PortMatch> some = ports.length == 0 ? List.of(new PortMatch.Everything(HERE)) : List.of(ports);
        return new Rule("", action, peers, some, true, HERE);
    }

    /** The same rule, as if some of it could not be read. */
    static Rule notUnderstood(Rule it) {
        return new Rule(it.name(), it.action(), it.peers(), it.ports(), false, it.location());
    }

    static List<Peer> anyone() {
        return List.of(new Peer.Anyone(HERE));
    }

    static List<Peer> podsIn(String namespace, String pods) {
        return List.of(new Peer.Pods(new NamespaceMatch.Named(namespace), selector(pods), HERE));
    }

    static List<Peer> pods(String namespaces, String pods) {
        return List.of(new Peer.Pods(new NamespaceMatch.Matching(selector(namespaces)), selector(pods), HERE));
    }

    static List<Peer> block(String cidr, String... except) {
        return List.of(new Peer.Networks(cidrs(cidr), cidrs(except), HERE));
    }

    static List<Peer> networks(String... cidrs) {
        return List.of(new Peer.Networks(cidrs(cidrs), List.of(), HERE));
    }

    static List<Peer> nodes(String selector) {
        return List.of(new Peer.Nodes(selector(selector), HERE));
    }

    static List<Peer> domainNames(String... names) {
        return List.of(new Peer.DomainNames(List.of(names), HERE));
    }

    /** The peers of both lists, as items of one list. */
    static List<Peer> either(List<Peer> some, List<Peer> others) {
        List<Peer> all = new ArrayList<>(some);
        all.addAll(others);
        return all;
    }

    private static List<Cidr> cidrs(String... texts) {
        return Arrays.stream(texts).map(text -> Cidr.parse(text).orElseThrow()).toList();
    }

    static PortMatch tcp(int port) {
        return range(Protocol.TCP, port, port);
    }

    static PortMatch udp(int port) {
        return range(Protocol.UDP, port, port);
    }

    static PortMatch range(Protocol protocol, int first, int last) {
        return new PortMatch.Numbers(protocol, PortSet.range(first, last), HERE);
    }

    static PortMatch all(Protocol protocol) {
        return new PortMatch.Numbers(protocol, PortSet.ALL, HERE);
    }

    static PortMatch named(String name, Protocol... protocols) {
        return new PortMatch.Named(name, Set.of(protocols), HERE);
    }
}

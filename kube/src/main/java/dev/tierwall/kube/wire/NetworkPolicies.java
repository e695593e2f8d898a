package dev.tierwall.kube.wire;

import dev.tierwall.core.label.Selector;
import dev.tierwall.core.model.Direction;
import dev.tierwall.core.model.NetworkPolicy;
import dev.tierwall.core.model.Peer;
import dev.tierwall.core.model.Policy;
import dev.tierwall.core.model.PortMatch;
import dev.tierwall.core.net.Cidr;
import dev.tierwall.kube.tree.Node;
import dev.tierwall.kube.tree.Problems;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads NetworkPolicies of networking.k8s.io/v1. One that the API server would refuse is read too, as invalid: then it
 * closes what it selects, and all pods of its namespace if its own selector is at fault.
 */
final class NetworkPolicies {

    private final Fields object;
    private final Meta meta;
    private final Problems problems;

    /** Whether something is wrong outside the rules, so that it is unclear which directions were meant. */
    private boolean directionsUnclear;

    NetworkPolicies(Fields object, Meta meta) {
        this.object = object;
        this.meta = meta;
        this.problems = object.problems();
    }

    /**
     * @param errorsBefore how many errors there were before the object was looked at
     */
    NetworkPolicy read(int errorsBefore) {
        int before = problems.errors();
        object.only("apiVersion", "kind", "metadata", "spec", "status");
        Fields spec = object.mapping("spec");
        if (spec == null) {
            Node.Mapping none = new Node.Mapping(
                    List.of(), meta.location().line(), meta.location().column());
            spec = new Fields(none, "the spec", problems);
        }
        if (object.has("spec")) {
            spec.only("podSelector", "policyTypes", "ingress", "egress");
        } else if (problems.errors() == before) {
            problems.warning(
                    meta.location(),
                    "the policy has no `spec`: it isolates all pods of its namespace for ingress",
                    "write the spec, with `podSelector: {}` if all pods are meant");
        }
        directionsUnclear = problems.errors() > before;
        Selector subject = subject(spec);
        List<Policy.Rule> ingress = rules(spec, Direction.INGRESS);
        List<Policy.Rule> egress = rules(spec, Direction.EGRESS);
        Set<Direction> types = types(spec, !egress.isEmpty());
        boolean valid = problems.errors() == errorsBefore;
        return new NetworkPolicy(meta.key(), subject, types, ingress, egress, valid, meta.location());
    }

    private Selector subject(Fields spec) {
        boolean absent = spec.node().get("podSelector") == null;
        if (absent && object.has("spec") && !directionsUnclear) {
            problems.warning(
                    spec.location(),
                    "the policy has no `podSelector`: it selects all pods of its namespace",
                    "write `podSelector: {}` if that is meant");
        }
        int before = problems.errors();
        Selector subject = LabelRules.selector(spec, "podSelector");
        return problems.errors() == before ? subject : Selector.EVERYTHING;
    }

    private Set<Direction> types(Fields spec, boolean hasEgress) {
        int before = problems.errors();
        Set<Direction> types = EnumSet.noneOf(Direction.class);
        for (Node.Text type : spec.texts("policyTypes")) {
            Direction direction = direction(type);
            if (direction != null && !types.add(direction)) {
                problems.warning(
                        problems.at(type), "the policy type " + type.value() + " is given twice", "remove one");
            }
        }
        if (spec.list("policyTypes").size() > Direction.values().length) {
            problems.error(spec.at("policyTypes"), "more than two policy types", "there are only Ingress and Egress");
        }
        if (directionsUnclear || problems.errors() > before) {
            return EnumSet.allOf(Direction.class);
        }
        if (types.isEmpty()) {
            types.add(Direction.INGRESS);
            if (hasEgress) {
                types.add(Direction.EGRESS);
            }
        }
        return types;
    }

    private @Nullable Direction direction(Node.Text type) {
        return switch (type.value()) {
            case "Ingress" -> Direction.INGRESS;
            case "Egress" -> Direction.EGRESS;
            default -> {
                String meant = Spelling.nearest(type.value(), "Ingress", "Egress");
                problems.error(
                        problems.at(type),
                        Spelling.quoted(type.value()) + " is not a policy type",
                        meant.isEmpty() ? "use Ingress, Egress or both" : "did you mean `" + meant + "`?");
                yield null;
            }
        };
    }

    private List<Policy.Rule> rules(Fields spec, Direction direction) {
        String field = direction.label();
        int before = problems.errors();
        List<Policy.Rule> rules = new ArrayList<>();
        List<Node> written = spec.list(field);
        directionsUnclear |= problems.errors() > before;
        for (Node node : written) {
            Fields rule = Fields.of(node, ruleName(direction), problems);
            rules.add(
                    rule == null
                            ? new Policy.Rule("", Policy.Action.ACCEPT, List.of(), List.of(), false, problems.at(node))
                            : rule(rule, direction));
        }
        return rules;
    }

    private static String ruleName(Direction direction) {
        return direction == Direction.INGRESS ? "a rule of `ingress`" : "a rule of `egress`";
    }

    private Policy.Rule rule(Fields rule, Direction direction) {
        int before = problems.errors();
        String own = direction == Direction.INGRESS ? "from" : "to";
        String other = direction == Direction.INGRESS ? "to" : "from";
        if (rule.node().get(other) != null && rule.node().get(own) == null) {
            problems.error(
                    rule.at(other),
                    "unknown field `" + other + "` in " + ruleName(direction),
                    "did you mean `" + own + "`? `" + other + "` belongs to rules of the other direction");
            rule.only(own, "ports", other);
        } else {
            rule.only(own, "ports");
        }
        List<Peer> peers = peers(rule, own);
        List<PortMatch> ports = new ArrayList<>();
        for (Fields port : rule.mappings("ports", "an entry of `ports`")) {
            PortMatch match = Ports.ofNetworkPolicy(port);
            if (match != null) {
                ports.add(match);
            }
        }
        if (rule.list("ports").isEmpty()) {
            ports.add(new PortMatch.Everything(rule.location()));
        }
        boolean understood = problems.errors() == before;
        return new Policy.Rule("", Policy.Action.ACCEPT, peers, ports, understood, rule.location());
    }

    private List<Peer> peers(Fields rule, String field) {
        List<Peer> peers = new ArrayList<>();
        for (Fields fields : rule.mappings(field, field.equals("from") ? "an entry of `from`" : "an entry of `to`")) {
            Peer peer = peer(fields, field);
            if (peer != null) {
                peers.add(peer);
            }
        }
        if (rule.list(field).isEmpty()) {
            peers.add(new Peer.Anyone(rule.location()));
        }
        return peers;
    }

    private @Nullable Peer peer(Fields peer, String field) {
        int before = problems.errors();
        peer.only("podSelector", "namespaceSelector", "ipBlock");
        boolean pods = peer.has("podSelector");
        boolean namespaces = peer.has("namespaceSelector");
        boolean block = peer.has("ipBlock");
        if (block && (pods || namespaces)) {
            problems.error(
                    peer.location(),
                    "a peer with `ipBlock` and a selector",
                    "make two entries of them, each with its own dash, if either is meant");
        }
        if (!block && !pods && !namespaces && problems.errors() == before) {
            problems.error(
                    peer.location(),
                    "an entry of `" + field + "` without a peer",
                    "write a podSelector, namespaceSelector or ipBlock; to mean everybody, leave `" + field + "` out");
        }
        Peer read = block ? networks(peer) : selected(peer, namespaces);
        return problems.errors() == before ? read : null;
    }

    private Peer selected(Fields peer, boolean namespaces) {
        Selector pods = LabelRules.selector(peer, "podSelector");
        Peer.NamespaceMatch match = namespaces
                ? new Peer.NamespaceMatch.Matching(LabelRules.selector(peer, "namespaceSelector"))
                : new Peer.NamespaceMatch.Named(meta.key().namespace());
        return new Peer.Pods(match, pods, peer.location());
    }

    private @Nullable Peer networks(Fields peer) {
        Fields block = peer.mapping("ipBlock");
        if (block == null) {
            return null;
        }
        block.only("cidr", "except");
        Node.Text text = block.text("cidr");
        if (text == null || text.value().isEmpty()) {
            if (text != null || !block.has("cidr")) {
                block.missing("cidr", "write the block of addresses, as in `cidr: 10.0.0.0/8`");
            }
            return null;
        }
        Cidr cidr = Addresses.cidr(text, problems);
        List<Cidr> except = new ArrayList<>();
        for (Node.Text exception : block.texts("except")) {
            Cidr inner = Addresses.cidr(exception, problems);
            if (inner != null && cidr != null) {
                checkInside(inner, cidr, exception);
                except.add(inner);
            }
        }
        return cidr == null ? null : new Peer.Networks(List.of(cidr), except, peer.location());
    }

    private void checkInside(Cidr inner, Cidr cidr, Node.Text exception) {
        if (!cidr.contains(inner)) {
            problems.error(
                    problems.at(exception),
                    "the exception " + inner + " is not inside its block " + cidr,
                    "move it to the entry whose block it belongs to, or remove it");
        } else if (inner.equals(cidr)) {
            problems.error(
                    problems.at(exception),
                    "the exception " + inner + " leaves nothing of its block",
                    "an exception must be smaller than the block of the same entry");
        }
    }
}

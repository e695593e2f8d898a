package dev.tierwall.core.words;

import dev.tierwall.core.label.Requirement;
import dev.tierwall.core.label.Selector;
import dev.tierwall.core.model.Namespace;
import dev.tierwall.core.model.Peer;
import dev.tierwall.core.model.Peer.NamespaceMatch;
import dev.tierwall.core.net.Cidr;
import java.util.ArrayList;
import java.util.List;

/** The peers of rules as a person would call them. */
public final class PeerWords {
    private static final int BLOCKS = 6;

    private PeerWords() {}

    /** Any of these peers: {@code pods with app=web in namespace shop, or addresses in 10.0.0.0/8}. */
    public static String or(List<Peer> peers) {
        return String.join(", or ", peers.stream().map(PeerWords::of).distinct().toList());
    }

    /** One peer. */
    public static String of(Peer peer) {
        return switch (peer) {
            case Peer.Anyone ignored -> "everybody, inside and outside the cluster";
            case Peer.Pods pods -> pods(pods.namespaces(), pods.pods());
            case Peer.Networks networks -> networks(networks);
            case Peer.Nodes nodes -> "nodes" + with(nodes.nodes());
            case Peer.DomainNames names -> "addresses of " + Words.or(names.names());
        };
    }

    /** Pods by their labels and those of their namespaces. */
    public static String pods(NamespaceMatch namespaces, Selector pods) {
        String who = pods.isEverything() ? "all pods" : "pods" + with(pods);
        return switch (namespaces) {
            case NamespaceMatch.Named(String name) -> who + " in namespace " + name;
            case NamespaceMatch.Matching(Selector selector) -> who + in(selector);
        };
    }

    private static String in(Selector namespaces) {
        if (namespaces.isEverything()) {
            return " in all namespaces";
        }
        Requirement first = namespaces.requirements().getFirst();
        boolean byName = namespaces.requirements().size() == 1
                && first.key().equals(Namespace.NAME_LABEL)
                && first.operator() == Requirement.Operator.IN;
        return byName
                ? (first.values().size() == 1 ? " in namespace " : " in namespaces ") + Words.or(first.values())
                : " in namespaces" + with(namespaces);
    }

    /** {@code  with app=web and without label debug}; empty for the selector of everything. */
    public static String with(Selector selector) {
        List<String> has = new ArrayList<>();
        List<String> lacks = new ArrayList<>();
        for (Requirement requirement : selector.requirements()) {
            switch (requirement.operator()) {
                case IN, NOT_IN -> has.add(requirement.toString());
                case EXISTS -> has.add("a label " + requirement.key());
                case DOES_NOT_EXIST -> lacks.add("label " + requirement.key());
            }
        }
        String with = has.isEmpty() ? "" : " with " + Words.and(has);
        String without = lacks.isEmpty() ? "" : (has.isEmpty() ? "" : " and") + " without " + Words.or(lacks);
        return with + without;
    }

    private static String networks(Peer.Networks networks) {
        String inside = networks.blocks().size() == 1
                ? block(networks.blocks().getFirst())
                : "addresses in " + few(networks.blocks());
        return networks.except().isEmpty() ? inside : inside + " except " + few(networks.except());
    }

    private static String block(Cidr block) {
        if (block.prefix() == block.family().bits()) {
            return "address " + block.base();
        }
        return block.prefix() == 0 ? "all " + block.family() + " addresses" : "addresses in " + block;
    }

    private static String few(List<Cidr> blocks) {
        return Words.few(blocks.stream().map(Cidr::toString).toList(), BLOCKS);
    }
}

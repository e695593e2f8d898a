package dev.tierwall.core.policy;

import dev.tierwall.core.label.Labels;
import dev.tierwall.core.label.Selector;
import dev.tierwall.core.model.Peer;
import dev.tierwall.core.model.Peer.NamespaceMatch;
import dev.tierwall.core.net.AddressSet;

/** What a set of peers or subjects is asked to have. Equal keys are one {@link PeerGroup}, whatever policy wrote them. */
public sealed interface GroupKey {

    /** Everybody, inside and outside the cluster. */
    record Everyone() implements GroupKey {}

    /** Pods, by their labels and their namespace. */
    record Pods(NamespaceMatch namespaces, Selector pods) implements GroupKey {

        boolean matchesNamespace(String name, Labels namespaceLabels) {
            return switch (namespaces) {
                case NamespaceMatch.Named(String wanted) -> wanted.equals(name);
                case NamespaceMatch.Matching(Selector selector) -> selector.matches(namespaceLabels);
            };
        }
    }

    /** Whoever has one of these addresses. */
    record Addresses(AddressSet set) implements GroupKey {}

    /** Whoever has an address of such a node. */
    record Nodes(Selector nodes) implements GroupKey {}

    /** The key of a written peer. Names of the DNS stand for no address that could be known here. */
    static GroupKey of(Peer peer) {
        return switch (peer) {
            case Peer.Anyone anyone -> new Everyone();
            case Peer.Pods pods -> new Pods(pods.namespaces(), pods.pods());
            case Peer.Networks networks -> new Addresses(AddressSet.of(networks.blocks(), networks.except()));
            case Peer.Nodes nodes -> new Nodes(nodes.nodes());
            case Peer.DomainNames names -> new Addresses(AddressSet.EMPTY);
        };
    }
}

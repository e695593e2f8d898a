package dev.tierwall.core.model;

import dev.tierwall.core.label.Selector;
import dev.tierwall.core.net.Cidr;
import java.util.List;

/** The other side of a connection as a rule describes it. */
public sealed interface Peer {

    /** Where the peer is written. */
    Location location();

    /** Everybody, inside and outside the cluster: what a NetworkPolicy rule without peers means. */
    record Anyone(Location location) implements Peer {}

    /**
     * Pods by their labels and those of their namespace. Pods on the host's network are never meant.
     *
     * @param namespaces which namespaces
     * @param pods which pods of these
     * @param location where the peer is written
     */
    record Pods(NamespaceMatch namespaces, Selector pods, Location location) implements Peer {}

    /**
     * Addresses, whoever has them, pods included.
     *
     * @param blocks addresses in any of these
     * @param except and in none of these
     * @param location where the peer is written
     */
    record Networks(List<Cidr> blocks, List<Cidr> except, Location location) implements Peer {
        public Networks {
            blocks = List.copyOf(blocks);
            except = List.copyOf(except);
        }
    }

    /** The addresses of nodes, and so of pods on the host's network. */
    record Nodes(Selector nodes, Location location) implements Peer {}

    /** The addresses that DNS names stand for; known only to a running cluster, so that no address is matched here. */
    record DomainNames(List<String> names, Location location) implements Peer {
        public DomainNames {
            names = List.copyOf(names);
        }
    }

    /** Which namespaces a peer means. */
    sealed interface NamespaceMatch {
        /** The one of this name: the policy's own, where a peer has a pod selector alone. */
        record Named(String name) implements NamespaceMatch {}

        /** Those whose labels match. */
        record Matching(Selector selector) implements NamespaceMatch {}
    }
}

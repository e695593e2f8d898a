package dev.tierwall.cli.report.rows;

import dev.tierwall.cli.output.Tree;
import dev.tierwall.core.connectivity.Party;
import dev.tierwall.core.label.Selector;
import dev.tierwall.core.model.ObjectKey;
import dev.tierwall.core.model.Peer.NamespaceMatch;
import dev.tierwall.core.net.AddressRange;
import dev.tierwall.core.net.AddressSet;
import dev.tierwall.core.net.ConnectionSet;
import dev.tierwall.core.net.Protocol;
import dev.tierwall.core.policy.GroupKey;
import java.util.Optional;

/** The pieces of rows as parts of a tree, in the shapes of {@link JsonParts}. */
public final class Pieces {

    private Pieces() {}

    /** A workload or a block of addresses. */
    public static void party(Party party, Tree tree) {
        switch (party) {
            case Party.OfWorkload(ObjectKey key) -> tree.key(key);
            case Party.OfAddresses(AddressSet addresses) -> {
                tree.beginLine();
                tree.field("kind", "IPBlock");
                tree.field(
                        "ranges",
                        addresses.ranges().stream().map(AddressRange::toString).toList());
                tree.end();
            }
        }
    }

    /** A field with {@code all}, or with the ports of each protocol. */
    public static void ports(String name, ConnectionSet connections, Tree tree) {
        tree.name(name);
        if (connections.allPorts()) {
            tree.text("all");
            return;
        }
        tree.beginLine();
        for (Protocol protocol : Protocol.values()) {
            if (!connections.ports(protocol).isEmpty()) {
                tree.field(protocol.name(), JsonParts.ranges(connections.ports(protocol)));
            }
        }
        tree.end();
    }

    /** Pods to come, by selectors as kubectl writes them; an empty one selects everything. */
    static void pods(Optional<GroupKey.Pods> pods, Tree tree) {
        tree.name("pods");
        tree.beginLine();
        if (pods.isEmpty()) {
            tree.field("any", true);
        } else {
            switch (pods.get().namespaces()) {
                case NamespaceMatch.Named(String name) -> tree.field("namespace", name);
                case NamespaceMatch.Matching(Selector selector) -> tree.field("namespaceSelector", text(selector));
            }
            tree.field("podSelector", text(pods.get().pods()));
        }
        tree.end();
    }

    private static String text(Selector selector) {
        return selector.isEverything() ? "" : selector.toString();
    }
}

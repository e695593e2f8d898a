package dev.tierwall.cli.report.rows;

import dev.tierwall.cli.frame.DataWriter;
import dev.tierwall.cli.output.Format;
import dev.tierwall.cli.output.Tree;
import dev.tierwall.cli.report.naming.PortNames;
import dev.tierwall.core.collect.Bits;
import dev.tierwall.core.connectivity.Entrances.Entrance;
import dev.tierwall.core.connectivity.Party;
import dev.tierwall.core.net.ConnectionSet;
import dev.tierwall.core.net.IpFamily;
import java.util.List;
import java.util.Optional;

/** A list as a tree: as YAML, or as JSON where each row has its reasons; what it holds is what {@link JsonList} writes. */
public final class TreeList implements ListWriter {

    private final Format format;

    public TreeList(Format format) {
        this.format = format;
    }

    @Override
    public void write(Listing listing, DataWriter out) {
        new Body(listing, Tree.document(format, out, "ConnectivityList")).write();
    }

    private static final class Body {

        private final Listing listing;
        private final Tree tree;
        private final List<Party> parties;
        private final Optional<ReasonsTree> reasons;

        Body(Listing listing, Tree tree) {
            this.listing = listing;
            this.tree = tree;
            this.parties = listing.connectivity().allParties();
            this.reasons = listing.style().explained()
                    ? Optional.of(new ReasonsTree(new Reasoning(listing.policy()), tree))
                    : Optional.empty();
        }

        void write() {
            boolean folded = listing.style().folded();
            if (folded) {
                tree.field("folded", true);
            }
            tree.name("connections");
            tree.beginArray();
            if (folded) {
                listing.connectivity().folds(listing.wanted(), this::fold);
            } else {
                listing.connectivity().rows(listing.wanted(), this::row);
            }
            listing.entrances().forEach(this::entrance);
            tree.end();
            if (!listing.openings().isEmpty()) {
                tree.name("exposure");
                tree.beginArray();
                listing.openings().forEach(this::opening);
                tree.end();
            }
            tree.close();
        }

        private void row(int source, int destination, ConnectionSet connections, Optional<IpFamily> only) {
            if (!PortNames.any(connections)) {
                return;
            }
            tree.beginObject();
            tree.name("source");
            Pieces.party(parties.get(source), tree);
            tree.name("destination");
            Pieces.party(parties.get(destination), tree);
            connections(connections, only);
            reasons.ifPresent(why -> why.write(parties.get(source), parties.get(destination), only));
            tree.end();
        }

        private void fold(Bits sources, Bits destinations, ConnectionSet connections, Optional<IpFamily> only) {
            if (PortNames.any(connections)) {
                tree.beginObject();
                parties("sources", sources);
                parties("destinations", destinations);
                connections(connections, only);
                tree.end();
            }
        }

        private void parties(String name, Bits numbers) {
            tree.name(name);
            tree.beginArray();
            numbers.forEach(party -> Pieces.party(parties.get(party), tree));
            tree.end();
        }

        private void connections(ConnectionSet connections, Optional<IpFamily> only) {
            Pieces.ports("ports", connections, tree);
            JsonParts.otherProtocols(connections).ifPresent(others -> tree.field("otherProtocols", others));
            only.ifPresent(family -> tree.field("family", family.label()));
        }

        private void entrance(Entrance entrance) {
            tree.beginObject();
            entranceEnd("source", new Party.OfAddresses(entrance.sources()));
            entranceEnd("destination", new Party.OfWorkload(entrance.destination()));
            connections(entrance.connections(), Optional.empty());
            tree.field("via", entrance.via());
            tree.end();
        }

        private void entranceEnd(String name, Party party) {
            if (listing.style().folded()) {
                tree.name(name + "s");
                tree.beginArray();
                Pieces.party(party, tree);
                tree.end();
            } else {
                tree.name(name);
                Pieces.party(party, tree);
            }
        }

        private void opening(WorkloadOpening opening) {
            tree.beginObject();
            tree.field("workload", opening.workload());
            tree.field("direction", opening.direction().label());
            Pieces.pods(opening.pods(), tree);
            connections(opening.connections(), opening.only());
            tree.end();
        }
    }
}

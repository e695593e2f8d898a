package dev.tierwall.cli.report.rows;

import dev.tierwall.cli.report.naming.PartyNames;
import dev.tierwall.cli.report.naming.PortNames;
import dev.tierwall.core.collect.Bits;
import dev.tierwall.core.collect.Ints;
import dev.tierwall.core.connectivity.Connectivity;
import dev.tierwall.core.connectivity.Entrances.Entrance;
import dev.tierwall.core.connectivity.Party;
import dev.tierwall.core.connectivity.Wanted;
import dev.tierwall.core.net.AddressSet;
import dev.tierwall.core.net.ConnectionSet;
import dev.tierwall.core.net.IpFamily;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The rows of a list for people: blocks of outside addresses that connect alike are one line, and entrances come last.
 */
final class Lines {

    /**
     * Takes lines.
     */
    interface Sink {

        /**
         * One line between workloads, by their places among all parties.
         */
        void workloads(int source, int destination, Ports ports);

        /** One line whose ends are named already. */
        void named(End source, End destination, Ports ports);
    }

    /**
     * One end of a line: a workload, or addresses under one name.
     *
     * @param party the workload, or all the addresses
     * @param name what it is called
     * @param via what connections come through, in words; empty if nothing
     */
    record End(Party party, String name, String via) {}

    /**
     * What may be opened.
     *
     * @param connections the connections
     * @param only the one family it is true of, where the families differ
     */
    record Ports(ConnectionSet connections, Optional<IpFamily> only) {

        String name() {
            return PortNames.of(connections)
                    + only.map(family -> " (" + family.label() + " only)").orElse("");
        }
    }

    private final Connectivity connectivity;
    private final List<Party> parties;
    private final int workloads;
    private final PartyNames names;
    private final Map<Bits, End> blocks = new HashMap<>();

    Lines(Connectivity connectivity, PartyNames names) {
        this.connectivity = connectivity;
        this.parties = connectivity.allParties();
        this.names = names;
        int count = 0;
        while (count < parties.size() && parties.get(count) instanceof Party.OfWorkload) {
            count++;
        }
        this.workloads = count;
    }

    void write(Listing listing, Sink out) {
        Wanted wanted = listing.wanted();
        Wanted inside = new Wanted(
                party -> party instanceof Party.OfWorkload && wanted.sources().test(party),
                wanted.destinations(),
                wanted.either(),
                wanted.connections());
        OfWorkload rows = new OfWorkload(out);
        connectivity.rows(inside, rows::row);
        rows.flush();
        fromOutside(wanted, out);
        for (Entrance entrance : listing.entrances()) {
            Party sources = new Party.OfAddresses(entrance.sources());
            Party destination = new Party.OfWorkload(entrance.destination());
            out.named(
                    new End(sources, names.of(sources), entrance.via().kind() + " " + names.of(entrance.via())),
                    new End(destination, names.of(destination), ""),
                    new Ports(entrance.connections(), Optional.empty()));
        }
    }

    private End workload(int number) {
        return new End(parties.get(number), names.of(parties.get(number)), "");
    }

    private End block(Bits numbers) {
        return blocks.computeIfAbsent(numbers, blocks -> {
            AddressSet all = AddressSet.EMPTY;
            for (int block = blocks.next(0); block >= 0; block = blocks.next(block + 1)) {
                if (parties.get(block) instanceof Party.OfAddresses(AddressSet addresses)) {
                    all = all.union(addresses);
                }
            }
            Party party = new Party.OfAddresses(all);
            return new End(party, names.of(party), "");
        });
    }

    /** The rows of one workload after the other; those to blocks wait until all of them are there. */
    private final class OfWorkload {

        private final Sink out;
        private final Map<Ports, Ints> waiting = new LinkedHashMap<>();
        private int source = -1;
        private ConnectionSet lastConnections = ConnectionSet.NONE;
        private Ports lastPorts = new Ports(ConnectionSet.NONE, Optional.empty());

        OfWorkload(Sink out) {
            this.out = out;
        }

        void row(int from, int to, ConnectionSet connections, Optional<IpFamily> only) {
            if (from != source) {
                flush();
                source = from;
            }
            if (connections != lastConnections || only.isPresent()) {
                if (!PortNames.any(connections)) {
                    return;
                }
                lastPorts = new Ports(connections, only);
                lastConnections = only.isPresent() ? ConnectionSet.NONE : connections;
            }
            if (to < workloads) {
                out.workloads(from, to, lastPorts);
            } else {
                waiting.computeIfAbsent(lastPorts, ports -> new Ints()).add(to);
            }
        }

        void flush() {
            waiting.forEach((ports, blocks) -> out.named(workload(source), block(blocks.toBits()), ports));
            waiting.clear();
        }
    }

    private record FromOutside(Bits sources, Ports ports) {}

    /** The rows from outside, by destination. */
    private void fromOutside(Wanted wanted, Sink out) {
        Wanted outside = new Wanted(
                party -> party instanceof Party.OfAddresses && wanted.sources().test(party),
                wanted.destinations(),
                wanted.either(),
                wanted.connections());
        List<FromOutside> folds = new ArrayList<>();
        Map<Integer, Ints> ofDestination = new HashMap<>();
        connectivity.folds(outside, (sources, destinations, connections, only) -> {
            if (PortNames.any(connections)) {
                destinations.forEach(
                        to -> ofDestination.computeIfAbsent(to, d -> new Ints()).add(folds.size()));
                folds.add(new FromOutside(sources, new Ports(connections, only)));
            }
        });
        ofDestination.keySet().stream().sorted().forEach(to -> {
            Map<Ports, Bits> sources = new LinkedHashMap<>();
            ofDestination.getOrDefault(to, new Ints()).toBits().forEach(fold -> {
                FromOutside some = folds.get(fold);
                sources.merge(some.ports(), some.sources(), Bits::union);
            });
            sources.forEach((ports, from) -> out.named(block(from), workload(to), ports));
        });
    }
}

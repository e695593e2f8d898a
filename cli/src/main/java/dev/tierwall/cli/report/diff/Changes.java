package dev.tierwall.cli.report.diff;

import dev.tierwall.cli.report.naming.PortNames;
import dev.tierwall.core.connectivity.Connectivity;
import dev.tierwall.core.connectivity.Diff;
import dev.tierwall.core.connectivity.Diff.Difference;
import dev.tierwall.core.connectivity.Party;
import dev.tierwall.core.connectivity.Wanted;
import dev.tierwall.core.net.AddressRange;
import dev.tierwall.core.net.AddressSet;
import dev.tierwall.core.net.ConnectionSet;
import dev.tierwall.core.net.IpFamily;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** Streams what differs, one source after the other, the families of a pair taken together where they agree. */
public final class Changes {

    private final Connectivity before;
    private final Connectivity after;
    private final Wanted wanted;
    private final boolean oneFamily;

    public Changes(Connectivity before, Connectivity after, Wanted wanted) {
        this.before = before;
        this.after = after;
        this.wanted = wanted;
        int families = 0;
        for (IpFamily family : IpFamily.values()) {
            boolean used = before.relation(family).isPresent()
                    || after.relation(family).isPresent();
            families += used ? 1 : 0;
        }
        this.oneFamily = families < 2;
    }

    public void forEach(Consumer<Change> out) {
        OfSource current = new OfSource(out);
        Diff.between(before, after, current::add);
        current.flush();
    }

    /** Every workload of both sides, and as one block all that is outside on both. */
    public List<Party> parties() {
        List<Party> all = new ArrayList<>();
        List<AddressRange> old = new ArrayList<>();
        List<AddressRange> now = new ArrayList<>();
        before.allParties().forEach(party -> add(party, all, old));
        after.allParties().forEach(party -> add(party, all, now));
        all.add(new Party.OfAddresses(new AddressSet(old).intersect(new AddressSet(now))));
        return all;
    }

    private static void add(Party party, List<Party> workloads, List<AddressRange> outside) {
        switch (party) {
            case Party.OfWorkload workload -> workloads.add(workload);
            case Party.OfAddresses(AddressSet addresses) -> outside.addAll(addresses.ranges());
        }
    }

    private final class OfSource {

        private final Consumer<Change> out;
        private final Map<Party, List<Difference>> byDestination = new LinkedHashMap<>();
        private Optional<Party> source = Optional.empty();

        OfSource(Consumer<Change> out) {
            this.out = out;
        }

        void add(Difference difference) {
            if (!source.equals(Optional.of(difference.source()))) {
                flush();
                source = Optional.of(difference.source());
            }
            byDestination
                    .computeIfAbsent(difference.destination(), party -> new ArrayList<>(2))
                    .add(difference);
        }

        void flush() {
            byDestination.values().forEach(differences -> {
                Difference first = differences.getFirst();
                boolean agree = differences.size() == 2
                        && first.before().equals(differences.get(1).before())
                        && first.after().equals(differences.get(1).after());
                boolean plain = oneFamily || agree || isBlock(first.source()) || isBlock(first.destination());
                for (Difference difference : agree ? List.of(first) : differences) {
                    emit(difference, plain ? Optional.empty() : Optional.of(difference.family()));
                }
            });
            byDestination.clear();
        }

        private void emit(Difference difference, Optional<IpFamily> only) {
            ConnectionSet cut = wanted.connections().apply(difference.destination());
            ConnectionSet old = portsOf(difference.before().intersect(cut));
            ConnectionSet now = portsOf(difference.after().intersect(cut));
            boolean shown = wanted.sources().test(difference.source())
                    && wanted.destinations().test(difference.destination())
                    && (wanted.either().test(difference.source())
                            || wanted.either().test(difference.destination()));
            if (shown && !old.equals(now)) {
                out.accept(new Change(difference.source(), difference.destination(), old, now, only));
            }
        }
    }

    private static ConnectionSet portsOf(ConnectionSet connections) {
        return PortNames.any(connections) ? connections : ConnectionSet.NONE;
    }

    private static boolean isBlock(Party party) {
        return party instanceof Party.OfAddresses;
    }
}

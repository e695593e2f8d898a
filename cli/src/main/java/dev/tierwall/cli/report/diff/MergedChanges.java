package dev.tierwall.cli.report.diff;

import dev.tierwall.core.connectivity.Party;
import dev.tierwall.core.net.AddressSet;
import dev.tierwall.core.net.ConnectionSet;
import dev.tierwall.core.net.IpFamily;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** The changes for people: blocks of outside addresses that changed alike are one. */
final class MergedChanges {

    private record Same(Party other, ConnectionSet before, ConnectionSet after, Optional<IpFamily> only) {}

    private final Consumer<Change> out;
    private final Map<Same, AddressSet> toOutside = new LinkedHashMap<>();
    private final Map<Same, AddressSet> fromOutside = new LinkedHashMap<>();
    private Optional<Party> source = Optional.empty();

    private MergedChanges(Consumer<Change> out) {
        this.out = out;
    }

    static void forEach(Changes changes, Consumer<Change> out) {
        MergedChanges merged = new MergedChanges(out);
        changes.forEach(merged::add);
        merged.flush();
        merged.fromOutside.forEach((same, addresses) -> out.accept(
                new Change(new Party.OfAddresses(addresses), same.other(), same.before(), same.after(), same.only())));
    }

    private void add(Change change) {
        if (!source.equals(Optional.of(change.source()))) {
            flush();
            source = Optional.of(change.source());
        }
        if (change.source() instanceof Party.OfAddresses(AddressSet addresses)) {
            fromOutside.merge(same(change, change.destination()), addresses, AddressSet::union);
        } else if (change.destination() instanceof Party.OfAddresses(AddressSet addresses)) {
            toOutside.merge(same(change, change.source()), addresses, AddressSet::union);
        } else {
            out.accept(change);
        }
    }

    private static Same same(Change change, Party other) {
        return new Same(other, change.before(), change.after(), change.only());
    }

    private void flush() {
        toOutside.forEach((same, addresses) -> out.accept(
                new Change(same.other(), new Party.OfAddresses(addresses), same.before(), same.after(), same.only())));
        toOutside.clear();
    }
}

package dev.tierwall.core.connectivity;

import dev.tierwall.core.collect.Bits;
import dev.tierwall.core.collect.Ints;
import dev.tierwall.core.net.ConnectionSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Predicate;

/**
 * The numbers of the parties that are {@link Wanted}.
 *
 * @param sources numbers of sources
 * @param destinations numbers of destinations
 * @param either numbers of the parties of which a row must have one
 * @param cuts what is wanted of the connections to each destination, by destinations of which the same is wanted
 */
record Selection(Bits sources, Bits destinations, Bits either, Map<ConnectionSet, Bits> cuts) {

    static Selection of(Parties parties, Wanted wanted) {
        Bits destinations = numbers(parties, wanted.destinations());
        Map<ConnectionSet, Ints> cuts = new LinkedHashMap<>();
        destinations.forEach(
                party -> cuts.computeIfAbsent(wanted.connections().apply(parties.get(party)), ports -> new Ints())
                        .add(party));
        Map<ConnectionSet, Bits> byCut = new LinkedHashMap<>();
        cuts.forEach((ports, members) -> byCut.put(ports, members.toBits()));
        return new Selection(
                numbers(parties, wanted.sources()), destinations, numbers(parties, wanted.either()), byCut);
    }

    private static Bits numbers(Parties parties, Predicate<Party> wanted) {
        Ints found = new Ints();
        for (int party = 0; party < parties.size(); party++) {
            if (wanted.test(parties.get(party))) {
                found.add(party);
            }
        }
        return found.toBits();
    }

    /** The destinations wanted of one source, itself left out. */
    Bits destinationsOf(int source) {
        return (either.contains(source) ? destinations : destinations.intersect(either)).without(source);
    }

    /** What is left of an answer within some destinations, by what may be sent to them. */
    Map<ConnectionSet, Bits> cut(Reach reach, Bits within) {
        Map<ConnectionSet, Bits> left = new LinkedHashMap<>();
        for (Reach.Entry entry : reach.entries()) {
            Bits to = entry.destinations().intersect(within);
            if (to.isEmpty()) {
                continue;
            }
            cuts.forEach((ports, members) -> {
                ConnectionSet some = entry.connections().intersect(ports);
                Bits those = some.isEmpty() ? Bits.EMPTY : to.intersect(members);
                if (!those.isEmpty()) {
                    left.merge(some, those, Bits::union);
                }
            });
        }
        return left;
    }
}

package dev.tierwall.core.connectivity;

import dev.tierwall.core.collect.Bits;
import dev.tierwall.core.collect.Ints;
import dev.tierwall.core.net.ConnectionSet;
import dev.tierwall.core.net.IpFamily;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Folds rows: takes the sources together that reach the same in every family, and then once more those of which that is
 * true of some destinations.
 */
final class Folding {

    private final Map<IpFamily, Reaches> reaches;
    private final Selection selection;
    private final Bits inBoth;
    private final Map<Ends, Bits> sourcesOf = new LinkedHashMap<>();

    private record Alike(List<Reach> reaches, boolean inBoth, boolean either) {}

    private record Ends(Bits destinations, ConnectionSet connections, Optional<IpFamily> only) {}

    Folding(Parties parties, Map<IpFamily, Reaches> reaches, Selection selection) {
        this.reaches = reaches;
        this.selection = selection;
        this.inBoth = reaches.size() < 2 ? Bits.EMPTY : parties.inBoth();
    }

    void folds(Fold.Sink out) {
        groups().forEach((alike, sources) -> {
            Bits from = sources.toBits();
            Bits within = alike.either()
                    ? selection.destinations()
                    : selection.destinations().intersect(selection.either());
            List<Map<ConnectionSet, Bits>> answers = alike.reaches().stream()
                    .map(reach -> selection.cut(reach, within))
                    .toList();
            if (answers.size() == 1) {
                answers.getFirst().forEach((ports, to) -> add(from, to, ports, Optional.empty()));
            } else {
                twoFamilies(from, answers, alike.inBoth() ? inBoth : Bits.EMPTY);
            }
        });
        sourcesOf.forEach((ends, sources) -> out.fold(sources, ends.destinations(), ends.connections(), ends.only()));
    }

    private Map<Alike, Ints> groups() {
        Map<Alike, Ints> groups = new LinkedHashMap<>();
        selection.sources().forEach(source -> {
            List<Reach> all = new ArrayList<>(reaches.size());
            for (Reaches inFamily : reaches.values()) {
                all.add(inFamily.of(source));
            }
            Alike alike =
                    new Alike(all, inBoth.contains(source), selection.either().contains(source));
            groups.computeIfAbsent(alike, a -> new Ints()).add(source);
        });
        return groups;
    }

    /** What holds in both families, or can only hold in one, needs no word about families; the rest does. */
    private void twoFamilies(Bits from, List<Map<ConnectionSet, Bits>> answers, Bits comparable) {
        Map<ConnectionSet, Bits> first = answers.get(0);
        Map<ConnectionSet, Bits> second = answers.get(1);
        Set<ConnectionSet> all = new LinkedHashSet<>(first.keySet());
        all.addAll(second.keySet());
        for (ConnectionSet ports : all) {
            Bits ipv4 = first.getOrDefault(ports, Bits.EMPTY);
            Bits ipv6 = second.getOrDefault(ports, Bits.EMPTY);
            Bits plain = ipv4.intersect(ipv6).union(ipv4.minus(comparable)).union(ipv6.minus(comparable));
            add(from, plain, ports, Optional.empty());
            add(from, ipv4.minus(plain), ports, Optional.of(IpFamily.IPV4));
            add(from, ipv6.minus(plain), ports, Optional.of(IpFamily.IPV6));
        }
    }

    private void add(Bits from, Bits to, ConnectionSet ports, Optional<IpFamily> only) {
        boolean itselfAlone = from.size() == 1 && from.equals(to);
        if (!to.isEmpty() && !itselfAlone) {
            sourcesOf.merge(new Ends(to, ports, only), from, Bits::union);
        }
    }
}

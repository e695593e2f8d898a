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
import java.util.function.Consumer;

/** Folds rows: takes the sources together that reach the same in every family. */
final class Folding {

    private final Parties parties;
    private final Map<IpFamily, Reaches> reaches;
    private final Bits inBoth;

    private record Alike(List<Reach> reaches, boolean inBoth) {}

    Folding(Parties parties, Map<IpFamily, Reaches> reaches) {
        this.parties = parties;
        this.reaches = reaches;
        this.inBoth =
                reaches.size() < 2 ? Bits.EMPTY : parties.in(IpFamily.IPV4).intersect(parties.in(IpFamily.IPV6));
    }

    void folds(Consumer<Fold> out) {
        Map<Alike, Ints> groups = new LinkedHashMap<>();
        for (int source = 0; source < parties.size(); source++) {
            List<Reach> all = new ArrayList<>(reaches.size());
            for (Reaches inFamily : reaches.values()) {
                all.add(inFamily.of(source));
            }
            Alike alike = new Alike(all, inBoth.contains(source));
            groups.computeIfAbsent(alike, a -> new Ints()).add(source);
        }
        groups.forEach((alike, sources) -> {
            Bits from = sources.toBits();
            if (alike.reaches().size() == 1) {
                alike.reaches().get(0).to().forEach((ports, to) -> emit(from, to, ports, Optional.empty(), out));
            } else {
                twoFamilies(from, alike, out);
            }
        });
    }

    /** What holds in both families, or can only hold in one, needs no word about families; the rest does. */
    private void twoFamilies(Bits from, Alike alike, Consumer<Fold> out) {
        Map<ConnectionSet, Bits> first = alike.reaches().get(0).to();
        Map<ConnectionSet, Bits> second = alike.reaches().get(1).to();
        Bits comparable = alike.inBoth() ? inBoth : Bits.EMPTY;
        Set<ConnectionSet> all = new LinkedHashSet<>(first.keySet());
        all.addAll(second.keySet());
        for (ConnectionSet ports : all) {
            Bits ipv4 = first.getOrDefault(ports, Bits.EMPTY);
            Bits ipv6 = second.getOrDefault(ports, Bits.EMPTY);
            Bits plain = ipv4.intersect(ipv6).union(ipv4.minus(comparable)).union(ipv6.minus(comparable));
            emit(from, plain, ports, Optional.empty(), out);
            emit(from, ipv4.minus(plain), ports, Optional.of(IpFamily.IPV4), out);
            emit(from, ipv6.minus(plain), ports, Optional.of(IpFamily.IPV6), out);
        }
    }

    private void emit(Bits from, Bits to, ConnectionSet ports, Optional<IpFamily> only, Consumer<Fold> out) {
        boolean itselfAlone = from.size() == 1 && from.equals(to);
        if (!to.isEmpty() && !itselfAlone) {
            out.accept(new Fold(named(from), named(to), ports, only));
        }
    }

    private List<Party> named(Bits numbers) {
        List<Party> named = new ArrayList<>(numbers.size());
        numbers.forEach(party -> named.add(parties.get(party)));
        return named;
    }
}

package dev.tierwall.core.connectivity;

import dev.tierwall.core.collect.Bits;
import dev.tierwall.core.collect.Ints;
import dev.tierwall.core.model.ObjectKey;
import dev.tierwall.core.net.AddressSet;
import dev.tierwall.core.net.ConnectionSet;
import dev.tierwall.core.net.IpFamily;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;

/**
 * What may connect in one snapshot and not, or otherwise, in another. Both are put over one numbering of workloads and
 * over the common refinement of their outside addresses; what each source reaches is then compared as sets, and sources
 * whose answers stayed the same cost one look.
 */
public final class Diff {

    /**
     * One pair of parties whose connections differ.
     *
     * @param source who opens connections
     * @param destination who accepts them
     * @param before what could be opened; empty if nothing, or if a party was not there
     * @param after what can be opened now; empty if nothing, or if a party is gone
     * @param family the family it is true of
     */
    public record Difference(
            Party source, Party destination, ConnectionSet before, ConnectionSet after, IpFamily family) {}

    private final Connectivity before;
    private final Connectivity after;

    private Diff(Connectivity before, Connectivity after) {
        this.before = before;
        this.after = after;
    }

    /** Streams the differences by source: first workloads, each family by family, then blocks of addresses. */
    public static void between(Connectivity before, Connectivity after, Consumer<Difference> out) {
        Diff diff = new Diff(before, after);
        Set<IpFamily> families = EnumSet.noneOf(IpFamily.class);
        families.addAll(before.reaches().keySet());
        families.addAll(after.reaches().keySet());
        List<InFamily> all = new ArrayList<>();
        families.forEach(family -> all.add(new InFamily(diff, family)));
        int workloads = all.isEmpty() ? 0 : all.getFirst().common.workloads().size();
        for (int source = 0; source < workloads; source++) {
            for (InFamily one : all) {
                one.compare(source, out);
            }
        }
        for (InFamily one : all) {
            for (int source = workloads; source < one.common.parties().size(); source++) {
                one.compare(source, out);
            }
        }
    }

    /** One numbering for both sides of the comparison. */
    private record Common(List<Party> parties, Map<ObjectKey, Integer> workloads, List<AddressSet> cells) {

        static Common of(Connectivity before, Connectivity after, IpFamily family) {
            TreeSet<ObjectKey> keys = new TreeSet<>();
            for (Connectivity side : List.of(before, after)) {
                for (int party = 0; party < side.parties().workloads(); party++) {
                    if (side.parties().get(party) instanceof Party.OfWorkload(ObjectKey key)) {
                        keys.add(key);
                    }
                }
            }
            List<Party> parties = new ArrayList<>();
            Map<ObjectKey, Integer> workloads = new HashMap<>();
            for (ObjectKey key : keys) {
                workloads.put(key, parties.size());
                parties.add(new Party.OfWorkload(key));
            }
            List<AddressSet> cells = Refinement.of(
                    before.outside(family),
                    before.parties().policy(),
                    after.outside(family),
                    after.parties().policy());
            cells.forEach(cell -> parties.add(new Party.OfAddresses(cell)));
            return new Common(parties, workloads, cells);
        }
    }

    /** The comparison in one family. */
    private static final class InFamily {

        private final IpFamily family;
        private final Common common;
        private final Side old;
        private final Side now;
        private final Map<Pair, SortedMap<Integer, Change>> known = new HashMap<>();

        InFamily(Diff diff, IpFamily family) {
            this.family = family;
            this.common = Common.of(diff.before, diff.after, family);
            this.old = new Side(diff.before, common, family);
            this.now = new Side(diff.after, common, family);
        }

        void compare(int source, Consumer<Difference> out) {
            Pair pair = new Pair(old.reach(source), now.reach(source));
            SortedMap<Integer, Change> changed =
                    known.computeIfAbsent(pair, p -> changed(old.translated(p.before()), now.translated(p.after())));
            Party from = common.parties().get(source);
            changed.forEach((to, change) -> {
                if (to != source) {
                    out.accept(new Difference(from, common.parties().get(to), change.before(), change.after(), family));
                }
            });
        }
    }

    private record Change(ConnectionSet before, ConnectionSet after) {}

    private record Pair(Reach before, Reach after) {}

    private static SortedMap<Integer, Change> changed(Map<ConnectionSet, Bits> old, Map<ConnectionSet, Bits> now) {
        SortedMap<Integer, Change> changed = new TreeMap<>();
        if (old.equals(now)) {
            return changed;
        }
        old.forEach((ports, to) -> to.minus(now.getOrDefault(ports, Bits.EMPTY))
                .forEach(party -> changed.put(party, new Change(ports, ConnectionSet.NONE))));
        now.forEach((ports, to) -> to.minus(old.getOrDefault(ports, Bits.EMPTY)).forEach(party -> {
            Change removed = changed.get(party);
            changed.put(party, new Change(removed == null ? ConnectionSet.NONE : removed.before(), ports));
        }));
        return changed;
    }

    /** One side of the comparison, its answers translated to the common numbering when they are first needed. */
    private static final class Side {

        private final Connectivity connectivity;
        private final IpFamily family;
        private final int[] own;
        private final Bits[] translation;
        private final Map<Reach, Map<ConnectionSet, Bits>> translated = new HashMap<>();

        Side(Connectivity connectivity, Common common, IpFamily family) {
            this.connectivity = connectivity;
            this.family = family;
            this.own = new int[common.parties().size()];
            Parties parties = connectivity.parties();
            Ints[] to = new Ints[parties.size()];
            for (int party = 0; party < common.parties().size(); party++) {
                own[party] = ownNumber(common.parties().get(party));
                if (own[party] >= 0) {
                    to[own[party]] = to[own[party]] == null ? new Ints() : to[own[party]];
                    to[own[party]].add(party);
                }
            }
            this.translation = new Bits[to.length];
            for (int party = 0; party < to.length; party++) {
                translation[party] = to[party] == null ? Bits.EMPTY : to[party].toBits();
            }
        }

        private int ownNumber(Party party) {
            Parties parties = connectivity.parties();
            return switch (party) {
                case Party.OfWorkload(ObjectKey key) -> parties.find(key);
                case Party.OfAddresses(AddressSet cell) ->
                    parties.findCell(cell.ranges().get(0).first());
            };
        }

        Reach reach(int party) {
            Reaches reaches = connectivity.reaches().get(family);
            return own[party] < 0 || reaches == null ? Reach.NOWHERE : reaches.of(own[party]);
        }

        Map<ConnectionSet, Bits> translated(Reach reach) {
            return translated.computeIfAbsent(reach, known -> {
                Map<ConnectionSet, Bits> result = new HashMap<>();
                for (Reach.Entry entry : known.entries()) {
                    Ints numbers = new Ints();
                    entry.destinations().forEach(party -> translation[party].forEach(numbers::add));
                    result.put(entry.connections(), numbers.toBits());
                }
                return result;
            });
        }
    }
}

package dev.tierwall.cli.report.naming;

import dev.tierwall.core.net.Address;
import dev.tierwall.core.net.AddressRange;
import dev.tierwall.core.net.AddressSet;
import dev.tierwall.core.net.Cidr;
import dev.tierwall.core.net.IpFamily;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Names for sets of addresses outside the cluster: {@code internet} for all of them, and otherwise the CIDRs that say it
 * shortest. Addresses of known pods are not outside, so that a CIDR may cover them or not, whichever is simpler.
 */
public final class BlockNames {

    /** What everything outside is called. */
    public static final String INTERNET = "internet";

    /** A range is written as CIDRs if it takes no more of them. */
    private static final int CIDRS_OF_A_RANGE = 3;

    private final Map<IpFamily, AddressSet> outside = new TreeMap<>();
    private final AddressSet inside;
    private final int most;

    /**
     * Names for parts of these addresses.
     *
     * @param outside all addresses outside the cluster
     * @param most how many CIDRs a name may have; more are only counted
     */
    public BlockNames(Collection<AddressSet> outside, int most) {
        AddressSet all = new AddressSet(
                outside.stream().flatMap(set -> set.ranges().stream()).toList());
        for (IpFamily family : IpFamily.values()) {
            AddressSet part = all.only(family);
            if (!part.isEmpty()) {
                this.outside.put(family, part);
            }
        }
        this.inside = all.complement();
        this.most = most;
    }

    /** The name of some outside addresses. */
    public String of(AddressSet addresses) {
        boolean everything = true;
        List<String> names = new ArrayList<>();
        for (Map.Entry<IpFamily, AddressSet> family : outside.entrySet()) {
            AddressSet part = addresses.only(family.getKey());
            everything &= part.equals(family.getValue());
            if (!part.isEmpty()) {
                names.add(ofFamily(part, family.getValue(), family.getKey()));
            }
        }
        return everything ? INTERNET : String.join(", ", names);
    }

    private String ofFamily(AddressSet part, AddressSet all, IpFamily family) {
        String internet = outside.size() == 1 ? INTERNET : INTERNET + " (" + family.label() + ")";
        if (part.equals(all)) {
            return internet;
        }
        List<String> within = terms(part);
        Cidr around = smallest(
                part.ranges().getFirst().first(), part.ranges().getLast().last());
        List<String> without =
                terms(all.intersect(AddressSet.of(around.range())).minus(part));
        boolean positive =
                length(within) <= 1 + length(without) || without.stream().anyMatch(BlockNames::isRange);
        return positive
                ? shortened(within)
                : (around.prefix() == 0 ? internet : around.toString()) + " except " + shortened(without);
    }

    /** How long a list is to read: a range is two addresses. */
    private static int length(List<String> terms) {
        return terms.size() + (int) terms.stream().filter(BlockNames::isRange).count();
    }

    private static boolean isRange(String term) {
        return term.contains("-");
    }

    /** The smallest CIDR that has both addresses. */
    private static Cidr smallest(Address first, Address last) {
        Cidr block = Cidr.of(first);
        while (!block.contains(last)) {
            block = new Cidr(block.base(), block.prefix() - 1);
        }
        return block;
    }

    private String shortened(List<String> terms) {
        if (terms.size() <= most) {
            return String.join(", ", terms);
        }
        int shown = Math.max(1, most - 2);
        return String.join(", ", terms.subList(0, shown)) + " and " + (terms.size() - shown) + " more";
    }

    /** The CIDRs and ranges that make up a set, give or take addresses that are not outside. */
    List<String> terms(AddressSet set) {
        List<String> terms = new ArrayList<>();
        for (AddressRange range : filled(set)) {
            Optional<Cidr> block = blockAround(range);
            if (block.isPresent()) {
                terms.add(block.get().toString());
                continue;
            }
            List<String> cidrs = cidrs(range);
            if (cidrs.size() <= CIDRS_OF_A_RANGE) {
                terms.addAll(cidrs);
            } else {
                terms.add(range.toString());
            }
        }
        return terms;
    }

    /** The ranges of a set, those joined that have only addresses between them that are not outside. */
    private List<AddressRange> filled(AddressSet set) {
        List<AddressRange> out = new ArrayList<>();
        for (AddressRange range : set.ranges()) {
            if (!out.isEmpty()
                    && isInside(out.getLast().last().next(), range.first().previous())) {
                out.add(new AddressRange(out.removeLast().first(), range.last()));
            } else {
                out.add(range);
            }
        }
        return out;
    }

    private boolean isInside(Optional<Address> first, Optional<Address> last) {
        if (first.isEmpty()
                || last.isEmpty()
                || first.get().family() != last.get().family()) {
            return false;
        }
        AddressRange gap = new AddressRange(first.get(), last.get());
        return inside.intersect(AddressSet.of(gap)).equals(AddressSet.of(gap));
    }

    /** The smallest CIDR that covers a range, if all else that it covers is not outside. */
    private Optional<Cidr> blockAround(AddressRange range) {
        Cidr block = smallest(range.first(), range.last());
        AddressSet more = AddressSet.of(block.range()).minus(AddressSet.of(range));
        return more.minus(inside).isEmpty() ? Optional.of(block) : Optional.empty();
    }

    /** The CIDRs that a range is made of, as long as they are few. */
    private static List<String> cidrs(AddressRange range) {
        List<String> cidrs = new ArrayList<>();
        Optional<Address> from = Optional.of(range.first());
        while (from.isPresent() && from.get().compareTo(range.last()) <= 0 && cidrs.size() <= CIDRS_OF_A_RANGE) {
            Cidr block = Cidr.of(from.get());
            Cidr wider = block;
            while (fits(wider, from.get(), range.last())) {
                block = wider;
                if (block.prefix() == 0) {
                    break;
                }
                wider = new Cidr(block.base(), block.prefix() - 1);
            }
            cidrs.add(block.toString());
            from = block.range().last().next();
        }
        return cidrs;
    }

    private static boolean fits(Cidr block, Address first, Address last) {
        return block.base().equals(first) && block.range().last().compareTo(last) <= 0;
    }
}

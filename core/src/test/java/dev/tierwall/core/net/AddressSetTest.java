package dev.tierwall.core.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tierwall.core.random.Trials;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class AddressSetTest {

    /** A set, and beside it the addresses near every interesting place that are in it, one by one. */
    private record Both(AddressSet set, Set<Address> naive) {}

    private static final List<Address> PLACES = places();

    private static List<Address> places() {
        Random random = new Random(0);
        Set<Address> places = new HashSet<>();
        for (int i = 0; i < 2_000; i++) {
            places.add(NaiveAddresses.random(i % 2 == 0 ? IpFamily.IPV4 : IpFamily.IPV6, random));
        }
        return places.stream().sorted().toList();
    }

    private static Both random(Random random) {
        List<AddressRange> ranges = new ArrayList<>();
        for (int i = random.nextInt(5); i > 0; i--) {
            IpFamily family = random.nextInt(3) == 0 ? IpFamily.IPV6 : IpFamily.IPV4;
            Address one = NaiveAddresses.random(family, random);
            Address other = random.nextInt(3) == 0 ? one : NaiveAddresses.random(family, random);
            ranges.add(one.compareTo(other) <= 0 ? new AddressRange(one, other) : new AddressRange(other, one));
        }
        Set<Address> naive = new HashSet<>(PLACES);
        naive.removeIf(address -> ranges.stream().noneMatch(range -> range.contains(address)));
        return new Both(new AddressSet(ranges), naive);
    }

    private static void same(AddressSet set, Set<Address> naive) {
        for (Address address : PLACES) {
            assertThat(set.contains(address)).as("%s in %s", address, set).isEqualTo(naive.contains(address));
        }
        canonical(set);
    }

    /** Sorted, and with a gap between any two ranges of one family. */
    private static void canonical(AddressSet set) {
        for (int i = 1; i < set.ranges().size(); i++) {
            AddressRange left = set.ranges().get(i - 1);
            AddressRange right = set.ranges().get(i);
            assertThat(left).isLessThan(right);
            if (left.family() == right.family()) {
                assertThat(left.last().next().orElseThrow()).isLessThan(right.first());
            }
        }
    }

    @Test
    void actsAsASetOfSingleAddresses() {
        Trials.run(3_000, random -> {
            Both a = random(random);
            Both b = random(random);
            same(a.set(), a.naive());

            Set<Address> union = new HashSet<>(a.naive());
            union.addAll(b.naive());
            same(a.set().union(b.set()), union);

            Set<Address> common = new HashSet<>(a.naive());
            common.retainAll(b.naive());
            same(a.set().intersect(b.set()), common);

            Set<Address> rest = new HashSet<>(a.naive());
            rest.removeAll(b.naive());
            same(a.set().minus(b.set()), rest);

            Set<Address> outside = new HashSet<>(PLACES);
            outside.removeAll(a.naive());
            same(a.set().complement(), outside);
        });
    }

    @Test
    void obeysTheLawsOfSetsAsEqualObjects() {
        Trials.run(3_000, random -> {
            AddressSet a = random(random).set();
            AddressSet b = random(random).set();
            AddressSet c = random(random).set();
            assertThat(a.complement().complement()).isEqualTo(a).hasSameHashCodeAs(a);
            assertThat(a.union(b)).isEqualTo(b.union(a));
            assertThat(a.intersect(b.union(c))).isEqualTo(a.intersect(b).union(a.intersect(c)));
            assertThat(a.union(b).complement()).isEqualTo(a.complement().intersect(b.complement()));
            assertThat(a.minus(b).union(a.intersect(b))).isEqualTo(a);
            assertThat(a.minus(a)).isEqualTo(AddressSet.EMPTY);
            assertThat(a.union(a.complement())).isEqualTo(AddressSet.ALL);
            assertThat(a.only(IpFamily.IPV4).union(a.only(IpFamily.IPV6))).isEqualTo(a);
            assertThat(a.isEmpty()).isEqualTo(a.equals(AddressSet.EMPTY));
        });
    }

    @Test
    void blocksLessExceptionsAreWhatIsInABlockAndInNoException() {
        Trials.run(3_000, random -> {
            List<Cidr> blocks = cidrs(random);
            List<Cidr> except = cidrs(random);
            AddressSet set = AddressSet.of(blocks, except);
            for (Address address : PLACES) {
                boolean expected = blocks.stream().anyMatch(block -> block.contains(address))
                        && except.stream().noneMatch(block -> block.contains(address));
                assertThat(set.contains(address)).isEqualTo(expected);
            }
            canonical(set);
        });
    }

    private static List<Cidr> cidrs(Random random) {
        List<Cidr> cidrs = new ArrayList<>();
        for (int i = random.nextInt(4); i > 0; i--) {
            IpFamily family = random.nextInt(3) == 0 ? IpFamily.IPV6 : IpFamily.IPV4;
            int prefix = random.nextInt(4) == 0 ? 0 : family.bits() - random.nextInt(4);
            cidrs.add(new Cidr(NaiveAddresses.random(family, random), prefix));
        }
        return cidrs;
    }

    @Test
    void joinsRangesThatTouchButNotTheTwoFamilies() {
        AddressSet halves = AddressSet.of(
                List.of(
                        Cidr.parse("0.0.0.0/1").orElseThrow(),
                        Cidr.parse("128.0.0.0/1").orElseThrow()),
                List.of());
        assertThat(halves).isEqualTo(AddressSet.all(IpFamily.IPV4));
        assertThat(halves.coversAll(IpFamily.IPV4)).isTrue();
        assertThat(halves.coversAll(IpFamily.IPV6)).isFalse();
        assertThat(halves.union(AddressSet.all(IpFamily.IPV6)).ranges()).hasSize(2);
        assertThat(halves.minus(AddressSet.of(
                                new AddressRange(Address.last(IpFamily.IPV4), Address.last(IpFamily.IPV4))))
                        .coversAll(IpFamily.IPV4))
                .isFalse();
    }

    @Test
    void aRangeRunsUpwardInOneFamily() {
        Address low = Address.first(IpFamily.IPV4);
        Address high = Address.last(IpFamily.IPV4);
        assertThatThrownBy(() -> new AddressRange(high, low)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new AddressRange(low, Address.last(IpFamily.IPV6)))
                .isInstanceOf(IllegalArgumentException.class);
    }
}

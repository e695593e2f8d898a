package dev.tierwall.core.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tierwall.core.random.Trials;
import java.util.BitSet;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PortSetTest {

    /** A set of ports and the same ports one by one. */
    record Both(PortSet set, BitSet naive) {}

    static Both random(Random random) {
        PortSet set = PortSet.NONE;
        BitSet naive = new BitSet();
        for (int i = random.nextInt(5); i > 0; i--) {
            int first = end(random);
            int last = random.nextInt(3) == 0 ? first : end(random);
            set = set.union(PortSet.range(Math.min(first, last), Math.max(first, last)));
            naive.set(Math.min(first, last), Math.max(first, last) + 1);
        }
        return new Both(set, naive);
    }

    private static int end(Random random) {
        return switch (random.nextInt(4)) {
            case 0 -> PortSet.MIN + random.nextInt(4);
            case 1 -> PortSet.MAX - random.nextInt(4);
            default -> 79 + random.nextInt(6);
        };
    }

    private static void same(PortSet set, BitSet naive) {
        BitSet listed = new BitSet();
        int previous = -1;
        for (int i = 0; i < set.rangeCount(); i++) {
            assertThat(set.first(i))
                    .as("ranges neither touch nor overlap in %s", set)
                    .isGreaterThan(previous + 1);
            listed.set(set.first(i), set.last(i) + 1);
            previous = set.last(i);
        }
        assertThat(listed).isEqualTo(naive);
        for (int port : new int[] {0, 1, 2, 3, 4, 5, 78, 79, 80, 81, 82, 83, 84, 85, 65531, 65534, 65535, 65536, -1}) {
            assertThat(set.contains(port)).isEqualTo(port > 0 && naive.get(port));
        }
        assertThat(set.isEmpty()).isEqualTo(naive.isEmpty());
        assertThat(set.isAll()).isEqualTo(naive.cardinality() == PortSet.MAX);
    }

    @Test
    void actsAsASetOfSinglePorts() {
        Trials.run(20_000, random -> {
            Both a = random(random);
            Both b = random(random);
            same(a.set(), a.naive());

            BitSet union = (BitSet) a.naive().clone();
            union.or(b.naive());
            same(a.set().union(b.set()), union);

            BitSet common = (BitSet) a.naive().clone();
            common.and(b.naive());
            same(a.set().intersect(b.set()), common);

            BitSet rest = (BitSet) a.naive().clone();
            rest.andNot(b.naive());
            same(a.set().minus(b.set()), rest);
        });
    }

    @Test
    void equalSetsAreEqualObjectsHoweverTheyWereMade() {
        Trials.run(20_000, random -> {
            PortSet a = random(random).set();
            PortSet b = random(random).set();
            PortSet again = a.minus(b).union(a.intersect(b));
            assertThat(again).isEqualTo(a).hasSameHashCodeAs(a).hasToString(a.toString());
            assertThat(PortSet.ALL.minus(PortSet.ALL.minus(a))).isEqualTo(a);
            assertThat(a.minus(a)).isSameAs(PortSet.NONE);
            assertThat(a.union(PortSet.ALL.minus(a))).isSameAs(PortSet.ALL);
        });
    }

    @ParameterizedTest
    @CsvSource({"1, 65535, 1-65535", "80, 80, 80", "8000, 8999, 8000-8999", "65535, 65535, 65535"})
    void isWrittenAsPeopleWriteRanges(int first, int last, String text) {
        assertThat(PortSet.range(first, last)).hasToString(text);
        assertThat(PortSet.NONE.union(PortSet.range(first, last))).hasToString(text);
    }

    @Test
    void listsItsRangesInOrder() {
        assertThat(PortSet.of(8080).union(PortSet.of(53)).union(PortSet.range(80, 90)))
                .hasToString("53,80-90,8080");
        assertThat(PortSet.NONE).hasToString("");
    }

    @ParameterizedTest
    @CsvSource({"0, 1", "65535, 65536", "2, 1", "-1, 5"})
    void refusesWhatIsNoRangeOfPorts(int first, int last) {
        assertThatThrownBy(() -> PortSet.range(first, last)).isInstanceOf(IllegalArgumentException.class);
    }
}

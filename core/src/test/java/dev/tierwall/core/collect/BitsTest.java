package dev.tierwall.core.collect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tierwall.core.random.Trials;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class BitsTest {

    /** The same numbers twice. */
    private record Both(Bits bits, BitSet naive) {}

    private static Both random(Random random) {
        int base = random.nextInt(4) * 64;
        int span = 1 + random.nextInt(200);
        if (random.nextInt(4) == 0) {
            int from = base + random.nextInt(span);
            int to = from + random.nextInt(span) - 3;
            BitSet naive = new BitSet();
            if (from < to) {
                naive.set(from, to);
            }
            return new Both(Bits.range(from, to), naive);
        }
        int[] members = new int[random.nextInt(8) + 3];
        int count = random.nextInt(members.length + 1);
        BitSet naive = new BitSet();
        for (int i = 0; i < members.length; i++) {
            members[i] = base + random.nextInt(span);
            if (i < count) {
                naive.set(members[i]);
            }
        }
        return new Both(Bits.of(members, count), naive);
    }

    private static void same(Bits bits, BitSet naive) {
        assertThat(bits.toArray()).containsExactly(naive.stream().toArray());
        List<Integer> visited = new ArrayList<>();
        bits.forEach(visited::add);
        assertThat(visited).containsExactlyElementsOf(naive.stream().boxed().toList());
        assertThat(bits.size()).isEqualTo(naive.cardinality());
        assertThat(bits.isEmpty()).isEqualTo(naive.isEmpty());
        Bits again = Bits.of(naive.stream().toArray());
        assertThat(bits).isEqualTo(again).hasSameHashCodeAs(again).hasToString(again.toString());
        for (int i = 0; i < 600; i += 7) {
            assertThat(bits.contains(i)).isEqualTo(naive.get(i));
            assertThat(bits.next(i)).isEqualTo(naive.nextSetBit(i));
        }
    }

    @Test
    void actsAsABitSet() {
        Trials.run(10_000, random -> {
            Both a = random(random);
            Both b = random(random);
            same(a.bits(), a.naive());

            BitSet union = (BitSet) a.naive().clone();
            union.or(b.naive());
            same(a.bits().union(b.bits()), union);

            BitSet common = (BitSet) a.naive().clone();
            common.and(b.naive());
            same(a.bits().intersect(b.bits()), common);
            assertThat(a.bits().intersects(b.bits())).isEqualTo(!common.isEmpty());

            BitSet rest = (BitSet) a.naive().clone();
            rest.andNot(b.naive());
            same(a.bits().minus(b.bits()), rest);
            assertThat(b.bits().containsAll(a.bits())).isEqualTo(rest.isEmpty());
        });
    }

    @Test
    void addsAndRemovesSingleMembers() {
        Trials.run(500, random -> {
            Bits bits = Bits.EMPTY;
            BitSet naive = new BitSet();
            for (int i = 0; i < 20; i++) {
                int member = random.nextInt(3) * 130 + random.nextInt(4);
                if (random.nextInt(3) == 0) {
                    bits = bits.without(member);
                    naive.clear(member);
                } else {
                    bits = bits.with(member);
                    naive.set(member);
                }
                same(bits, naive);
            }
        });
    }

    @Test
    void neverChangesItsOperands() {
        Bits one = Bits.of(1, 64);
        Bits two = Bits.of(2, 64);
        one.union(two);
        one.minus(two);
        one.intersect(two);
        assertThat(one.toArray()).containsExactly(1, 64);
        assertThat(two.toArray()).containsExactly(2, 64);
    }
}

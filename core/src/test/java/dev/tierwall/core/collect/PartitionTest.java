package dev.tierwall.core.collect;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PartitionTest {

    @Test
    void withoutSetsAllNumbersAreInOneCell() {
        assertThat(new Partition(3).cells()).containsExactly(0, 0, 0);
        assertThat(new Partition(0).cells()).isEmpty();
    }

    @Test
    void numbersOfOneCellAreExactlyThoseThatNoSetTellsApart() {
        for (int seed = 0; seed < 200; seed++) {
            Random random = new Random(seed);
            int bound = 1 + random.nextInt(90);
            Partition partition = new Partition(bound);
            List<Bits> sets = new ArrayList<>();
            for (int i = random.nextInt(300); i > 0; i--) {
                Ints members = new Ints();
                int density = 1 + random.nextInt(9);
                for (int member = 0; member < bound; member++) {
                    if (random.nextInt(density) == 0) {
                        members.add(member);
                    }
                }
                sets.add(
                        sets.isEmpty() || random.nextBoolean()
                                ? members.toBits()
                                : sets.get(random.nextInt(sets.size())));
                partition.split(sets.getLast());
            }
            assertThat(partition.cells()).as("seed %s", seed).isEqualTo(cells(bound, sets));
        }
    }

    private static int[] cells(int bound, List<Bits> sets) {
        Map<List<Boolean>, Integer> known = new HashMap<>();
        int[] cells = new int[bound];
        for (int member = 0; member < bound; member++) {
            int number = member;
            List<Boolean> in = sets.stream().map(set -> set.contains(number)).toList();
            cells[member] = known.computeIfAbsent(in, s -> known.size());
        }
        return cells;
    }
}

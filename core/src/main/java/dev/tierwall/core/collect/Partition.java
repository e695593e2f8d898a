package dev.tierwall.core.collect;

import java.util.Arrays;

/**
 * Numbers from 0 to a bound in cells, which sets split ever finer: two numbers stay in one cell as long as no set has
 * one of them without the other. A split costs the members of the set.
 */
public final class Partition {

    private final int[] cell;

    /** How many names of cells were given; not all of them are in use. */
    private int names = 1;

    /** Where the members of a cell move that the present set has; valid if stamped by this set. */
    private int[] target = new int[4];

    private int[] stamp = new int[4];
    private int splits;

    /** All numbers below the bound in one cell. */
    public Partition(int bound) {
        cell = new int[bound];
    }

    /** Takes the members of the set apart from the others of their cells. */
    public void split(Bits set) {
        if (set.isEmpty()) {
            return;
        }
        if (names > 2 * cell.length + 64) {
            rename();
        }
        splits++;
        set.forEach(this::move);
    }

    private void move(int member) {
        int from = cell[member];
        if (from >= stamp.length) {
            int length = Math.max(2 * stamp.length, from + 1);
            stamp = Arrays.copyOf(stamp, length);
            target = Arrays.copyOf(target, length);
        }
        if (stamp[from] != splits) {
            stamp[from] = splits;
            target[from] = names++;
        }
        cell[member] = target[from];
    }

    /** Names the cells that are in use 0, 1, 2, … in the order of their lowest members. */
    private void rename() {
        int[] fresh = new int[names];
        int used = 0;
        for (int member = 0; member < cell.length; member++) {
            int from = cell[member];
            if (fresh[from] == 0) {
                fresh[from] = ++used;
            }
            cell[member] = fresh[from] - 1;
        }
        names = Math.max(used, 1);
        Arrays.fill(stamp, 0);
        splits = 0;
    }

    /** The cell of each number: 0, 1, 2, … in the order of their lowest members. */
    public int[] cells() {
        rename();
        return cell.clone();
    }
}

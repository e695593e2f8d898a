package dev.tierwall.agent.node;

import dev.tierwall.core.net.Address;
import dev.tierwall.core.nft.NftDelta;
import dev.tierwall.core.nft.NftProgram;
import dev.tierwall.linux.nft.KernelTable;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Brings the kernel's table from one program to the next. What the kernel holds is known at any time: a step is taken in
 * one transaction or not at all. For one thread.
 */
final class Enforcement implements AutoCloseable {

    private final String node;
    private final KernelTable table;
    private final Generations generations;
    private NftProgram loaded = NftProgram.EMPTY;

    /** What the steps of one change did together. */
    record Outcome(boolean changed, boolean closes, Set<Address> ends, boolean everywhere) {}

    Enforcement(String node, KernelTable table, Generations generations) {
        this.node = node;
        this.table = table;
        this.generations = generations;
    }

    NftProgram loaded() {
        return loaded;
    }

    /**
     * Puts the first program in, whatever a program before left, in one transaction: packets meet the one or the other. If
     * the kernel holds these very elements already, nothing is written.
     */
    void start(Knowledge knowledge) throws IOException {
        NftProgram first =
                NftProgram.steps(NftProgram.EMPTY, knowledge.policy(), node).getLast();
        generations.add(first.generation(), knowledge);
        if (!table.isPresent() || !table.differences(first).isEmpty()) {
            table.load(first);
        }
        loaded = first;
    }

    /** Takes all steps to what is known now. */
    Outcome advance(Knowledge knowledge) throws IOException {
        Set<Address> ends = new HashSet<>();
        boolean closes = false;
        boolean everywhere = false;
        int before = loaded.generation();
        for (NftProgram step : NftProgram.steps(loaded, knowledge.policy(), node)) {
            generations.add(step.generation(), knowledge);
            NftDelta delta = NftDelta.between(loaded, step);
            Effect effect = Effect.of(loaded, step, delta);
            write(delta);
            loaded = step;
            closes |= effect.closes();
            everywhere |= effect.everywhere();
            ends.addAll(effect.ends());
        }
        return new Outcome(loaded.generation() != before, closes, ends, everywhere);
    }

    /** Whatever is refused may be so because somebody has changed the table: then that is mended first. */
    private void write(NftDelta delta) throws IOException {
        try {
            table.apply(delta);
        } catch (IOException refused) {
            if (table.repair(loaded).isEmpty()) {
                throw refused;
            }
            table.apply(delta);
        }
    }

    /** Mends the table if anybody has changed it; says what was wrong. */
    List<String> repair() throws IOException {
        return table.repair(loaded);
    }

    /** Counts the transactions of everybody. */
    int count() throws IOException {
        return table.generation();
    }

    @Override
    public void close() throws IOException {
        table.close();
    }
}

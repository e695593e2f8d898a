package dev.tierwall.agent.node;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What was known when each of the last programs was made. A record of the log names the generation that denied a packet, and
 * may come after the next change. Models share what is equal in them, so that a few old ones cost little. Safe for use by
 * many threads.
 */
public final class Generations {

    private static final int KEPT = 64;

    private final Map<Integer, Knowledge> known = new LinkedHashMap<>();
    private Optional<Knowledge> latest = Optional.empty();
    private int generation;

    synchronized void add(int number, Knowledge knowledge) {
        known.remove(number);
        known.put(number, knowledge);
        latest = Optional.of(knowledge);
        generation = number;
        Iterator<Integer> oldest = known.keySet().iterator();
        while (known.size() > KEPT) {
            oldest.next();
            oldest.remove();
        }
    }

    /** What was known when a program was made; what is known now if that is too long ago. */
    public synchronized Optional<Knowledge> at(int number) {
        Knowledge then = known.get(number);
        return then == null ? latest : Optional.of(then);
    }

    /** What is known now; empty before the first program. */
    public synchronized Optional<Knowledge> latest() {
        return latest;
    }

    /** The generation of the program in the kernel; 0 before the first. */
    public synchronized int generation() {
        return generation;
    }
}

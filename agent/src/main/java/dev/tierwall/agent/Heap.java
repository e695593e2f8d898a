package dev.tierwall.agent;

/**
 * Keeps the process small. The collector lets old garbage lie as long as there is room up to its limit, which must be high
 * enough for the largest clusters; on all others that room belongs to the pods of the node.
 */
final class Heap {

    private static final long SLACK_BYTES = 8L << 20;
    private static final long MILLIS = 2000;

    private long live = used();

    private static long used() {
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }

    /** Waits a moment, then tidies up if there is a quarter as much garbage as there is of use, and some more. */
    void tidy() throws InterruptedException {
        Thread.sleep(MILLIS);
        if (used() > live + live / 4 + SLACK_BYTES) {
            System.gc();
            live = used();
        }
    }
}

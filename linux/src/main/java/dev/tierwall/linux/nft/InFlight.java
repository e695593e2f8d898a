package dev.tierwall.linux.nft;

import dev.tierwall.linux.libc.Barrier;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/**
 * Packets that were being looked up while a transaction was committed. The next transaction waits for them, so that no
 * packet meets more than two programs. The wait begins at once: most often it is over before there is a next one.
 */
final class InFlight {

    private CompletableFuture<Boolean> gone = CompletableFuture.completedFuture(true);

    /** Notes that a transaction was committed just now. */
    void begin() {
        CompletableFuture<Boolean> over = new CompletableFuture<>();
        Thread.ofPlatform().name("packets in flight").daemon().start(() -> {
            Barrier.passPacketsOnTheirWay();
            over.complete(true);
        });
        gone = over;
    }

    /** Waits for the packets that met the last transaction. */
    void await() throws IOException {
        try {
            gone.get();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while packets were on their way", interrupted);
        } catch (ExecutionException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}

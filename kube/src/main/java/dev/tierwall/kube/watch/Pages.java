package dev.tierwall.kube.watch;

import dev.tierwall.kube.access.ClusterException;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

/**
 * The pages of one listing, in their order. Each page is asked for as soon as the one before has named its token, which it
 * does before its first object: so pages are sent, received and decoded side by side.
 */
final class Pages {

    private final Source source;
    private final BlockingQueue<FutureTask<Page>> begun = new LinkedBlockingQueue<>();
    private volatile boolean stopped;

    /** Reads one page, and tells the token of the next as soon as it is known. */
    @FunctionalInterface
    interface Source {
        Page read(String token, Consumer<String> next) throws ClusterException;
    }

    Pages(Source source) {
        this.source = source;
        begin("");
    }

    private void begin(String token) {
        if (stopped) {
            return;
        }
        AtomicReference<String> following = new AtomicReference<>("");
        FutureTask<Page> task = new FutureTask<>(() -> {
            Page page = source.read(token, next -> {
                if (!next.isEmpty() && following.compareAndSet("", next)) {
                    begin(next);
                }
            });
            // A page that was asked for twice may end elsewhere the second time: then the page after it does not fit.
            boolean fits = page.next().isEmpty() || page.next().equals(following.get());
            return fits ? page : Page.EXPIRED;
        });
        begun.add(task);
        Thread.ofVirtual().start(task);
    }

    /** The next page; none follows one that is not read or has no token. */
    Page next() throws ClusterException {
        try {
            Page page = begun.take().get();
            stopped = !page.isRead() || page.next().isEmpty();
            return page;
        } catch (ExecutionException failure) {
            stopped = true;
            if (failure.getCause() instanceof ClusterException known) {
                throw known;
            }
            throw new IllegalStateException(failure.getCause());
        } catch (InterruptedException ended) {
            stopped = true;
            Thread.currentThread().interrupt();
            throw new ClusterException("interrupted while the cluster was being read", ended);
        }
    }
}

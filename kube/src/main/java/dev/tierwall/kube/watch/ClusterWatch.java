package dev.tierwall.kube.watch;

import dev.tierwall.kube.access.ApiServer;
import dev.tierwall.kube.access.ClusterException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Follows a live cluster: each kind that verdicts depend on is listed and then watched by a thread of its own, through
 * whatever may happen to the API server, and changes go to a queue. What is known stays known while the server is away.
 */
public final class ClusterWatch implements AutoCloseable {

    private static final Set<Resource> FOLLOWED = EnumSet.of(
            Resource.NAMESPACES,
            Resource.PODS,
            Resource.NODES,
            Resource.NETWORK_POLICIES,
            Resource.CLUSTER_NETWORK_POLICIES,
            Resource.ADMIN_NETWORK_POLICIES,
            Resource.BASELINE_ADMIN_NETWORK_POLICIES);

    /** A server is given up for another way to it not more often than this. */
    private static final long PACE = 2_000_000_000L;

    private final Connection connection;
    private final ChangeQueue queue;
    private final WatchListener listener;
    private final Duration patience;
    private final LastWill wills;
    private final Set<Resource> unlisted = EnumSet.copyOf(FOLLOWED);
    private final List<Thread> threads = new ArrayList<>();
    private @Nullable ApiServer server;
    private long opened;
    private boolean closed;

    private ClusterWatch(Connection connection, ChangeQueue queue, WatchListener listener, Duration patience) {
        this.connection = connection;
        this.queue = queue;
        this.listener = listener;
        this.patience = patience;
        this.wills = new LastWill(queue);
    }

    /**
     * Starts to follow.
     *
     * @param connection the way to the server
     * @param queue takes what changes; complete once all kinds were listed
     * @param listener hears how it goes
     * @param patience after how long without a word a watch is taken for dead; servers say something every minute
     */
    public static ClusterWatch start(
            Connection connection, ChangeQueue queue, WatchListener listener, Duration patience) {
        ClusterWatch watch = new ClusterWatch(connection, queue, listener, patience);
        for (Resource resource : FOLLOWED) {
            watch.threads.add(
                    Thread.ofVirtual().name("watch " + resource.plural()).unstarted(new KindWatch(resource, watch)));
        }
        watch.threads.forEach(Thread::start);
        return watch;
    }

    Duration patience() {
        return patience;
    }

    LastWill wills() {
        return wills;
    }

    synchronized ApiServer server() throws ClusterException {
        if (closed) {
            Thread.currentThread().interrupt();
            throw new ClusterException("not watched any more");
        }
        ApiServer known = server;
        if (known == null) {
            known = connection.open();
            opened = System.nanoTime();
            server = known;
        }
        return known;
    }

    Discovery discovery(ApiServer through) throws ClusterException {
        return new Discovery(through);
    }

    synchronized void listed(Resource resource) {
        if (unlisted.remove(resource) && unlisted.isEmpty()) {
            queue.complete();
        }
    }

    void following(Resource resource) {
        listener.following(resource.plural());
    }

    void absent(Resource resource) {
        listener.absent(resource.plural());
    }

    /** Tells of a failure, and looks for another way to the server, since the old one may lead nowhere for ever. */
    void failed(Resource resource, String reason, Optional<ApiServer> through) {
        synchronized (this) {
            if (closed) {
                return;
            }
            ApiServer known = server;
            if (known != null && through.equals(Optional.of(known)) && System.nanoTime() - opened > PACE) {
                server = null;
                known.close();
            }
        }
        listener.failed(resource.plural(), reason);
    }

    @Override
    public void close() {
        synchronized (this) {
            closed = true;
            if (server != null) {
                server.close();
            }
        }
        threads.forEach(Thread::interrupt);
    }
}

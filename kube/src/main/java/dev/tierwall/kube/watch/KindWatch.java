package dev.tierwall.kube.watch;

import dev.tierwall.core.model.ObjectKey;
import dev.tierwall.kube.access.ApiServer;
import dev.tierwall.kube.access.ClusterException;
import dev.tierwall.kube.tree.JsonReader;
import dev.tierwall.kube.tree.Problems;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

/** Follows one kind for ever: lists it, watches it from there, and lists it again where the watch cannot go on. */
final class KindWatch implements Runnable {

    private static final int PAGE = 500;
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);
    private static final Duration UNTIL_LOOKED_FOR_AGAIN = Duration.ofSeconds(30);
    private static final int GONE = 410;

    private final Resource resource;
    private final ClusterWatch watch;
    private final KnownObjects known = new KnownObjects();
    private String apiVersion;
    private String position = "";
    private int failures;
    private boolean told;
    private boolean answered;

    KindWatch(Resource resource, ClusterWatch watch) {
        this.resource = resource;
        this.watch = watch;
        this.apiVersion = resource.version();
    }

    @Override
    public void run() {
        try {
            while (!Thread.interrupted()) {
                step();
            }
        } catch (InterruptedException closed) {
            Thread.currentThread().interrupt();
        }
    }

    private void step() throws InterruptedException {
        ApiServer server = null;
        answered = false;
        try {
            server = watch.server();
            if (position.isEmpty() && !list(server)) {
                Thread.sleep(jittered(UNTIL_LOOKED_FOR_AGAIN));
                return;
            }
            if (follow(server)) {
                failures = 0;
            } else {
                pause();
            }
        } catch (ClusterException failure) {
            if (Thread.currentThread().isInterrupted()) {
                throw new InterruptedException();
            }
            told = false;
            // A server that answers, if only with a refusal, is the right one.
            Optional<ApiServer> useless = answered ? Optional.empty() : Optional.ofNullable(server);
            watch.failed(resource, String.valueOf(failure.getMessage()), useless);
            pause();
        } catch (RuntimeException bug) {
            // Whatever it is, it must not end the watch of this kind, nor the process.
            position = "";
            watch.failed(resource, "unforeseen: " + bug, Optional.empty());
            pause();
        }
    }

    private void pause() throws InterruptedException {
        long pause = Math.min(50L << Math.min(failures++, 10), LONGEST_PAUSE.toMillis());
        Thread.sleep(jittered(Duration.ofMillis(pause)));
    }

    /** Something between the half and the whole, lest all agents come back at once. */
    private static Duration jittered(Duration most) {
        long millis = most.toMillis();
        return Duration.ofMillis(millis / 2 + ThreadLocalRandom.current().nextLong(millis / 2 + 1));
    }

    /** Lists all of them; false if the server has no such kind. */
    private boolean list(ApiServer server) throws ClusterException {
        if (!resource.isBuiltIn()) {
            Optional<String> served = watch.discovery(server).version(resource);
            if (served.isEmpty()) {
                forgetAll();
                return false;
            }
            apiVersion = served.get();
        }
        known.beginListing();
        Seen.Reader reader =
                new Seen.Reader(resource, apiVersion, server.access().label());
        String token = "";
        boolean limited = true;
        while (true) {
            String query = limited ? "?limit=" + PAGE : "?";
            if (!token.isEmpty()) {
                query += "&continue=" + URLEncoder.encode(token, StandardCharsets.UTF_8);
            }
            ListPage page = server.get(
                    resource.path(apiVersion) + query,
                    "application/json",
                    answer -> ListPage.read(answer, reader, resource.kind(), this::listed));
            if (page.status() == GONE && limited) {
                limited = !token.isEmpty(); // anew; without pages if even the first has expired
                token = "";
                known.beginListing();
            } else if (page.status() == 404 && !resource.isBuiltIn()) {
                forgetAll();
                return false;
            } else if (page.status() / 100 != 2) {
                return refused(server, page);
            } else if (page.next().isEmpty()) {
                known.endListing().forEach(watch.wills()::remove);
                position = page.version();
                watch.listed(resource);
                return true;
            } else {
                token = page.next();
            }
        }
    }

    private void listed(Seen seen) {
        known.list(seen);
        watch.wills().put(seen);
    }

    private boolean refused(ApiServer server, ListPage page) throws ClusterException {
        answered = true;
        String said = page.status() + (page.message().isEmpty() ? "" : ": " + page.message());
        if (!resource.isBuiltIn()) {
            // A kind that somebody installed and broke must not keep all others from being enforced.
            watch.listed(resource);
        }
        throw new ClusterException("the cluster \"" + server.access().name() + "\" does not list " + resource.plural()
                + ": it answered " + said);
    }

    private void forgetAll() {
        known.beginListing();
        known.endListing().forEach(watch.wills()::remove);
        watch.absent(resource);
        watch.listed(resource);
    }

    /** Watches until the watch ends; false if it brought nothing, so that asking again at once would be of no use. */
    private boolean follow(ApiServer server) throws ClusterException {
        long began = System.nanoTime();
        Seen.Reader reader =
                new Seen.Reader(resource, apiVersion, server.access().label());
        WatchEvents events = new WatchEvents(reader, new Taking());
        int seconds = 300 + ThreadLocalRandom.current().nextInt(300);
        String path = resource.path(apiVersion) + "?watch=1&allowWatchBookmarks=true&timeoutSeconds=" + seconds
                + "&resourceVersion=" + URLEncoder.encode(position, StandardCharsets.UTF_8);
        int status = server.follow(path, watch.patience(), answer -> {
            if (answer.isSuccess()) {
                tellFollowing();
                JsonReader.read(answer.body(), events, new Problems(""));
            }
            return answer.status();
        });
        if (status / 100 != 2 || events.problem() != 0) {
            position = ""; // too old, too new for this server, or not served any more: only a listing can tell
            if (status == GONE || events.problem() == GONE) {
                return true;
            }
            answered = true;
            throw new ClusterException("the watch of " + resource.plural() + " was refused with "
                    + (events.problem() == 0 ? status : events.problem()));
        }
        return events.count() > 0 || System.nanoTime() - began > 1_000_000_000L;
    }

    private void tellFollowing() {
        if (!told) {
            told = true;
            watch.following(resource);
        }
    }

    private final class Taking implements WatchEvents.Taker {
        @Override
        public void put(Seen seen) {
            if (known.put(seen)) {
                watch.wills().put(seen);
            }
        }

        @Override
        public void remove(Seen seen) {
            if (known.remove(seen)) {
                ObjectKey key = seen.object().key();
                watch.wills().remove(key);
            }
        }

        @Override
        public void reached(String version) {
            position = version;
            failures = 0;
        }
    }
}

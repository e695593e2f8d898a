package dev.tierwall.kube.watch;

import dev.tierwall.core.model.ClusterObject;
import dev.tierwall.core.model.Finding;
import dev.tierwall.core.model.Namespace;
import dev.tierwall.kube.access.ApiServer;
import dev.tierwall.kube.access.ClusterException;
import dev.tierwall.kube.manifest.Reading;
import dev.tierwall.kube.watch.Listing.Result;
import dev.tierwall.kube.watch.Resource.Need;
import dev.tierwall.kube.wire.Workloads;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Reads a live cluster: every kind by a listing of its own, side by side. Kinds that are not installed are left out without
 * a word; what this user may not see is a finding, and the rest is read all the same.
 */
public final class ClusterReader {

    private final ApiServer server;
    private final Set<String> fallbackNamespaces = new LinkedHashSet<>();
    private final Progress progress;

    /** The namespaces there are, as soon as they are known; others wait for them to fall back on. */
    private final CompletableFuture<Known> namespaces = new CompletableFuture<>();

    /** What the cluster has; asked first and alone, so that all else finds a connection that is open and let in. */
    private final Discovery discovery;

    private ClusterReader(ApiServer server, Optional<String> namespace, Progress progress) throws ClusterException {
        this.server = server;
        this.discovery = new Discovery(server);
        this.progress = progress;
        namespace.ifPresent(fallbackNamespaces::add);
        server.access().namespace().ifPresent(fallbackNamespaces::add);
        if (fallbackNamespaces.isEmpty()) {
            fallbackNamespaces.add("default");
        }
    }

    /**
     * Reads the facts of the cluster.
     *
     * @param namespace a namespace to ask for where the user may list neither the whole cluster nor its namespaces
     * @throws ClusterException if the cluster cannot be asked at all, or stops answering
     */
    public static Reading read(ApiServer server, Optional<String> namespace, Progress progress)
            throws ClusterException {
        return new ClusterReader(server, namespace, progress).read();
    }

    private Reading read() throws ClusterException {
        List<ClusterObject> objects = new ArrayList<>();
        List<Finding> findings = new ArrayList<>();
        Gaps gaps = new Gaps(server.access().label());
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
        try {
            ExecutorCompletionService<Listing> listings = new ExecutorCompletionService<>(threads);
            for (Resource resource : Resource.values()) {
                listings.submit(() -> listing(resource));
            }
            for (int i = 0; i < Resource.values().length; i++) {
                Listing listing = listings.take().get();
                objects.addAll(listing.objects());
                findings.addAll(listing.findings());
                listing.gap().ifPresent(gap -> gaps.add(listing.resource(), gap));
            }
            findings.addAll(gaps.findings());
        } catch (ExecutionException failure) {
            throw unwrapped(failure);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new ClusterException("interrupted while the cluster was being read", stopped);
        } finally {
            threads.shutdownNow();
        }
        Collections.sort(findings);
        return new Reading(Workloads.settled(objects), findings);
    }

    private static ClusterException unwrapped(ExecutionException failure) {
        Throwable cause = failure.getCause();
        while (cause instanceof CompletionException && cause.getCause() != null) {
            cause = cause.getCause();
        }
        return switch (cause) {
            case ClusterException known -> known;
            case RuntimeException bug -> throw bug;
            case Error broken -> throw broken;
            case null, default -> throw new IllegalStateException(failure);
        };
    }

    private Listing listing(Resource resource) throws ClusterException {
        try {
            Optional<String> version = discovery.version(resource);
            Listing listing = new Listing(server, resource, version.orElse(resource.version()), progress);
            if (version.isPresent()) {
                read(listing);
            }
            if (resource == Resource.NAMESPACES) {
                namespaces.complete(known(listing));
            }
            return listing;
        } catch (ClusterException | RuntimeException failure) {
            if (resource == Resource.NAMESPACES) {
                namespaces.completeExceptionally(failure);
            }
            throw failure;
        }
    }

    private void read(Listing listing) throws ClusterException {
        Resource resource = listing.resource();
        Result result = listing.everywhere();
        if (result == Result.ABSENT && resource.isBuiltIn() && resource.need() == Need.ESSENTIAL) {
            throw new ClusterException("the server " + server.access().server() + " of the cluster \""
                    + server.access().name() + "\" is no Kubernetes API server: it knows no " + resource.plural()
                    + "; see that the server in the kubeconfig is right");
        }
        if (result == Result.FORBIDDEN) {
            listing.setGap(gap(listing));
        }
    }

    /** Reads what may be read of a kind that may not be listed in the whole cluster; empty if that was all there is. */
    private Optional<Gaps.Gap> gap(Listing listing) throws ClusterException {
        Resource resource = listing.resource();
        List<String> read = new ArrayList<>();
        List<String> forbidden = new ArrayList<>();
        if (resource == Resource.NAMESPACES) {
            for (String name : fallbackNamespaces) {
                (listing.named(name) == Result.FORBIDDEN ? forbidden : read).add(name);
            }
            return Optional.of(new Gaps.Gap(read, List.of()));
        }
        if (!resource.isNamespaced()) {
            return Optional.of(new Gaps.Gap(read, forbidden));
        }
        Known known = namespaces.join();
        for (String namespace : known.names) {
            (listing.in(namespace) == Result.FORBIDDEN ? forbidden : read).add(namespace);
        }
        return known.complete && forbidden.isEmpty()
                ? Optional.empty()
                : Optional.of(new Gaps.Gap(read, read.isEmpty() ? List.of() : forbidden));
    }

    /** Those that exist; those to fall back on where the user may not know. */
    private Known known(Listing listing) {
        Set<String> names = new LinkedHashSet<>();
        for (ClusterObject object : listing.objects()) {
            if (object instanceof Namespace namespace) {
                names.add(namespace.name());
            }
        }
        return listing.gap().isPresent()
                ? new Known(List.copyOf(fallbackNamespaces), false)
                : new Known(List.copyOf(names), true);
    }

    /** The namespaces to ask one by one, and whether there are no others. */
    private record Known(List<String> names, boolean complete) {}
}

package dev.tierwall.lab.control;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tierwall.lab.api.Catalog;
import dev.tierwall.lab.api.Objects;
import dev.tierwall.lab.store.GroupResource;
import dev.tierwall.lab.store.StoreEvent;
import dev.tierwall.lab.store.StoreKey;
import dev.tierwall.lab.store.Watch;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** Runs all controllers, on one thread: what one of them does another hears of like of any other change. */
public final class ControlLoop implements AutoCloseable {

    /** Some things happen by the passing of time alone. */
    private static final Duration SECOND_LOOK = Duration.ofSeconds(1);

    private final Cluster cluster;
    private final List<Controller> controllers;
    private final Watch watch;
    private final Thread thread;
    private final Consumer<String> complaints;

    private ControlLoop(Cluster cluster, List<Controller> controllers, Consumer<String> complaints) {
        this.cluster = cluster;
        this.controllers = controllers;
        this.complaints = complaints;
        this.watch = cluster.store().watch(key -> true);
        this.thread = Thread.ofPlatform().daemon().name("controllers").unstarted(this::run);
    }

    /**
     * Begins.
     *
     * @param authority the certificate that pods trust the API server by, as PEM
     * @param complaints hears of what should not happen
     */
    public static ControlLoop start(Objects objects, Catalog catalog, String authority, Consumer<String> complaints) {
        Cluster cluster = new Cluster(objects, catalog);
        ControlLoop loop = new ControlLoop(
                cluster,
                List.of(
                        new Namespaces(cluster, authority),
                        new Deployments(cluster),
                        new ReplicaSets(cluster, "ReplicaSet", "apps", "replicasets"),
                        new ReplicaSets(cluster, "ReplicationController", "", "replicationcontrollers"),
                        new StatefulSets(cluster),
                        new DaemonSets(cluster),
                        new Jobs(cluster),
                        new ServiceEndpoints(cluster),
                        new GarbageCollector(cluster)),
                complaints);
        loop.thread.start();
        return loop;
    }

    /** One controller's wish to look at one object. */
    private record Look(Controller controller, StoreKey key) {}

    private void run() {
        Set<Look> looks = new LinkedHashSet<>();
        for (GroupResource resource : cluster.store().kinds()) {
            for (ObjectNode object : cluster.store().list(resource)) {
                StoreKey key = Cluster.key(resource, object);
                note(new StoreEvent(StoreEvent.Type.ADDED, key, object, object, 0), looks);
            }
        }
        try {
            while (true) {
                looks.forEach(this::look);
                looks.clear();
                Optional<StoreEvent> event = watch.next(SECOND_LOOK);
                while (event.isPresent()) {
                    note(event.get(), looks);
                    event = watch.next(Duration.ZERO);
                }
            }
        } catch (InterruptedException closed) {
            Thread.currentThread().interrupt();
        }
    }

    private void note(StoreEvent event, Set<Look> looks) {
        for (Controller controller : controllers) {
            controller.concerned(event).forEach(key -> looks.add(new Look(controller, key)));
        }
    }

    private void look(Look look) {
        try {
            look.controller().reconcile(look.key());
        } catch (RuntimeException failure) {
            complaints.accept("controller of " + look.key() + ": " + failure);
        }
    }

    @Override
    public void close() {
        watch.close();
        thread.interrupt();
    }
}

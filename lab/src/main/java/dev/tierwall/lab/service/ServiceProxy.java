package dev.tierwall.lab.service;

import dev.tierwall.lab.net.Fabric;
import dev.tierwall.lab.net.NodeNetwork;
import dev.tierwall.lab.net.Shells;
import dev.tierwall.lab.store.GroupResource;
import dev.tierwall.lab.store.ObjectStore;
import dev.tierwall.lab.store.StoreEvent;
import dev.tierwall.lab.store.Watch;
import java.io.IOException;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** Keeps the rules for Services on all nodes as the Services are. */
public final class ServiceProxy implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final Duration MORE = Duration.ofMillis(10);
    private static final Duration RETRY = Duration.ofSeconds(1);

    private final ObjectStore store;
    private final Fabric fabric;
    private final Consumer<String> complaints;
    private final Watch watch;
    private final Thread thread;
    private Set<ServicePort> loaded = new HashSet<>();

    private ServiceProxy(ObjectStore store, Fabric fabric, Consumer<String> complaints) {
        this.store = store;
        this.fabric = fabric;
        this.complaints = complaints;
        this.watch = store.watch(key ->
                key.resource().equals(GroupResource.SERVICES) || key.resource().equals(GroupResource.ENDPOINT_SLICES));
        this.thread = Thread.ofVirtual().name("services").unstarted(this::run);
    }

    /**
     * Begins.
     *
     * @param complaints hears what the kernel refuses
     */
    public static ServiceProxy start(ObjectStore store, Fabric fabric, Consumer<String> complaints) {
        ServiceProxy proxy = new ServiceProxy(store, fabric, complaints);
        proxy.thread.start();
        return proxy;
    }

    private void run() {
        try {
            load();
            while (true) {
                Optional<StoreEvent> event = watch.next(PATIENCE);
                if (event.isPresent()) {
                    gather();
                    load();
                }
            }
        } catch (InterruptedException closed) {
            Thread.currentThread().interrupt();
        }
    }

    /** Takes what comes at the same time. */
    private void gather() throws InterruptedException {
        for (int i = 0; i < 100 && watch.next(MORE).isPresent(); i++) {
            // The next listing has all of it.
        }
    }

    private void load() throws InterruptedException {
        List<ServicePort> ports = ServicePorts.of(store);
        if (loaded.equals(new HashSet<>(ports))) {
            return;
        }
        String rules = ServiceTable.of(ports);
        try {
            for (NodeNetwork node : fabric.nodes()) {
                Shells.nft(node.namespace(), rules);
            }
            loaded = new HashSet<>(ports);
        } catch (IOException refused) {
            complaints.accept("services: " + refused.getMessage());
            Thread.sleep(RETRY);
        }
    }

    @Override
    public void close() {
        watch.close();
        thread.interrupt();
    }
}

package dev.tierwall.lab.node;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tierwall.lab.net.NodeNetwork;
import dev.tierwall.lab.spec.PodSpec;
import dev.tierwall.lab.spec.Trees;
import dev.tierwall.lab.store.GroupResource;
import dev.tierwall.lab.store.StoreEvent;
import dev.tierwall.lab.store.StoreKey;
import dev.tierwall.lab.store.Watch;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/** Runs the pods of all nodes: starts those that have a node, and stops those that are to go. */
public final class Kubelet implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final NodeContext context;
    private final Map<String, PodWorker> workers = new ConcurrentHashMap<>();
    private final Set<PodWorker> leaving = ConcurrentHashMap.newKeySet();
    private final Watch watch;
    private final Thread thread;

    private Kubelet(NodeContext context) {
        this.context = context;
        this.watch = context.store().watch(key -> key.resource().equals(GroupResource.PODS));
        this.thread = Thread.ofVirtual().name("kubelet").unstarted(this::run);
    }

    /** Begins to run pods. */
    public static Kubelet start(NodeContext context) {
        Kubelet kubelet = new Kubelet(context);
        kubelet.thread.start();
        return kubelet;
    }

    private void run() {
        context.store().list(GroupResource.PODS).forEach(this::see);
        try {
            while (true) {
                Optional<StoreEvent> event = watch.next(PATIENCE);
                if (event.isPresent()) {
                    if (event.get().type() == StoreEvent.Type.DELETED) {
                        gone(event.get().object());
                    } else {
                        see(event.get().object());
                    }
                }
            }
        } catch (InterruptedException closed) {
            Thread.currentThread().interrupt();
        }
    }

    private void see(ObjectNode pod) {
        String uid = Trees.text(pod, "/metadata/uid");
        Optional<NodeNetwork> node = context.fabric().node(Trees.text(pod, "/spec/nodeName"));
        if (node.isEmpty()) {
            return;
        }
        String phase = Trees.text(pod, "/status/phase");
        boolean over = phase.equals("Succeeded") || phase.equals("Failed");
        if (pod.at("/metadata").has("deletionTimestamp")) {
            Duration grace = Duration.ofSeconds(Trees.number(pod, "/metadata/deletionGracePeriodSeconds", 30));
            Thread.ofVirtual().start(() -> end(pod, grace));
        } else if (!over && !workers.containsKey(uid)) {
            PodWorker worker = new PodWorker(context, PodSpec.of(pod), node.get());
            workers.put(uid, worker);
            worker.start();
        }
    }

    private void end(JsonNode pod, Duration grace) {
        PodWorker worker = workers.get(Trees.text(pod, "/metadata/uid"));
        if (worker != null) {
            worker.stop(grace);
        }
        release(pod);
    }

    /** Lets the object go, now that nothing of the pod is left. */
    private void release(JsonNode pod) {
        String uid = Trees.text(pod, "/metadata/uid");
        StoreKey key =
                GroupResource.PODS.key(Trees.text(pod, "/metadata/namespace"), Trees.text(pod, "/metadata/name"));
        context.store().<RuntimeException>alter(key, before -> {
            if (!Trees.text(before, "/metadata/uid").equals(uid)) {
                return Optional.of(before);
            }
            if (before.at("/metadata/finalizers").isEmpty()) {
                return Optional.empty();
            }
            ObjectNode after = before.deepCopy();
            after.withObject("/metadata").put("deletionGracePeriodSeconds", 0);
            return Optional.of(after);
        });
    }

    private void gone(ObjectNode pod) {
        PodWorker worker = workers.remove(Trees.text(pod, "/metadata/uid"));
        if (worker != null) {
            leaving.add(worker);
            Thread.ofVirtual().start(() -> {
                worker.stop(Duration.ZERO);
                leaving.remove(worker);
            });
        }
    }

    /** The worker of a pod that runs. */
    Optional<PodWorker> worker(String namespace, String name) {
        return workers.values().stream()
                .filter(worker -> worker.spec().id().namespace().equals(namespace)
                        && worker.spec().id().name().equals(name))
                .findFirst();
    }

    @Override
    public void close() {
        watch.close();
        thread.interrupt();
        Stream.concat(workers.values().stream(), leaving.stream())
                .map(worker -> Thread.ofVirtual().start(() -> worker.stop(Duration.ZERO)))
                .toList()
                .forEach(stop -> {
                    try {
                        stop.join();
                    } catch (InterruptedException interrupted) {
                        Thread.currentThread().interrupt();
                    }
                });
    }
}

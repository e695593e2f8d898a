package dev.tierwall.lab.node;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tierwall.lab.spec.Trees;
import dev.tierwall.lab.store.GroupResource;
import dev.tierwall.lab.store.ObjectStore;
import dev.tierwall.lab.store.StoreEvent;
import dev.tierwall.lab.store.Watch;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Gives pods without a node one: the emptiest that they may run on. */
public final class Scheduler implements AutoCloseable {

    private static final Events.Source SOURCE = new Events.Source("default-scheduler", "");
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final ObjectStore store;
    private final Events events;
    private final Watch watch;
    private final Thread thread;

    private Scheduler(ObjectStore store, Events events) {
        this.store = store;
        this.events = events;
        this.watch = store.watch(key ->
                key.resource().equals(GroupResource.PODS) || key.resource().equals(GroupResource.NODES));
        this.thread = Thread.ofVirtual().name("scheduler").unstarted(this::run);
    }

    /** Begins to place pods. */
    public static Scheduler start(ObjectStore store, Events events) {
        Scheduler scheduler = new Scheduler(store, events);
        scheduler.thread.start();
        return scheduler;
    }

    private void run() {
        try {
            placeAll();
            while (true) {
                Optional<StoreEvent> event = watch.next(PATIENCE);
                if (event.isEmpty() || event.get().key().resource().equals(GroupResource.NODES)) {
                    placeAll();
                } else if (event.get().type() == StoreEvent.Type.ADDED) {
                    store.get(event.get().key()).ifPresent(this::place);
                }
            }
        } catch (InterruptedException closed) {
            Thread.currentThread().interrupt();
        }
    }

    private void placeAll() {
        store.list(GroupResource.PODS).forEach(this::place);
    }

    private void place(ObjectNode pod) {
        boolean waits = Trees.text(pod, "/spec/nodeName").isEmpty()
                && !pod.at("/metadata").has("deletionTimestamp")
                && pod.at("/spec/schedulingGates").isEmpty()
                && Trees.optional(pod, "/spec/schedulerName")
                        .orElse("default-scheduler")
                        .equals("default-scheduler");
        if (!waits) {
            return;
        }
        List<ObjectNode> nodes = store.list(GroupResource.NODES);
        List<ObjectNode> pods = store.list(GroupResource.PODS);
        Optional<ObjectNode> best = nodes.stream()
                .filter(node -> !Trees.flag(node, "/spec/unschedulable", false))
                .filter(node -> NodeRules.allow(pod, node))
                .filter(node -> NodeRules.keepsDistance(pod, pods, Trees.text(node, "/metadata/name")))
                .min(Comparator.comparingLong((ObjectNode node) -> likes(pod, pods, node))
                        .thenComparing(node -> Trees.text(node, "/metadata/name")));
        if (best.isPresent()) {
            bind(pod, Trees.text(best.get(), "/metadata/name"));
        } else {
            refuse(pod, nodes.size());
        }
    }

    /** How full a node is; siblings count most, so that replicas spread. */
    private static long likes(JsonNode pod, List<ObjectNode> pods, JsonNode node) {
        String name = Trees.text(node, "/metadata/name");
        String owner = Trees.text(pod, "/metadata/ownerReferences/0/uid");
        long weight = 0;
        for (ObjectNode other : pods) {
            if (Trees.text(other, "/spec/nodeName").equals(name)
                    && !other.at("/metadata").has("deletionTimestamp")) {
                boolean sibling = !owner.isEmpty()
                        && Trees.text(other, "/metadata/ownerReferences/0/uid").equals(owner);
                weight += sibling ? 1000 : 1;
            }
        }
        return weight - NodeRules.preference(pod, node) * 100_000L;
    }

    private void bind(ObjectNode pod, String node) {
        String uid = Trees.text(pod, "/metadata/uid");
        boolean[] bound = new boolean[1];
        store.change(
                GroupResource.PODS.key(Trees.text(pod, "/metadata/namespace"), Trees.text(pod, "/metadata/name")),
                tree -> {
                    if (Trees.text(tree, "/metadata/uid").equals(uid)
                            && Trees.text(tree, "/spec/nodeName").isEmpty()) {
                        tree.withObject("/spec").put("nodeName", node);
                        PodStatus.set(tree.withObject("/status"), "PodScheduled", true, "");
                        bound[0] = true;
                    }
                    return tree;
                });
        if (bound[0]) {
            String name = Trees.text(pod, "/metadata/namespace") + "/" + Trees.text(pod, "/metadata/name");
            events.normal(pod, SOURCE, "Scheduled", "Successfully assigned " + name + " to " + node);
        }
    }

    private void refuse(ObjectNode pod, int nodes) {
        String why = "0/" + nodes + " nodes are available: none matches the pod's node selector, affinity and"
                + " tolerations.";
        boolean[] news = new boolean[1];
        store.change(
                GroupResource.PODS.key(Trees.text(pod, "/metadata/namespace"), Trees.text(pod, "/metadata/name")),
                tree -> {
                    ObjectNode before = tree.deepCopy();
                    PodStatus.set(tree.withObject("/status"), "PodScheduled", false, "Unschedulable");
                    news[0] = !before.equals(tree);
                    return tree;
                });
        if (news[0]) {
            events.warning(pod, SOURCE, "FailedScheduling", why);
        }
    }

    @Override
    public void close() {
        watch.close();
        thread.interrupt();
    }
}

package dev.tierwall.lab.node;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tierwall.core.net.Address;
import dev.tierwall.lab.net.NodeNetwork;
import dev.tierwall.lab.node.ContainerState.Phase;
import dev.tierwall.lab.spec.ContainerSpec;
import dev.tierwall.lab.spec.PodSpec;
import dev.tierwall.lab.spec.Trees;
import dev.tierwall.lab.store.GroupResource;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

/** Tells how a pod is, as its node writes it into the object. */
final class PodStatus {

    private final RunningPod pod;
    private final NodeNetwork node;
    private final String since = now();

    PodStatus(RunningPod pod, NodeNetwork node) {
        this.pod = pod;
        this.node = node;
    }

    private static String now() {
        return time(Instant.now());
    }

    private static String time(Instant instant) {
        return instant.truncatedTo(ChronoUnit.SECONDS).toString();
    }

    /** Writes it, if the pod is still there. */
    synchronized void write(List<Address> addresses) {
        PodSpec.Id id = pod.spec().id();
        pod.context().store().change(GroupResource.PODS.key(id.namespace(), id.name()), tree -> {
            if (Trees.text(tree, "/metadata/uid").equals(id.uid())) {
                fill(tree.withObject("/status"), tree, addresses);
            }
            return tree;
        });
    }

    private void fill(ObjectNode status, JsonNode tree, List<Address> addresses) {
        status.put("phase", phase());
        status.put("hostIP", node.addresses().getFirst().toString());
        ArrayNode hosts = status.putArray("hostIPs");
        node.addresses().forEach(address -> hosts.addObject().put("ip", address.toString()));
        if (!addresses.isEmpty()) {
            status.put("podIP", addresses.getFirst().toString());
            ArrayNode all = status.putArray("podIPs");
            addresses.forEach(address -> all.addObject().put("ip", address.toString()));
        }
        status.put("startTime", since);
        status.put("qosClass", Trees.optional(status, "/qosClass").orElse("BestEffort"));
        if (!pod.spec().initial().isEmpty()) {
            containers(status.putArray("initContainerStatuses"), pod.spec().initial());
        }
        containers(status.putArray("containerStatuses"), pod.spec().containers());
        conditions(status, tree);
    }

    private boolean isInitialized() {
        return pod.spec().initial().stream().allMatch(container -> {
            ContainerState state = pod.state(container.name());
            return container.isSidecar()
                    ? state.started()
                    : state.end().filter(end -> end.exitCode() == 0).isPresent();
        });
    }

    private String phase() {
        boolean failedToBegin = pod.spec().restart() == PodSpec.Restart.NEVER
                && pod.spec().initial().stream()
                        .anyMatch(container -> !container.isSidecar()
                                && pod.state(container.name())
                                        .end()
                                        .filter(end -> end.exitCode() != 0)
                                        .isPresent());
        if (failedToBegin) {
            return "Failed";
        }
        List<ContainerState> states = pod.spec().containers().stream()
                .map(container -> pod.state(container.name()))
                .toList();
        boolean ended = states.stream()
                .allMatch(state -> state.end()
                        .filter(end -> !pod.spec().restart().after(end.exitCode()))
                        .isPresent());
        if (ended) {
            return states.stream().allMatch(state -> state.end().orElseThrow().exitCode() == 0)
                    ? "Succeeded"
                    : "Failed";
        }
        boolean begun = states.stream()
                .anyMatch(state ->
                        !(state.now() instanceof Phase.Waiting) || state.last().isPresent());
        return begun ? "Running" : "Pending";
    }

    private void containers(ArrayNode list, List<ContainerSpec> containers) {
        for (ContainerSpec container : containers) {
            ContainerState state = pod.state(container.name());
            ObjectNode one = list.addObject();
            one.put("name", container.name());
            one.set("state", state(state.now(), state.id()));
            ObjectNode last = one.putObject("lastState");
            state.last().ifPresent(end -> last.setAll(state(end, state.id())));
            one.put("ready", state.ready());
            one.put("restartCount", state.restarts());
            one.put("image", container.image());
            one.put("imageID", "");
            one.put("containerID", state.id());
            one.put("started", state.isRunning() && state.started());
        }
    }

    private static ObjectNode state(Phase phase, String id) {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        switch (phase) {
            case Phase.Waiting(String reason, String message) -> {
                ObjectNode waiting = node.putObject("waiting").put("reason", reason);
                if (!message.isEmpty()) {
                    waiting.put("message", message);
                }
            }
            case Phase.Running(Instant began) -> node.putObject("running").put("startedAt", time(began));
            case Phase.Terminated end ->
                node.putObject("terminated")
                        .put("exitCode", end.exitCode())
                        .put("reason", end.reason())
                        .put("startedAt", time(end.since()))
                        .put("finishedAt", time(end.until()))
                        .put("containerID", id);
        }
        return node;
    }

    private void conditions(ObjectNode status, JsonNode tree) {
        boolean over = phase().equals("Succeeded");
        boolean initialized = isInitialized() || over;
        boolean containers = pod.spec().containers().stream()
                .allMatch(container -> pod.state(container.name()).ready());
        boolean gates = true;
        for (JsonNode gate : tree.at("/spec/readinessGates")) {
            gates &= isTrue(status, Trees.text(gate, "/conditionType"));
        }
        String unready = over ? "PodCompleted" : "ContainersNotReady";
        boolean hasNetwork = status.has("podIP");
        set(status, "PodReadyToStartContainers", hasNetwork && !phase().equals("Failed") && !over, "");
        set(status, "Initialized", initialized, over ? "PodCompleted" : "ContainersNotInitialized");
        set(status, "Ready", containers && initialized && gates, containers ? "ReadinessGatesNotReady" : unready);
        set(status, "ContainersReady", containers && initialized, unready);
        set(status, "PodScheduled", true, "");
    }

    private static boolean isTrue(ObjectNode status, String type) {
        for (JsonNode condition : status.path("conditions")) {
            if (Trees.text(condition, "/type").equals(type)) {
                return Trees.text(condition, "/status").equals("True");
            }
        }
        return false;
    }

    /** Sets a condition; its time is that of its last change. */
    static void set(ObjectNode status, String type, boolean isTrue, String reason) {
        String value = isTrue ? "True" : "False";
        ArrayNode conditions = status.withArray("conditions");
        ObjectNode found = null;
        for (JsonNode condition : conditions) {
            if (Trees.text(condition, "/type").equals(type)) {
                found = (ObjectNode) condition;
            }
        }
        if (found == null) {
            found = conditions.addObject().put("type", type);
            found.putNull("lastProbeTime");
        }
        if (!Trees.text(found, "/status").equals(value)) {
            found.put("status", value).put("lastTransitionTime", now());
        }
        if (isTrue || reason.isEmpty()) {
            found.remove("reason");
        } else {
            found.put("reason", reason);
        }
    }
}

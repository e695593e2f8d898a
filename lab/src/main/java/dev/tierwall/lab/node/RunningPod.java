package dev.tierwall.lab.node;

import dev.tierwall.lab.spec.PodSpec;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What the parts of a node's work on one pod share.
 *
 * @param context what all nodes share
 * @param spec the pod
 * @param states how its containers are, by name
 * @param changed to be run whenever one of them changes
 */
record RunningPod(NodeContext context, PodSpec spec, Map<String, ContainerState> states, Runnable changed) {

    static RunningPod of(NodeContext context, PodSpec spec, Runnable changed) {
        Map<String, ContainerState> states = new ConcurrentHashMap<>();
        spec.all().forEach(container -> states.put(container.name(), ContainerState.waiting("PodInitializing")));
        if (spec.initial().isEmpty()) {
            states.replaceAll((name, state) -> ContainerState.waiting("ContainerCreating"));
        }
        return new RunningPod(context, spec, states, changed);
    }

    ContainerState state(String container) {
        return states.getOrDefault(container, ContainerState.waiting("ContainerCreating"));
    }

    /** Changes a container's state. */
    void set(String container, java.util.function.UnaryOperator<ContainerState> change) {
        ContainerState before = state(container);
        ContainerState after = states.compute(container, (name, state) -> change.apply(state == null ? before : state));
        if (!after.equals(before)) {
            changed.run();
        }
    }

    Events.Source source() {
        return new Events.Source("kubelet", spec.host().node());
    }

    void normal(String reason, String message) {
        context.events().normal(spec.tree(), source(), reason, message);
    }

    void warning(String reason, String message) {
        context.events().warning(spec.tree(), source(), reason, message);
    }
}

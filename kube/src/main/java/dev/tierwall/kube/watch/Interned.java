package dev.tierwall.kube.watch;

import dev.tierwall.core.label.Labels;
import dev.tierwall.core.model.ClusterObject;
import dev.tierwall.core.model.ObjectKey;
import dev.tierwall.core.model.Pod;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Keeps one object of those that are equal: in a cluster of many pods, namespaces, labels, ports, nodes and owners repeat.
 * Serves the pages of one listing, side by side.
 */
final class Interned {

    private final Map<Object, Object> known = new ConcurrentHashMap<>();

    /** The same fact, with its parts shared. */
    ClusterObject of(ClusterObject object) {
        return object instanceof Pod pod ? of(pod) : object;
    }

    private Pod of(Pod pod) {
        ObjectKey key = new ObjectKey(
                one(pod.key().kind()), one(pod.key().namespace()), pod.key().name());
        ObjectKey workload = pod.workload().equals(pod.key()) ? key : owner(pod.workload());
        return new Pod(
                key,
                labels(pod.labels()),
                pod.addresses(),
                one(pod.ports()),
                pod.hostNetwork(),
                pod.state(),
                one(pod.node()),
                workload,
                one(pod.location()));
    }

    private ObjectKey owner(ObjectKey owner) {
        ObjectKey same = get(owner);
        return same == null ? one(new ObjectKey(one(owner.kind()), one(owner.namespace()), owner.name())) : same;
    }

    private Labels labels(Labels labels) {
        Labels same = get(labels);
        if (same != null) {
            return same;
        }
        Map<String, String> shared = new LinkedHashMap<>();
        labels.asMap().forEach((key, value) -> shared.put(one(key), one(value)));
        return one(Labels.of(shared));
    }

    private <T> T one(T object) {
        T same = get(object);
        if (same != null) {
            return same;
        }
        T sooner = put(object);
        return sooner == null ? object : sooner;
    }

    @SuppressWarnings("unchecked") // as above
    private <T> @Nullable T put(T object) {
        return (T) known.putIfAbsent(object, object);
    }

    @SuppressWarnings("unchecked") // equal objects of these types are of one class
    private <T> @Nullable T get(T object) {
        return (T) known.get(object);
    }
}

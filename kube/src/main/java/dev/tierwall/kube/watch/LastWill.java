package dev.tierwall.kube.watch;

import dev.tierwall.core.model.Change;
import dev.tierwall.core.model.Namespace;
import dev.tierwall.core.model.NetworkPolicy;
import dev.tierwall.core.model.ObjectKey;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Keeps the policies of a namespace that is being deleted until it is gone. Its controller may delete policies before pods,
 * and pods take their time to end: they must not be open meanwhile.
 */
final class LastWill {

    private final ChangeQueue queue;
    private final Set<String> ending = new HashSet<>();
    private final Map<String, Set<ObjectKey>> kept = new HashMap<>();

    LastWill(ChangeQueue queue) {
        this.queue = queue;
    }

    synchronized void put(Seen seen) {
        ObjectKey key = seen.object().key();
        if (key.kind().equals(Namespace.KIND)) {
            if (seen.ending()) {
                ending.add(key.name());
            } else {
                release(key.name());
            }
        } else if (key.kind().equals(NetworkPolicy.KIND)) {
            kept.getOrDefault(key.namespace(), new HashSet<>()).remove(key);
        }
        queue.put(new Change.Put(seen.object()), seen.findings());
    }

    synchronized void remove(ObjectKey key) {
        if (key.kind().equals(NetworkPolicy.KIND) && ending.contains(key.namespace())) {
            kept.computeIfAbsent(key.namespace(), name -> new LinkedHashSet<>()).add(key);
            return;
        }
        queue.put(new Change.Delete(key), List.of());
        if (key.kind().equals(Namespace.KIND)) {
            release(key.name());
        }
    }

    private void release(String namespace) {
        ending.remove(namespace);
        Set<ObjectKey> policies = kept.remove(namespace);
        if (policies != null) {
            policies.forEach(key -> queue.put(new Change.Delete(key), List.of()));
        }
    }
}

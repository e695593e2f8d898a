package dev.tierwall.core.policy;

import dev.tierwall.core.model.Change;
import dev.tierwall.core.model.ClusterObject;
import dev.tierwall.core.model.ObjectKey;
import dev.tierwall.core.model.Snapshot;
import java.util.ArrayList;
import java.util.List;

/**
 * Compiles facts into the model that every answer is a walk over. The one law: however a snapshot was reached,
 * recompiling step by step gives a model equal to compiling it at once.
 */
public final class PolicyCompiler {

    private PolicyCompiler() {}

    /** Compiles a snapshot from nothing. Grows with the rules, and with selectors times classes / 64. */
    public static CompiledPolicy compile(Snapshot snapshot) {
        List<ObjectKey> keys = new ArrayList<>();
        addKeys(snapshot.namespaces().values(), keys);
        addKeys(snapshot.nodes().values(), keys);
        addKeys(snapshot.pods().values(), keys);
        addKeys(snapshot.policies().values(), keys);
        return new Recompilation(CompiledPolicy.NOTHING, snapshot, keys).run();
    }

    private static void addKeys(Iterable<? extends ClusterObject> objects, List<ObjectKey> keys) {
        for (ClusterObject object : objects) {
            keys.add(object.key());
        }
    }

    /** Applies changes to a compiled model, in order, with work in proportion to what they change. */
    public static CompiledPolicy recompile(CompiledPolicy previous, Iterable<? extends Change> changes) {
        List<ObjectKey> keys = new ArrayList<>();
        changes.forEach(change -> keys.add(change.key()));
        return new Recompilation(previous, previous.snapshot().with(changes), keys).run();
    }
}

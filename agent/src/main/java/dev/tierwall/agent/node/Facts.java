package dev.tierwall.agent.node;

import dev.tierwall.core.model.Change;
import dev.tierwall.core.model.ClusterObject;
import dev.tierwall.core.model.Namespace;
import dev.tierwall.core.model.Node;
import dev.tierwall.core.model.ObjectKey;
import dev.tierwall.core.model.Pod;
import dev.tierwall.core.model.Snapshot;
import dev.tierwall.core.net.Address;
import dev.tierwall.core.policy.CompiledPolicy;
import dev.tierwall.core.policy.PolicyCompiler;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What is known of the cluster, compiled as soon as all is listed. For one thread. */
final class Facts {

    private final String node;
    private Snapshot snapshot = Snapshot.EMPTY;
    private CompiledPolicy compiled = CompiledPolicy.NOTHING;
    private Inhabitants inhabitants = Inhabitants.NOBODY;
    private boolean isCompiled;
    private Set<Address> left = new HashSet<>();

    Facts(String node) {
        this.node = node;
    }

    /** Takes changes in; false if they say nothing new. */
    boolean take(List<Change> changes) {
        List<Change> news = new ArrayList<>();
        for (Change change : changes) {
            Optional<? extends ClusterObject> before = find(change.key());
            Optional<ClusterObject> after =
                    change instanceof Change.Put put ? Optional.of(put.object()) : Optional.empty();
            if (!before.equals(after)) {
                news.add(change);
                inhabitants = inhabitants.with(pod(before), pod(after), left);
            }
        }
        if (news.isEmpty()) {
            return false;
        }
        if (isCompiled) {
            compiled = PolicyCompiler.recompile(compiled, news);
            snapshot = compiled.snapshot();
        } else {
            snapshot = snapshot.with(news);
        }
        return true;
    }

    private static Optional<Pod> pod(Optional<? extends ClusterObject> object) {
        return object.filter(Pod.class::isInstance).map(Pod.class::cast);
    }

    private Optional<? extends ClusterObject> find(ObjectKey key) {
        return switch (key.kind()) {
            case Pod.KIND -> snapshot.pods().get(key);
            case Namespace.KIND -> snapshot.namespaces().get(key.name());
            case Node.KIND -> snapshot.nodes().get(key.name());
            default -> snapshot.policies().get(key);
        };
    }

    /** What is known now. */
    Knowledge knowledge() {
        if (!isCompiled) {
            compiled = PolicyCompiler.compile(snapshot);
            isCompiled = true;
        }
        return new Knowledge(node, compiled, inhabitants);
    }

    Snapshot snapshot() {
        return snapshot;
    }

    /** The addresses that pods have given up since this was asked last; somebody else may have some of them by now. */
    Set<Address> takeLeft() {
        Set<Address> taken = left;
        left = new HashSet<>();
        return taken;
    }

    /** The addresses of the pods that are policed here. */
    Set<Address> local() {
        Set<Address> local = new HashSet<>();
        for (Pod pod : snapshot.pods().values()) {
            if (pod.node().equals(Optional.of(node))) {
                local.addAll(Inhabitants.addresses(Optional.of(pod)));
            }
        }
        return local;
    }
}

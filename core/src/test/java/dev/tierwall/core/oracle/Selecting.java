package dev.tierwall.core.oracle;

import dev.tierwall.core.label.Labels;
import dev.tierwall.core.label.Requirement;
import dev.tierwall.core.label.Selector;
import dev.tierwall.core.model.ClusterPolicy;
import dev.tierwall.core.model.Namespace;
import dev.tierwall.core.model.NetworkPolicy;
import dev.tierwall.core.model.Pod;
import dev.tierwall.core.model.Snapshot;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Label selectors as the page "LabelSelector" of the API reference defines them, and who is a policy's subject. */
final class Selecting {

    private Selecting() {}

    static boolean matches(Selector selector, Map<String, String> labels) {
        for (Requirement requirement : selector.requirements()) {
            String value = labels.get(requirement.key());
            List<String> values = requirement.values();
            boolean holds = switch (requirement.operator()) {
                case IN -> value != null && values.contains(value);
                case NOT_IN -> value == null || !values.contains(value);
                case EXISTS -> value != null;
                case DOES_NOT_EXIST -> value == null;
            };
            if (!holds) {
                return false;
            }
        }
        return true;
    }

    static Map<String, String> map(Labels labels) {
        Map<String, String> map = new HashMap<>();
        for (int i = 0; i < labels.size(); i++) {
            map.put(labels.key(i), labels.value(i));
        }
        return map;
    }

    /** Every namespace has the name label; a namespace that was not read has no other. */
    static Map<String, String> namespaceLabels(Snapshot snapshot, String name) {
        Optional<Namespace> namespace = snapshot.namespaces().get(name);
        Map<String, String> labels = namespace.isPresent() ? map(namespace.get().labels()) : new HashMap<>();
        labels.put("kubernetes.io/metadata.name", name);
        return labels;
    }

    static boolean selects(NetworkPolicy policy, Pod pod) {
        return policy.key().namespace().equals(pod.key().namespace()) && matches(policy.subject(), map(pod.labels()));
    }

    static boolean selects(Snapshot snapshot, ClusterPolicy policy, Pod pod) {
        return matches(
                        policy.subjectNamespaces(),
                        namespaceLabels(snapshot, pod.key().namespace()))
                && matches(policy.subjectPods(), map(pod.labels()));
    }
}

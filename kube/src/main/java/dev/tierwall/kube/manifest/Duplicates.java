package dev.tierwall.kube.manifest;

import dev.tierwall.core.model.ClusterObject;
import dev.tierwall.core.model.Finding;
import dev.tierwall.core.model.Finding.Severity;
import dev.tierwall.core.model.Namespace;
import dev.tierwall.core.model.ObjectKey;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Finds objects that are written more than once. A namespace may be, as long as its labels are the same. */
final class Duplicates {

    private Duplicates() {}

    static List<Finding> in(List<ClusterObject> objects) {
        List<Finding> findings = new ArrayList<>();
        Map<ObjectKey, ClusterObject> known = new HashMap<>(objects.size() * 2);
        for (ClusterObject object : objects) {
            ClusterObject before = known.put(object.key(), object);
            if (before != null && !isSameNamespace(before, object)) {
                findings.add(new Finding(
                        Severity.WARNING,
                        object.location(),
                        "the " + object.key().kind() + " " + object.key().qualifiedName()
                                + " is written twice, first at " + before.location(),
                        "remove one of the two; this one counts, as if applied in this order"));
            }
        }
        return findings;
    }

    private static boolean isSameNamespace(ClusterObject one, ClusterObject other) {
        return one instanceof Namespace first
                && other instanceof Namespace second
                && first.labels().equals(second.labels());
    }
}

package dev.tierwall.kube.wire;

import dev.tierwall.core.model.ClusterObject;
import dev.tierwall.core.model.ObjectKey;
import dev.tierwall.core.model.Pod;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Finds the outermost owner of each pod, and drops templates whose pods are there themselves: of a Deployment, its
 * ReplicaSet and its pods only the pods stay, grouped under the Deployment. A finished pod replaces no template, since
 * its owner may start another.
 */
public final class Workloads {

    private static final String HASH_LABEL = "pod-template-hash";
    private static final int MOST_OWNERS = 8;

    private final Map<ObjectKey, Pod> templates = new HashMap<>();

    private Workloads() {}

    /** The same objects with pods under their outermost owners, without templates that stand for pods that are there. */
    public static List<ClusterObject> settled(List<ClusterObject> objects) {
        return new Workloads().settle(objects);
    }

    private List<ClusterObject> settle(List<ClusterObject> objects) {
        boolean owned = false;
        for (ClusterObject object : objects) {
            if (object instanceof Pod pod) {
                owned |= !pod.workload().equals(pod.key());
                if (pod.isTemplate()) {
                    templates.put(pod.key(), pod);
                }
            }
        }
        if (!owned) {
            return objects;
        }
        Set<ObjectKey> represented = new HashSet<>();
        for (ClusterObject object : objects) {
            if (object instanceof Pod pod && !pod.isTemplate() && pod.state() != Pod.State.FINISHED) {
                represented.addAll(owners(pod));
            }
        }
        List<ClusterObject> settled = new ArrayList<>(objects.size());
        for (ClusterObject object : objects) {
            if (!(object instanceof Pod pod)) {
                settled.add(object);
            } else if (!pod.isTemplate() || (!represented.contains(pod.key()) && !isMadeByAnother(pod))) {
                settled.add(under(pod, outermost(pod)));
            }
        }
        return settled;
    }

    /** Whether a template comes from another that is here too, as a ReplicaSet's comes from its Deployment's. */
    private boolean isMadeByAnother(Pod template) {
        return !template.workload().equals(template.key()) && templates.containsKey(template.workload());
    }

    private List<ObjectKey> owners(Pod pod) {
        List<ObjectKey> owners = new ArrayList<>();
        ObjectKey owner = pod.workload();
        while (!owners.contains(owner) && owners.size() < MOST_OWNERS) {
            owners.add(owner);
            Pod template = templates.get(owner);
            owner = template == null ? guessed(owner, pod) : template.workload();
        }
        return owners;
    }

    private ObjectKey outermost(Pod pod) {
        return pod.workload().equals(pod.key()) ? pod.key() : owners(pod).getLast();
    }

    /** A ReplicaSet that was not read, but is named as Deployments name theirs. */
    private static ObjectKey guessed(ObjectKey owner, Pod pod) {
        String hash = "-" + pod.labels().get(HASH_LABEL).orElse("");
        boolean made = owner.kind().equals("ReplicaSet")
                && hash.length() > 1
                && owner.name().endsWith(hash)
                && owner.name().length() > hash.length();
        return made
                ? new ObjectKey(
                        "Deployment",
                        owner.namespace(),
                        owner.name().substring(0, owner.name().length() - hash.length()))
                : owner;
    }

    private static Pod under(Pod pod, ObjectKey workload) {
        if (pod.workload().equals(workload)) {
            return pod;
        }
        return new Pod(
                pod.key(),
                pod.labels(),
                pod.addresses(),
                pod.ports(),
                pod.hostNetwork(),
                pod.state(),
                pod.node(),
                workload,
                pod.location());
    }
}

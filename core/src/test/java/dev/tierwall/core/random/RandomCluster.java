package dev.tierwall.core.random;

import dev.tierwall.core.model.Change;
import dev.tierwall.core.model.ClusterObject;
import dev.tierwall.core.model.Namespace;
import dev.tierwall.core.model.Node;
import dev.tierwall.core.model.ObjectKey;
import dev.tierwall.core.model.Pod;
import dev.tierwall.core.model.Snapshot;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Small, crowded clusters that use every feature, and the changes that happen to them. */
public final class RandomCluster {

    private final Dice dice;
    private final RandomFacts facts;
    private final RandomPolicies policies;

    public RandomCluster(Random random) {
        dice = new Dice(random);
        facts = new RandomFacts(dice);
        policies = new RandomPolicies(dice);
    }

    public Snapshot snapshot() {
        List<ClusterObject> objects = new ArrayList<>();
        for (String name : Pools.NAMESPACES) {
            if (!name.equals("unread")) {
                objects.add(facts.namespace(name));
            }
        }
        for (String name : Pools.NODES) {
            if (!dice.oneIn(4)) {
                objects.add(facts.node(name));
            }
        }
        for (int i = 3 + dice.below(7); i > 0; i--) {
            objects.add(facts.pod(facts.podKey()));
        }
        for (int i = dice.below(18); i > 0; i--) {
            objects.add(policies.policy(policies.key()));
        }
        for (int i = dice.below(3); i > 0; i--) {
            objects.add(facts.service(facts.serviceKey()));
        }
        return Snapshot.of(objects);
    }

    /** Something that could happen next: mostly to what is there, sometimes to what is not. */
    public Change change(Snapshot snapshot) {
        return switch (dice.below(13)) {
            case 0 -> namespaceChange();
            case 1 -> nodeChange();
            case 2, 3, 4, 5, 6 -> podChange(snapshot);
            case 7 -> serviceChange();
            default -> policyChange(snapshot);
        };
    }

    /** A chain of changes, each made for the snapshot that those before it lead to. */
    public List<Change> changes(Snapshot from, int count) {
        List<Change> changes = new ArrayList<>();
        Snapshot snapshot = from;
        for (int i = 0; i < count; i++) {
            Change change = change(snapshot);
            changes.add(change);
            snapshot = snapshot.with(change);
        }
        return changes;
    }

    private Change namespaceChange() {
        String name = dice.pick(Pools.NAMESPACES);
        return name.equals("unread") || dice.oneIn(6)
                ? new Change.Delete(Namespace.keyOf(name))
                : new Change.Put(facts.namespace(name));
    }

    private Change nodeChange() {
        String name = dice.pick(Pools.NODES);
        return dice.oneIn(4) ? new Change.Delete(Node.keyOf(name)) : new Change.Put(facts.node(name));
    }

    private Change serviceChange() {
        ObjectKey key = facts.serviceKey();
        return dice.oneIn(3) ? new Change.Delete(key) : new Change.Put(facts.service(key));
    }

    private Change podChange(Snapshot snapshot) {
        List<ObjectKey> there = new ArrayList<>();
        snapshot.pods().forEach(entry -> there.add(entry.key()));
        ObjectKey key = there.isEmpty() || dice.oneIn(3) ? facts.podKey() : dice.pick(there);
        return snapshot.pods()
                .get(key)
                .<Change>map(pod -> dice.oneIn(4) ? new Change.Delete(key) : new Change.Put(edited(pod)))
                .orElseGet(() -> new Change.Put(facts.pod(key)));
    }

    /** The pod with one trait of another: relabelled, moved, given an address or another port, ended, or all of it. */
    private Pod edited(Pod pod) {
        Pod other = facts.pod(pod.key());
        int trait = dice.below(7);
        boolean all = trait == 6;
        return new Pod(
                pod.key(),
                all || trait == 0 ? other.labels() : pod.labels(),
                all || trait == 1 ? other.addresses() : pod.addresses(),
                all || trait == 2 ? other.ports() : pod.ports(),
                all || trait == 3 ? other.hostNetwork() : pod.hostNetwork(),
                all || trait == 4 ? other.state() : pod.state(),
                all || trait == 5 ? other.node() : pod.node(),
                all ? other.workload() : pod.workload(),
                pod.location());
    }

    private Change policyChange(Snapshot snapshot) {
        List<ObjectKey> there = new ArrayList<>();
        snapshot.policies().forEach(entry -> there.add(entry.key()));
        ObjectKey key = there.isEmpty() || dice.oneIn(2) ? policies.key() : dice.pick(there);
        boolean delete = snapshot.policies().has(key) && dice.oneIn(3);
        return delete ? new Change.Delete(key) : new Change.Put(policies.policy(key));
    }
}

package dev.tierwall.core.policy;

import dev.tierwall.core.collect.Bits;
import dev.tierwall.core.collect.PersistentMap;
import dev.tierwall.core.model.Namespace;
import dev.tierwall.core.model.Node;
import dev.tierwall.core.model.ObjectKey;
import dev.tierwall.core.model.Pod;
import dev.tierwall.core.model.Snapshot;
import dev.tierwall.core.net.Address;
import dev.tierwall.core.net.AddressSet;
import dev.tierwall.core.net.IpFamily;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * One step from a compiled snapshot to the next, with work in proportion to what changed: policies, then the words they
 * speak of, then the classes of pods, then the members of groups, then the subjects. Compiling from nothing is a step
 * from the empty snapshot.
 */
final class Recompilation {

    private final CompiledPolicy previous;
    private final Snapshot after;

    private final Set<ObjectKey> pods = new LinkedHashSet<>();
    private final Set<ObjectKey> policies = new LinkedHashSet<>();
    private final Set<String> namespaces = new LinkedHashSet<>();
    private final Set<String> nodes = new HashSet<>();

    private final List<PolicyRules> oldRules = new ArrayList<>();
    private final List<PolicyRules> newRules = new ArrayList<>();

    /** A step to a snapshot that differs from the compiled one at most in the objects of these keys. */
    Recompilation(CompiledPolicy previous, Snapshot after, Iterable<ObjectKey> keys) {
        this.previous = previous;
        this.after = after;
        keys.forEach(key -> note(key, previous.snapshot()));
    }

    private void note(ObjectKey key, Snapshot before) {
        switch (key.kind()) {
            case Namespace.KIND -> {
                String name = key.name();
                if (!before.namespaceLabels(name).equals(after.namespaceLabels(name))) {
                    namespaces.add(name);
                }
            }
            case Node.KIND -> {
                if (!before.nodes().get(key.name()).equals(after.nodes().get(key.name()))) {
                    nodes.add(key.name());
                }
            }
            default -> {
                if (!before.policies().get(key).equals(after.policies().get(key))) {
                    policies.add(key);
                } else if (!before.pods().get(key).equals(after.pods().get(key))) {
                    pods.add(key);
                }
            }
        }
    }

    CompiledPolicy run() {
        GroupDraft.Outcome groups = compilePolicies();
        PolicyTable policyTable = previous.policies().with(oldRules, newRules);
        Vocabulary vocabulary = vocabulary(groups);
        ClassDraft draft = new ClassDraft(previous.classes());
        for (ObjectKey key : podsToPlace(vocabulary, groups)) {
            after.pods()
                    .get(key)
                    .filter(Pod::isEndpoint)
                    .ifPresentOrElse(pod -> draft.place(pod, vocabulary.keyOf(pod, after)), () -> draft.remove(key));
        }
        ClassTable classes = draft.finish();
        GroupTable groupTable = members(groups, classes, draft);
        Bits touched = touchedSubjects(classes, groupTable, draft.fresh());
        SubjectTable subjects = previous.subjects().with(touched, classes, policyTable, groupTable);
        boolean alike = draft.fresh().isEmpty()
                && draft.dead().isEmpty()
                && policies.isEmpty()
                && namespaces.isEmpty()
                && nodes.isEmpty();
        BlockCache cache =
                alike ? previous.cache() : new BlockCache(classes.byId().size());
        return new CompiledPolicy(after, vocabulary, classes, groupTable, policyTable, subjects, cache);
    }

    private GroupDraft.Outcome compilePolicies() {
        GroupDraft draft = new GroupDraft(previous.groups(), after);
        RuleCompiler compiler = new RuleCompiler(draft::acquire);
        for (ObjectKey key : policies) {
            after.policies().get(key).map(compiler::compile).ifPresent(newRules::add);
            previous.policies().byKey().get(key).ifPresent(oldRules::add);
        }
        for (PolicyRules rules : oldRules) {
            RuleCompiler.groupsOf(rules).forEach(draft::release);
        }
        if (!nodes.isEmpty()) {
            draft.nodesChanged();
        }
        return draft.finish();
    }

    private Vocabulary vocabulary(GroupDraft.Outcome groups) {
        Vocabulary old = previous.vocabulary();
        return new Vocabulary(
                Vocabulary.counted(
                        old.labelKeys(), Vocabulary.labelKeysOf(groups.fresh()), Vocabulary.labelKeysOf(groups.dead())),
                Vocabulary.counted(old.portNames(), portNames(newRules), portNames(oldRules)),
                old.atoms().with(groups.addedSets(), groups.removedSets()));
    }

    private static List<String> portNames(Collection<PolicyRules> rules) {
        return rules.stream()
                .flatMap(policy -> RuleCompiler.portNamesOf(policy).stream())
                .toList();
    }

    /** Pods that changed, and pods of which policies can see more or less than before. */
    private Set<ObjectKey> podsToPlace(Vocabulary vocabulary, GroupDraft.Outcome groups) {
        Set<ObjectKey> found = new LinkedHashSet<>(pods);
        Vocabulary old = previous.vocabulary();
        Set<String> keys = changedWords(
                old.labelKeys(),
                vocabulary.labelKeys(),
                Vocabulary.labelKeysOf(groups.fresh()),
                Vocabulary.labelKeysOf(groups.dead()));
        Set<String> names =
                changedWords(old.portNames(), vocabulary.portNames(), portNames(newRules), portNames(oldRules));
        if (!keys.isEmpty() || !names.isEmpty()) {
            for (PersistentMap.Entry<ObjectKey, Integer> placed :
                    previous.classes().classOf()) {
                after.pods()
                        .get(placed.key())
                        .filter(pod -> speaksOf(pod, keys, names))
                        .ifPresent(pod -> found.add(pod.key()));
            }
        }
        List<AddressSet> changed = new ArrayList<>(groups.addedSets());
        changed.addAll(groups.removedSets());
        Set<Address> starts = old.atoms().affected(vocabulary.atoms(), changed);
        if (!starts.isEmpty() || !nodes.isEmpty()) {
            previous.classes()
                    .live()
                    .forEach(id -> addMoved(previous.classes().byId().get(id), starts, found));
        }
        return found;
    }

    private static Set<String> changedWords(
            PersistentMap<String, Integer> old,
            PersistentMap<String, Integer> now,
            Collection<String> added,
            Collection<String> removed) {
        Set<String> changed = new HashSet<>(added);
        changed.addAll(removed);
        changed.removeIf(word -> old.has(word) == now.has(word));
        return changed;
    }

    private static boolean speaksOf(Pod pod, Set<String> labelKeys, Set<String> portNames) {
        return labelKeys.stream().anyMatch(pod.labels()::has)
                || pod.ports().stream().anyMatch(port -> portNames.contains(port.name()));
    }

    private void addMoved(EndpointClass endpoints, Set<Address> starts, Set<ObjectKey> found) {
        ClassKey key = endpoints.key();
        boolean cut = false;
        for (IpFamily family : IpFamily.values()) {
            cut |= key.place(family) instanceof Place.At(Address start) && starts.contains(start);
        }
        boolean onChangedNode = key.hostNetwork() && !nodes.isEmpty();
        if (cut || onChangedNode) {
            endpoints.members().values().forEach(pod -> found.add(pod.key()));
        }
    }

    private GroupTable members(GroupDraft.Outcome groups, ClassTable classes, ClassDraft draft) {
        GroupTable table = groups.table();
        Membership membership = new Membership(after, classes, table.byId());
        membership.move(draft.dead(), previous.classes(), draft.fresh(), previous.groups());
        for (String namespace : namespaces) {
            if (!previous.classes().inNamespace(namespace).isEmpty()) {
                membership.relabel(namespace, previous.groups());
            }
        }
        membership.evaluate(groups.fresh());
        List<PeerGroup> readdressed = new ArrayList<>();
        groups.readdressed().forEach(id -> readdressed.add(table.byId().get(id)));
        membership.evaluate(readdressed);
        return new GroupTable(membership.groups(), table.ids(), table.vacant(), table.candidates(), table.byNode());
    }

    /** New classes, classes that a changed policy selects or selected, and classes of relabelled namespaces. */
    private Bits touchedSubjects(ClassTable classes, GroupTable table, Bits fresh) {
        Bits touched = fresh;
        for (PolicyRules rules : oldRules) {
            touched =
                    touched.union(previous.groups().byId().get(rules.subject()).members());
        }
        for (PolicyRules rules : newRules) {
            touched = touched.union(table.byId().get(rules.subject()).members());
        }
        for (String namespace : namespaces) {
            touched = touched.union(classes.inNamespace(namespace));
        }
        return touched.minus(classes.vacant());
    }
}

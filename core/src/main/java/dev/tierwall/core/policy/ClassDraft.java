package dev.tierwall.core.policy;

import dev.tierwall.core.collect.Bits;
import dev.tierwall.core.collect.Chunks;
import dev.tierwall.core.collect.Ints;
import dev.tierwall.core.collect.PersistentMap;
import dev.tierwall.core.model.ObjectKey;
import dev.tierwall.core.model.Pod;
import dev.tierwall.core.net.IpFamily;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Moves endpoints between classes: from one {@link ClassTable} to the next. Used once and thrown away. */
final class ClassDraft {

    private final ClassTable from;
    private Chunks<EndpointClass> byId;
    private PersistentMap<ClassKey, Integer> ids;
    private PersistentMap<ObjectKey, Integer> classOf;
    private Bits vacant;

    private final Map<ClassKey, List<Pod>> arrivals = new LinkedHashMap<>();
    private final List<Integer> left = new ArrayList<>();

    private Bits fresh = Bits.EMPTY;
    private Bits dead = Bits.EMPTY;

    ClassDraft(ClassTable from) {
        this.from = from;
        this.byId = from.byId();
        this.ids = from.ids();
        this.classOf = from.classOf();
        this.vacant = from.vacant();
    }

    /** Puts an endpoint into the class of that key, wherever it was before. */
    void place(Pod pod, ClassKey key) {
        Optional<Integer> old = classOf.get(pod.key());
        if (old.isPresent() && byId.get(old.get()).key().equals(key)) {
            setMembers(old.get(), byId.get(old.get()).members().with(pod.key(), pod));
            return;
        }
        remove(pod.key());
        arrivals.computeIfAbsent(key, k -> new ArrayList<>()).add(pod);
    }

    /** Takes an endpoint out of its class, if it is in one. */
    void remove(ObjectKey pod) {
        classOf.get(pod).ifPresent(id -> {
            setMembers(id, byId.get(id).members().without(pod));
            classOf = classOf.without(pod);
            left.add(id);
        });
    }

    private void setMembers(int id, PersistentMap<ObjectKey, Pod> members) {
        byId = byId.with(id, new EndpointClass(id, byId.get(id).key(), members));
    }

    /** The classes that were not there before; known once finished. */
    Bits fresh() {
        return fresh;
    }

    /** The classes that are gone; known once finished. Their numbers still lead to their keys in the old table. */
    Bits dead() {
        return dead;
    }

    ClassTable finish() {
        settleArrivals();
        findDead();
        if (fresh.isEmpty() && dead.isEmpty()) {
            return new ClassTable(
                    byId, ids, classOf, vacant, from.ipv4(), from.ipv6(), from.byNamespace(), from.byLabel());
        }
        return indexed();
    }

    /** Numbers go to new classes in the order of their namespaces, so that sets of classes of one stay short. */
    private void settleArrivals() {
        List<ClassKey> keys = new ArrayList<>(arrivals.keySet());
        keys.sort(Comparator.comparing(ClassKey::namespace));
        Ints added = new Ints();
        for (ClassKey key : keys) {
            Optional<Integer> known = ids.get(key);
            int id = known.isPresent() ? known.get() : nextId();
            PersistentMap<ObjectKey, Pod> members =
                    known.isPresent() ? byId.get(id).members() : PersistentMap.empty();
            for (Pod pod : arrivals.getOrDefault(key, List.of())) {
                members = members.with(pod.key(), pod);
                classOf = classOf.with(pod.key(), id);
            }
            byId = byId.with(id, new EndpointClass(id, key, members));
            if (known.isEmpty()) {
                ids = ids.with(key, id);
                added.add(id);
            }
        }
        fresh = added.toBits();
    }

    private int nextId() {
        int id = vacant.next(0);
        if (id < 0) {
            return byId.size();
        }
        vacant = vacant.without(id);
        return id;
    }

    private void findDead() {
        Ints emptied = new Ints();
        for (int id : left) {
            if (byId.get(id).members().isEmpty()) {
                emptied.add(id);
            }
        }
        dead = emptied.toBits();
        dead.forEach(id -> ids = ids.without(byId.get(id).key()));
        vacant = vacant.union(dead);
    }

    private ClassTable indexed() {
        Index gone = new Index();
        dead.forEach(id -> gone.add(byId.get(id)));
        Index come = new Index();
        fresh.forEach(id -> come.add(byId.get(id)));
        return new ClassTable(
                byId,
                ids,
                classOf,
                vacant,
                from.ipv4().minus(gone.ipv4.toBits()).union(come.ipv4.toBits()),
                from.ipv6().minus(gone.ipv6.toBits()).union(come.ipv6.toBits()),
                updated(from.byNamespace(), gone.byNamespace, come.byNamespace),
                updated(from.byLabel(), gone.byLabel, come.byLabel));
    }

    private static PersistentMap<String, Bits> updated(
            PersistentMap<String, Bits> index, Map<String, Ints> gone, Map<String, Ints> come) {
        PersistentMap<String, Bits> next = index;
        for (Map.Entry<String, Ints> entry : gone.entrySet()) {
            Bits rest = next.getOrDefault(entry.getKey(), Bits.EMPTY)
                    .minus(entry.getValue().toBits());
            next = rest.isEmpty() ? next.without(entry.getKey()) : next.with(entry.getKey(), rest);
        }
        for (Map.Entry<String, Ints> entry : come.entrySet()) {
            Bits more = entry.getValue().toBits();
            next = next.with(
                    entry.getKey(),
                    next.getOrDefault(entry.getKey(), Bits.EMPTY).union(more));
        }
        return next;
    }

    /** What some classes would be found by. */
    private static final class Index {

        private final Ints ipv4 = new Ints();
        private final Ints ipv6 = new Ints();
        private final Map<String, Ints> byNamespace = new HashMap<>();
        private final Map<String, Ints> byLabel = new HashMap<>();

        void add(EndpointClass endpoints) {
            int id = endpoints.id();
            ClassKey key = endpoints.key();
            if (key.isIn(IpFamily.IPV4)) {
                ipv4.add(id);
            }
            if (key.isIn(IpFamily.IPV6)) {
                ipv6.add(id);
            }
            if (key.hostNetwork()) {
                return;
            }
            add(byNamespace, key.namespace(), id);
            for (int i = 0; i < key.labels().size(); i++) {
                String label = key.labels().key(i);
                add(byLabel, label, id);
                add(byLabel, ClassTable.label(label, key.labels().value(i)), id);
            }
        }

        private static void add(Map<String, Ints> index, String word, int id) {
            index.computeIfAbsent(word, w -> new Ints()).add(id);
        }
    }
}

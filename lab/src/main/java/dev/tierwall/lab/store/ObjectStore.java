package dev.tierwall.lab.store;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tierwall.core.collect.PersistentMap;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/**
 * All objects of the cluster, in memory. Whoever reads sees one moment and waits for nobody; writers come one after the
 * other. Trees that are in the store, or were given by it, are never changed: a change makes another tree.
 */
public final class ObjectStore {

    /** How many changes are remembered for those who watch from an earlier version. */
    private static final int REMEMBERED = 20_000;

    /** The objects of every kind at one moment. */
    private record State(Map<GroupResource, PersistentMap<String, ObjectNode>> objects, long version) {

        PersistentMap<String, ObjectNode> of(GroupResource resource) {
            return objects.getOrDefault(resource, PersistentMap.empty());
        }
    }

    private final Deque<StoreEvent> history = new ArrayDeque<>();
    private final List<Watch> watches = new CopyOnWriteArrayList<>();
    private volatile State state = new State(Map.of(), 1);

    /** What the store is at. */
    public long version() {
        return state.version();
    }

    /** The kinds of which there are, or were, objects. */
    public Set<GroupResource> kinds() {
        return state.objects().keySet();
    }

    public Optional<ObjectNode> get(StoreKey key) {
        return state.of(key.resource()).get(key.path());
    }

    /** All objects of a kind, or those of one namespace. */
    public Listing list(GroupResource resource, String namespace) {
        State now = state;
        List<PersistentMap.Entry<String, ObjectNode>> found = new ArrayList<>();
        for (PersistentMap.Entry<String, ObjectNode> entry : now.of(resource)) {
            if (namespace.isEmpty() || entry.key().startsWith(namespace + "/")) {
                found.add(entry);
            }
        }
        found.sort((one, other) -> one.key().compareTo(other.key()));
        return new Listing(found.stream().map(PersistentMap.Entry::value).toList(), now.version());
    }

    /** All objects of a kind. */
    public List<ObjectNode> list(GroupResource resource) {
        return list(resource, "").objects();
    }

    /** Adds an object, if there is none of its name; the object as it is kept. */
    public synchronized Optional<ObjectNode> create(StoreKey key, ObjectNode object) {
        if (get(key).isPresent()) {
            return Optional.empty();
        }
        ObjectNode kept = stamped(object);
        commit(new StoreEvent(StoreEvent.Type.ADDED, key, kept, kept, state.version() + 1));
        return Optional.of(kept);
    }

    /** What becomes of an object. */
    @FunctionalInterface
    public interface Change<X extends Exception> {
        /** The object as it shall be, made of a tree of its own; empty if it shall be removed. */
        Optional<ObjectNode> of(ObjectNode object) throws X;
    }

    /** Changes an object, if it is there, as {@link #alter} does. */
    public Optional<ObjectNode> change(StoreKey key, UnaryOperator<ObjectNode> change) {
        return alter(key, object -> Optional.of(change.apply(object)));
    }

    /**
     * Changes or removes an object, if it is there. Nobody else changes anything meanwhile, so be quick. If all is left as
     * it was, nothing happens.
     *
     * @return the object as it is kept now; of a removed one as it was, with the version of its end
     */
    public synchronized <X extends Exception> Optional<ObjectNode> alter(StoreKey key, Change<X> change) throws X {
        Optional<ObjectNode> before = get(key);
        if (before.isEmpty()) {
            return Optional.empty();
        }
        Optional<ObjectNode> wanted = change.of(before.get().deepCopy());
        if (wanted.isEmpty()) {
            return remove(key);
        }
        ObjectNode after = wanted.get();
        if (after.equals(before.get())) {
            return before;
        }
        ObjectNode kept = stamped(after);
        commit(new StoreEvent(StoreEvent.Type.MODIFIED, key, kept, before.get(), state.version() + 1));
        return Optional.of(kept);
    }

    /** Takes an object away; as it was, with the version of its end. */
    public synchronized Optional<ObjectNode> remove(StoreKey key) {
        Optional<ObjectNode> before = get(key);
        if (before.isEmpty()) {
            return Optional.empty();
        }
        ObjectNode last = stamped(before.get());
        commit(new StoreEvent(StoreEvent.Type.DELETED, key, last, last, state.version() + 1));
        return Optional.of(last);
    }

    private ObjectNode stamped(ObjectNode object) {
        ObjectNode copy = object.deepCopy();
        copy.withObject("/metadata").put("resourceVersion", Long.toString(state.version() + 1));
        return copy;
    }

    private void commit(StoreEvent event) {
        State before = state;
        Map<GroupResource, PersistentMap<String, ObjectNode>> objects = new HashMap<>(before.objects());
        PersistentMap<String, ObjectNode> kind = before.of(event.key().resource());
        String path = event.key().path();
        objects.put(
                event.key().resource(),
                event.type() == StoreEvent.Type.DELETED ? kind.without(path) : kind.with(path, event.object()));
        state = new State(objects, event.version());
        history.add(event);
        if (history.size() > REMEMBERED) {
            history.remove();
        }
        watches.forEach(watch -> watch.offer(event));
    }

    /**
     * Watches objects from a version on, which is that of a listing or of an event: what happened since comes first.
     *
     * @throws ExpiredException if that is no longer remembered
     */
    public synchronized Watch watch(Predicate<StoreKey> concerns, long since) throws ExpiredException {
        if (since < state.version()) {
            long oldest =
                    history.isEmpty() ? state.version() : history.getFirst().version() - 1;
            if (since < oldest) {
                throw new ExpiredException(since, oldest);
            }
        }
        Watch watch = new Watch(concerns, watches::remove);
        for (StoreEvent event : history) {
            if (event.version() > since) {
                watch.offer(event);
            }
        }
        watches.add(watch);
        return watch;
    }

    /** Watches objects from now on. */
    public synchronized Watch watch(Predicate<StoreKey> concerns) {
        Watch watch = new Watch(concerns, watches::remove);
        watches.add(watch);
        return watch;
    }
}

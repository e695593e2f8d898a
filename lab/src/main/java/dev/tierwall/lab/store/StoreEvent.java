package dev.tierwall.lab.store;

import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * A change of one object.
 *
 * @param type what became of it
 * @param key which object
 * @param object the object as it is now; of a deleted one as it was, with the version of its end
 * @param before the object as it was; the same as {@code object} if it was added or deleted
 * @param version the version of the store that the change made
 */
public record StoreEvent(Type type, StoreKey key, ObjectNode object, ObjectNode before, long version) {

    /** What can become of an object. */
    public enum Type {
        ADDED,
        MODIFIED,
        DELETED
    }
}

package dev.tierwall.lab.store;

/**
 * Names an object.
 *
 * @param resource its kind
 * @param namespace its namespace; empty if its kind has none
 * @param name its name
 */
public record StoreKey(GroupResource resource, String namespace, String name) {

    /** What sorts objects as lists show them. */
    String path() {
        return namespace + "/" + name;
    }
}

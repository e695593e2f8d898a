package dev.tierwall.core.model;

/**
 * The identity of an object in a cluster.
 *
 * @param kind the Kubernetes kind, such as {@code Pod} or {@code ClusterNetworkPolicy}
 * @param namespace the namespace; empty for kinds without one
 * @param name the object's name
 */
public record ObjectKey(String kind, String namespace, String name) implements Comparable<ObjectKey> {

    @Override
    public int compareTo(ObjectKey other) {
        int byNamespace = namespace.compareTo(other.namespace);
        if (byNamespace != 0) {
            return byNamespace;
        }
        int byName = name.compareTo(other.name);
        return byName != 0 ? byName : kind.compareTo(other.kind);
    }

    /** Spread wide: names that count up and namespaces that count up must not meet in one hash. */
    @Override
    public int hashCode() {
        return name.hashCode() * 0x9e3779b1 + namespace.hashCode() * 0x85ebca77 + kind.hashCode();
    }

    /** {@code namespace/name}, or the name alone for kinds without a namespace. */
    public String qualifiedName() {
        return namespace.isEmpty() ? name : namespace + "/" + name;
    }

    /** {@code namespace/Kind/name}, or {@code Kind/name} for kinds without a namespace. */
    @Override
    public String toString() {
        return (namespace.isEmpty() ? "" : namespace + "/") + kind + "/" + name;
    }
}

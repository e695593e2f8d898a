package dev.tierwall.core.model;

import dev.tierwall.core.label.Labels;

/**
 * A namespace. It always carries the label {@code kubernetes.io/metadata.name}, whatever was written, as the API
 * server sets it.
 *
 * @param name its name
 * @param labels its labels, that one included
 * @param location where it was read
 */
public record Namespace(String name, Labels labels, Location location) implements ClusterObject {

    public static final String KIND = "Namespace";
    public static final String NAME_LABEL = "kubernetes.io/metadata.name";

    public Namespace {
        labels = labels.with(NAME_LABEL, name);
    }

    /** A namespace that something refers to, but that was not read: it has its name label alone. */
    public static Namespace synthesised(String name) {
        return new Namespace(name, Labels.NONE, Location.NONE);
    }

    public static ObjectKey keyOf(String name) {
        return new ObjectKey(KIND, "", name);
    }

    @Override
    public ObjectKey key() {
        return keyOf(name);
    }
}

package dev.tierwall.core.model;

/**
 * A Gateway of the Gateway API: an entrance to the cluster that {@link Route}s attach to.
 *
 * @param key its identity
 * @param location where it was read
 */
public record Gateway(ObjectKey key, Location location) implements ClusterObject {

    public static final String KIND = "Gateway";
}

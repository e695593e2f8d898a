package dev.tierwall.core.model;

/** An object of the cluster that verdicts or reports depend on. */
public sealed interface ClusterObject
        permits Namespace, Pod, Node, Service, EndpointSlice, Ingress, Gateway, Route, Policy {

    /** Its identity; two objects with one key are versions of the same thing. */
    ObjectKey key();

    /** Where it was read. */
    Location location();
}

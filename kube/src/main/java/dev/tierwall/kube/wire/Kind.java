package dev.tierwall.kube.wire;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The kinds of objects that are read, with the API groups that they belong to. */
enum Kind {
    NAMESPACE("Namespace", ""),
    NODE("Node", ""),
    POD("Pod", ""),
    SERVICE("Service", ""),
    REPLICATION_CONTROLLER("ReplicationController", ""),
    DEPLOYMENT("Deployment", "apps", "extensions"),
    REPLICA_SET("ReplicaSet", "apps", "extensions"),
    STATEFUL_SET("StatefulSet", "apps"),
    DAEMON_SET("DaemonSet", "apps", "extensions"),
    JOB("Job", "batch"),
    CRON_JOB("CronJob", "batch"),
    ENDPOINT_SLICE("EndpointSlice", "discovery.k8s.io"),
    INGRESS("Ingress", "networking.k8s.io", "extensions"),
    GATEWAY("Gateway", "gateway.networking.k8s.io"),
    HTTP_ROUTE("HTTPRoute", "gateway.networking.k8s.io"),
    GRPC_ROUTE("GRPCRoute", "gateway.networking.k8s.io"),
    TCP_ROUTE("TCPRoute", "gateway.networking.k8s.io"),
    NETWORK_POLICY("NetworkPolicy", "networking.k8s.io", "extensions"),
    CLUSTER_NETWORK_POLICY("ClusterNetworkPolicy", "policy.networking.k8s.io"),
    ADMIN_NETWORK_POLICY("AdminNetworkPolicy", "policy.networking.k8s.io"),
    BASELINE_ADMIN_NETWORK_POLICY("BaselineAdminNetworkPolicy", "policy.networking.k8s.io");

    /** The group that some kinds were in before they had one of their own. */
    private static final String EXTENSIONS = "extensions";

    private static final Map<String, Kind> BY_WORD = new HashMap<>();

    static {
        for (Kind kind : values()) {
            BY_WORD.put(kind.word, kind);
        }
    }

    private final String word;
    private final String group;
    private final boolean inExtensions;

    Kind(String word, String group) {
        this(word, group, "");
    }

    Kind(String word, String group, String olderGroup) {
        this.word = word;
        this.group = group;
        this.inExtensions = olderGroup.equals(EXTENSIONS);
    }

    /** The kind of this name in the group of this API version, or null if such objects are not read. */
    static @Nullable Kind of(String apiVersion, String word) {
        Kind kind = BY_WORD.get(word);
        if (kind == null) {
            return null;
        }
        String group = group(apiVersion);
        return group.equals(kind.group) || (kind.inExtensions && group.equals(EXTENSIONS)) ? kind : null;
    }

    /** The group of an API version: what stands before the slash; nothing for the core group. */
    static String group(String apiVersion) {
        int slash = apiVersion.indexOf('/');
        return slash < 0 ? "" : apiVersion.substring(0, slash);
    }

    /** The word used in manifests. */
    String word() {
        return word;
    }

    boolean isNamespaced() {
        return switch (this) {
            case NAMESPACE, NODE, CLUSTER_NETWORK_POLICY, ADMIN_NETWORK_POLICY, BASELINE_ADMIN_NETWORK_POLICY -> false;
            default -> true;
        };
    }

    boolean isPolicy() {
        return switch (this) {
            case NETWORK_POLICY, CLUSTER_NETWORK_POLICY, ADMIN_NETWORK_POLICY, BASELINE_ADMIN_NETWORK_POLICY -> true;
            default -> false;
        };
    }

    /** What is wrong with a name for this kind; empty if nothing is. */
    String nameProblem(String name) {
        return switch (this) {
            case NAMESPACE -> Names.dnsLabelProblem(name);
            case SERVICE -> Names.serviceProblem(name);
            default -> Names.dnsSubdomainProblem(name);
        };
    }
}

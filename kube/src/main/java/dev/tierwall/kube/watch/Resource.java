package dev.tierwall.kube.watch;

/** A kind of object that is listed, and where an API server keeps it. */
enum Resource {
    NAMESPACES("Namespace", "namespaces", "", "v1", Need.ESSENTIAL),
    PODS("Pod", "pods", "", "v1", Need.ESSENTIAL),
    NODES("Node", "nodes", "", "v1", Need.HELPFUL),
    SERVICES("Service", "services", "", "v1", Need.HELPFUL),
    REPLICATION_CONTROLLERS("ReplicationController", "replicationcontrollers", "", "v1", Need.HELPFUL),
    DEPLOYMENTS("Deployment", "deployments", "apps", "v1", Need.HELPFUL),
    REPLICA_SETS("ReplicaSet", "replicasets", "apps", "v1", Need.HELPFUL),
    STATEFUL_SETS("StatefulSet", "statefulsets", "apps", "v1", Need.HELPFUL),
    DAEMON_SETS("DaemonSet", "daemonsets", "apps", "v1", Need.HELPFUL),
    JOBS("Job", "jobs", "batch", "v1", Need.HELPFUL),
    CRON_JOBS("CronJob", "cronjobs", "batch", "v1", Need.HELPFUL),
    ENDPOINT_SLICES("EndpointSlice", "endpointslices", "discovery.k8s.io", "v1", Need.HELPFUL),
    INGRESSES("Ingress", "ingresses", "networking.k8s.io", "v1", Need.HELPFUL),
    NETWORK_POLICIES("NetworkPolicy", "networkpolicies", "networking.k8s.io", "v1", Need.ESSENTIAL),
    CLUSTER_NETWORK_POLICIES(
            "ClusterNetworkPolicy", "clusternetworkpolicies", "policy.networking.k8s.io", "v1alpha2", Need.ESSENTIAL),
    ADMIN_NETWORK_POLICIES(
            "AdminNetworkPolicy", "adminnetworkpolicies", "policy.networking.k8s.io", "v1alpha1", Need.ESSENTIAL),
    BASELINE_ADMIN_NETWORK_POLICIES(
            "BaselineAdminNetworkPolicy",
            "baselineadminnetworkpolicies",
            "policy.networking.k8s.io",
            "v1alpha1",
            Need.ESSENTIAL),
    GATEWAYS("Gateway", "gateways", "gateway.networking.k8s.io", "v1", Need.HELPFUL),
    HTTP_ROUTES("HTTPRoute", "httproutes", "gateway.networking.k8s.io", "v1", Need.HELPFUL),
    GRPC_ROUTES("GRPCRoute", "grpcroutes", "gateway.networking.k8s.io", "v1", Need.HELPFUL),
    TCP_ROUTES("TCPRoute", "tcproutes", "gateway.networking.k8s.io", "v1alpha2", Need.HELPFUL);

    /** What becomes of the answers where a kind cannot be read. */
    enum Need {
        /** Verdicts may be wrong. */
        ESSENTIAL,
        /** Verdicts about pods hold; reports may lack something, or group it differently. */
        HELPFUL
    }

    private final String kind;
    private final String plural;
    private final String group;
    private final String version;
    private final Need need;

    Resource(String kind, String plural, String group, String version, Need need) {
        this.kind = kind;
        this.plural = plural;
        this.group = group;
        this.version = version;
        this.need = need;
    }

    String kind() {
        return kind;
    }

    /** The name in paths and in RBAC rules. */
    String plural() {
        return plural;
    }

    /** The API group; empty for the core group. */
    String group() {
        return group;
    }

    /** The version that is asked for where the server does not say which it has. */
    String version() {
        return version;
    }

    Need need() {
        return need;
    }

    /** Whether every API server has it; others have it if somebody installed it. */
    boolean isBuiltIn() {
        return !group.equals("policy.networking.k8s.io") && !group.equals("gateway.networking.k8s.io");
    }

    boolean isNamespaced() {
        return switch (this) {
            case NAMESPACES, NODES, CLUSTER_NETWORK_POLICIES, ADMIN_NETWORK_POLICIES, BASELINE_ADMIN_NETWORK_POLICIES ->
                false;
            default -> true;
        };
    }

    /** The {@code apiVersion} of its objects in a version. */
    String apiVersion(String inVersion) {
        return group.isEmpty() ? inVersion : group + "/" + inVersion;
    }

    /** The path of all of them in the cluster. */
    String path(String inVersion) {
        return root() + inVersion + "/" + plural;
    }

    /** The path of all of them in a namespace. */
    String path(String inVersion, String namespace) {
        return root() + inVersion + "/namespaces/" + namespace + "/" + plural;
    }

    private String root() {
        return group.isEmpty() ? "/api/" : "/apis/" + group + "/";
    }
}

package dev.tierwall.lab.store;

/**
 * Where objects of one kind are kept, whatever the version they are spoken of in.
 *
 * @param group the API group; empty for the core group
 * @param resource the plural
 */
public record GroupResource(String group, String resource) {

    public static final GroupResource PODS = core("pods");
    public static final GroupResource NAMESPACES = core("namespaces");
    public static final GroupResource NODES = core("nodes");
    public static final GroupResource SERVICES = core("services");
    public static final GroupResource ENDPOINTS = core("endpoints");
    public static final GroupResource CONFIG_MAPS = core("configmaps");
    public static final GroupResource SECRETS = core("secrets");
    public static final GroupResource SERVICE_ACCOUNTS = core("serviceaccounts");
    public static final GroupResource EVENTS = core("events");
    public static final GroupResource ENDPOINT_SLICES = new GroupResource("discovery.k8s.io", "endpointslices");
    public static final GroupResource CUSTOM_RESOURCE_DEFINITIONS =
            new GroupResource("apiextensions.k8s.io", "customresourcedefinitions");

    public static GroupResource core(String resource) {
        return new GroupResource("", resource);
    }

    /** An object of this kind; without a namespace if its kind has none. */
    public StoreKey key(String namespace, String name) {
        return new StoreKey(this, namespace, name);
    }

    /** As the API server names it in its messages: {@code deployments.apps}. */
    @Override
    public String toString() {
        return group.isEmpty() ? resource : resource + "." + group;
    }
}

package dev.tierwall.bench;

/**
 * How large a generated cluster is.
 *
 * @param workloads how many workloads; about twenty stand in each namespace
 * @param policies how many policies
 * @param podsEach how many running pods each workload has; with 0 workloads are templates, as in manifests
 */
public record ClusterSize(int workloads, int policies, int podsEach) {

    /** How many workloads share a namespace. */
    static final int PER_NAMESPACE = 20;

    public ClusterSize {
        if (workloads < 1 || policies < 0 || podsEach < 0 || podsEach > 250) {
            throw new IllegalArgumentException("no such cluster: " + workloads + " workloads, " + policies
                    + " policies, " + podsEach + " pods each");
        }
    }

    /** How many namespaces the workloads are spread over. */
    int namespaces() {
        return Math.max(2, (workloads + PER_NAMESPACE - 1) / PER_NAMESPACE);
    }

    /** {@code 500-300}, or {@code 500x10-300} with ten pods each. */
    @Override
    public String toString() {
        return workloads + (podsEach == 0 ? "" : "x" + podsEach) + "-" + policies;
    }
}

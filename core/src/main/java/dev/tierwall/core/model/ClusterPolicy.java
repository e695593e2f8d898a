package dev.tierwall.core.model;

import dev.tierwall.core.label.Selector;
import java.util.List;

/**
 * A cluster-wide policy: ClusterNetworkPolicy, AdminNetworkPolicy or BaselineAdminNetworkPolicy, told apart by the kind
 * of the key alone.
 *
 * @param key its identity; it has no namespace
 * @param tier {@code ADMIN} or {@code BASELINE}
 * @param priority its place in the tier, lower first, from 0 to 1000
 * @param subjectNamespaces the namespaces whose pods it is about
 * @param subjectPods the pods in these namespaces that it is about
 * @param ingress its ingress rules; the first match counts
 * @param egress its egress rules; the first match counts
 * @param location where it was read
 */
public record ClusterPolicy(
        ObjectKey key,
        Tier tier,
        int priority,
        Selector subjectNamespaces,
        Selector subjectPods,
        List<Rule> ingress,
        List<Rule> egress,
        Location location)
        implements Policy {

    public static final String KIND = "ClusterNetworkPolicy";
    public static final String ADMIN_KIND = "AdminNetworkPolicy";
    public static final String BASELINE_KIND = "BaselineAdminNetworkPolicy";

    public ClusterPolicy {
        if (tier != Tier.ADMIN && tier != Tier.BASELINE) {
            throw new IllegalArgumentException("no cluster-wide policy is in tier " + tier.label());
        }
        ingress = List.copyOf(ingress);
        egress = List.copyOf(egress);
    }

    @Override
    public List<Rule> rules(Direction direction) {
        return direction == Direction.INGRESS ? ingress : egress;
    }
}

package dev.tierwall.core.model;

import dev.tierwall.core.label.Selector;
import java.util.List;
import java.util.Set;

/**
 * A NetworkPolicy of {@code networking.k8s.io/v1}.
 *
 * @param key its identity; its namespace is that of its subjects
 * @param subject the pods of the namespace that it isolates
 * @param types the directions that it isolates them for, defaults applied
 * @param ingress its ingress rules; without effect unless {@code types} has that direction
 * @param egress its egress rules; without effect unless {@code types} has that direction
 * @param valid false if the API server would refuse it: then it isolates its subjects and none of its rules counts
 * @param location where it was read
 */
public record NetworkPolicy(
        ObjectKey key,
        Selector subject,
        Set<Direction> types,
        List<Rule> ingress,
        List<Rule> egress,
        boolean valid,
        Location location)
        implements Policy {

    public static final String KIND = "NetworkPolicy";

    public NetworkPolicy {
        types = Set.copyOf(types);
        ingress = List.copyOf(ingress);
        egress = List.copyOf(egress);
    }

    @Override
    public List<Rule> rules(Direction direction) {
        return direction == Direction.INGRESS ? ingress : egress;
    }

    @Override
    public Tier tier() {
        return Tier.NETWORK_POLICY;
    }
}

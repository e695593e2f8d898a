package dev.tierwall.core.random;

import dev.tierwall.core.label.Requirement;
import dev.tierwall.core.label.Selector;
import dev.tierwall.core.model.ClusterPolicy;
import dev.tierwall.core.model.Direction;
import dev.tierwall.core.model.Location;
import dev.tierwall.core.model.NetworkPolicy;
import dev.tierwall.core.model.ObjectKey;
import dev.tierwall.core.model.Policy;
import dev.tierwall.core.model.Policy.Action;
import dev.tierwall.core.model.Policy.Rule;
import dev.tierwall.core.model.Policy.Tier;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * Random policies of every kind.
 *
 * @param dice what decides
 */
record RandomPolicies(Dice dice) {

    private static final List<Integer> PRIORITIES = List.of(0, 5, 5, 6, 1000);

    ObjectKey key() {
        int number = 1 + dice.below(4);
        return switch (dice.below(8)) {
            case 0, 1, 2, 3 -> new ObjectKey(NetworkPolicy.KIND, dice.pick(Pools.NAMESPACES), "np" + number);
            case 4, 5 -> new ObjectKey(ClusterPolicy.KIND, "", "cp" + number);
            case 6 -> new ObjectKey(ClusterPolicy.ADMIN_KIND, "", "cp" + number);
            default -> new ObjectKey(ClusterPolicy.BASELINE_KIND, "", "default");
        };
    }

    Policy policy(ObjectKey key) {
        return key.kind().equals(NetworkPolicy.KIND) ? networkPolicy(key) : clusterPolicy(key);
    }

    private NetworkPolicy networkPolicy(ObjectKey key) {
        Set<Direction> types = EnumSet.of(dice.pick(List.of(Direction.values())));
        if (dice.oneIn(2)) {
            types.add(dice.pick(List.of(Direction.values())));
        }
        return new NetworkPolicy(
                key,
                selector(),
                types,
                networkRules(key.namespace()),
                networkRules(key.namespace()),
                !dice.oneIn(25),
                place());
    }

    private List<Rule> networkRules(String namespace) {
        RandomMatches matches = new RandomMatches(dice);
        List<Rule> rules = new ArrayList<>();
        for (int i = dice.below(4); i > 0; i--) {
            rules.add(new Rule(
                    "", Action.ACCEPT, matches.networkPeers(namespace), matches.ports(false), understood(), place()));
        }
        return rules;
    }

    private ClusterPolicy clusterPolicy(ObjectKey key) {
        Tier tier = switch (key.kind()) {
            case ClusterPolicy.ADMIN_KIND -> Tier.ADMIN;
            case ClusterPolicy.BASELINE_KIND -> Tier.BASELINE;
            default -> dice.pick(List.of(Tier.ADMIN, Tier.BASELINE));
        };
        return new ClusterPolicy(
                key,
                tier,
                key.kind().equals(ClusterPolicy.BASELINE_KIND) ? 0 : dice.pick(PRIORITIES),
                selector(),
                dice.oneIn(2) ? Selector.EVERYTHING : selector(),
                clusterRules(Direction.INGRESS, key.kind()),
                clusterRules(Direction.EGRESS, key.kind()),
                place());
    }

    /** The baseline of the older API knows neither Pass nor names. */
    private List<Rule> clusterRules(Direction direction, String kind) {
        boolean baseline = kind.equals(ClusterPolicy.BASELINE_KIND);
        List<Action> actions = baseline ? List.of(Action.ACCEPT, Action.DENY) : List.of(Action.values());
        RandomMatches matches = new RandomMatches(dice);
        List<Rule> rules = new ArrayList<>();
        for (int i = dice.below(5); i > 0; i--) {
            Action action = dice.pick(actions);
            rules.add(new Rule(
                    dice.oneIn(2) ? "" : "rule-" + i,
                    action,
                    matches.clusterPeers(direction, action == Action.ACCEPT && !baseline),
                    matches.ports(true),
                    understood(),
                    place()));
        }
        return rules;
    }

    private boolean understood() {
        return !dice.oneIn(25);
    }

    /** A selector that few, many or all labels match. */
    Selector selector() {
        List<Requirement> requirements = new ArrayList<>();
        for (int i = Math.max(0, dice.below(6) - 3); i > 0; i--) {
            String key = dice.pick(Pools.KEYS);
            Requirement.Operator operator =
                    dice.oneIn(3) ? Requirement.Operator.IN : dice.pick(List.of(Requirement.Operator.values()));
            List<String> values = new ArrayList<>();
            if (operator == Requirement.Operator.IN || operator == Requirement.Operator.NOT_IN) {
                values.add(dice.pick(Pools.VALUES));
                values.addAll(dice.some(Pools.VALUES, 2));
            }
            requirements.add(new Requirement(key, operator, values));
        }
        return new Selector(requirements);
    }

    private Location place() {
        return new Location("random.yaml", 1 + dice.below(3), 1);
    }
}

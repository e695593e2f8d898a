package dev.tierwall.lab.control;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tierwall.lab.store.GroupResource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * One step from old ReplicaSets to the newest: never more pods than are allowed beyond those wanted, never fewer available
 * than allowed.
 */
record Rollout(Cluster cluster, ObjectNode deployment, ObjectNode newest, List<ObjectNode> old) {

    private static final GroupResource SETS = new GroupResource("apps", "replicasets");

    void step(boolean paused) {
        int wanted = deployment.at("/spec/replicas").asInt(1);
        boolean recreate = deployment.at("/spec/strategy/type").asText("").equals("Recreate");
        if (paused) {
            if (old.stream().allMatch(set -> replicas(set) == 0)) {
                scale(newest, Math.min(wanted, Math.max(wanted, replicas(newest))));
            }
        } else if (recreate) {
            old.forEach(set -> scale(set, 0));
            if (old.stream().allMatch(set -> set.at("/status/replicas").asInt(0) == 0 && podsOf(set) == 0)) {
                scale(newest, wanted);
            }
        } else {
            roll(wanted);
        }
    }

    /** How many pods a set still has, those that are leaving among them. */
    private int podsOf(ObjectNode set) {
        String namespace = set.at("/metadata/namespace").asText();
        return Owners.ownedBy(set, cluster.list(GroupResource.PODS, namespace)).size();
    }

    private void roll(int wanted) {
        JsonNode strategy = deployment.at("/spec/strategy/rollingUpdate");
        int surge = number(strategy.path("maxSurge"), wanted, true);
        int unavailable = number(strategy.path("maxUnavailable"), wanted, false);
        if (surge == 0 && unavailable == 0) {
            unavailable = 1;
        }
        int all = replicas(newest) + old.stream().mapToInt(Rollout::replicas).sum();
        int room = wanted + surge - all;
        int goal = replicas(newest);
        if (goal > wanted) {
            goal = wanted;
        } else if (room > 0) {
            goal = Math.min(wanted, goal + room);
        }
        scale(newest, goal);
        int available = newest.at("/status/availableReplicas").asInt(0)
                + old.stream()
                        .mapToInt(set -> set.at("/status/availableReplicas").asInt(0))
                        .sum();
        shrink(available - (wanted - unavailable), wanted);
    }

    /** Takes pods from old sets: those that serve nobody first, then as many as can be spared. */
    private void shrink(int spare, int wanted) {
        List<ObjectNode> sets = new ArrayList<>(old);
        sets.sort(Comparator.comparing(
                set -> set.at("/metadata/creationTimestamp").asText()));
        int left = spare;
        for (ObjectNode set : sets) {
            int useless = replicas(set) - set.at("/status/availableReplicas").asInt(0);
            int going = Math.min(
                    replicas(set),
                    Math.max(0, useless) + Math.max(0, Math.min(left, replicas(set) - Math.max(0, useless))));
            left -= Math.max(0, going - Math.max(0, useless));
            scale(set, wanted == 0 ? 0 : replicas(set) - going);
        }
    }

    private static int replicas(ObjectNode set) {
        return set.at("/spec/replicas").asInt(0);
    }

    private void scale(ObjectNode set, int replicas) {
        if (replicas(set) != replicas) {
            cluster.edit(Cluster.key(SETS, set), it -> it.withObject("/spec").put("replicas", replicas));
        }
    }

    /** A number, or a share of those wanted in percent; a quarter if nothing is said. */
    static int number(JsonNode value, int of, boolean up) {
        if (value.isNumber()) {
            return value.asInt();
        }
        String text = value.asText("25%").replace("%", "");
        int percent = text.matches("[0-9]{1,4}") ? Integer.parseInt(text) : 25;
        return up ? (of * percent + 99) / 100 : of * percent / 100;
    }
}

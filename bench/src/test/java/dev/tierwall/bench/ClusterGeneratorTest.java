package dev.tierwall.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tierwall.core.model.ClusterObject;
import dev.tierwall.core.model.Direction;
import dev.tierwall.core.model.Pod;
import dev.tierwall.core.model.Policy;
import dev.tierwall.core.model.Snapshot;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ClusterGeneratorTest {

    @Test
    void makesAsManyWorkloadsAndPoliciesAsAskedFor() {
        Snapshot cluster = Snapshot.of(generate(new ClusterSize(500, 300, 0), 1));
        assertThat(cluster.pods().size()).isEqualTo(500);
        assertThat(cluster.policies().size()).isEqualTo(300);
        assertThat(cluster.namespaces().size()).isEqualTo(26);
    }

    @Test
    void podsOfOneWorkloadShareTheirOwner() {
        Snapshot cluster = Snapshot.of(generate(new ClusterSize(40, 10, 3), 1));
        assertThat(cluster.pods().size()).isEqualTo(120);
        assertThat(workloads(cluster)).hasSize(40);
    }

    @Test
    void theSameSeedGivesTheSameClusterAndAnotherSeedAnother() {
        ClusterSize size = new ClusterSize(60, 60, 1);
        assertThat(generate(size, 4)).isEqualTo(generate(size, 4)).isNotEqualTo(generate(size, 5));
    }

    @Test
    void mostPoliciesHaveRules() {
        Snapshot cluster = Snapshot.of(generate(new ClusterSize(200, 200, 0), 3));
        int empty = 0;
        for (Policy policy : cluster.policies().values()) {
            boolean open = !policy.rules(Direction.INGRESS).isEmpty()
                    || !policy.rules(Direction.EGRESS).isEmpty();
            empty += open ? 0 : 1;
        }
        assertThat(empty).isBetween(1, 20);
    }

    private static List<String> workloads(Snapshot cluster) {
        List<String> names = new ArrayList<>();
        for (Pod pod : cluster.pods().values()) {
            names.add(pod.workload().toString());
        }
        return names.stream().distinct().toList();
    }

    private static List<ClusterObject> generate(ClusterSize size, long seed) {
        return new ClusterGenerator(size, seed).objects();
    }
}

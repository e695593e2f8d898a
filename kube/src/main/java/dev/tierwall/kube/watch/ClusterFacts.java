package dev.tierwall.kube.watch;

import dev.tierwall.core.model.Finding;
import dev.tierwall.core.model.Snapshot;
import java.util.List;

/**
 * What was read of a live cluster.
 *
 * @param snapshot its facts
 * @param findings what could not be read, and what is wrong with what was
 */
public record ClusterFacts(Snapshot snapshot, List<Finding> findings) {

    public ClusterFacts {
        findings = List.copyOf(findings);
    }
}

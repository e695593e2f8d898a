package dev.tierwall.kube.manifest;

import dev.tierwall.core.model.ClusterObject;
import dev.tierwall.core.model.Finding;
import dev.tierwall.core.model.Snapshot;
import java.util.List;

/**
 * What was read from manifests.
 *
 * @param objects the facts, in the order of the sources; of several with one key the last counts
 * @param findings what a person should know about the sources, in the order of the sources and their lines
 */
public record Reading(List<ClusterObject> objects, List<Finding> findings) {

    public Reading {
        objects = List.copyOf(objects);
        findings = List.copyOf(findings);
    }

    /** Whether something could not be read, or would be refused by the API server. */
    public boolean hasErrors() {
        return findings.stream().anyMatch(finding -> finding.severity() == Finding.Severity.ERROR);
    }

    /** The facts as a cluster of their own. */
    public Snapshot snapshot() {
        return Snapshot.of(objects);
    }
}

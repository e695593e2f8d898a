package dev.tierwall.kube.manifest;

import dev.tierwall.core.model.ClusterObject;
import dev.tierwall.core.model.Finding;
import java.util.ArrayList;
import java.util.List;

/**
 * What one piece of work read.
 *
 * @param objects the facts
 * @param files what each file of the piece was found to be, in order
 */
record Part(List<ClusterObject> objects, List<OfFile> files) {

    /**
     * What was found in one file, or in one block of it.
     *
     * @param name the file's name
     * @param objects how many Kubernetes objects it has, those that are not read included
     * @param findings what is wrong with it
     */
    record OfFile(String name, int objects, List<Finding> findings) {}

    static Part empty() {
        return new Part(new ArrayList<>(), new ArrayList<>());
    }
}

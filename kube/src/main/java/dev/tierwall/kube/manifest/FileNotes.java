package dev.tierwall.kube.manifest;

import dev.tierwall.core.model.Finding;
import dev.tierwall.core.model.Finding.Severity;
import dev.tierwall.core.model.Location;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Puts together what was found in each file, and says of files without any object that they have none. */
final class FileNotes {

    private final Map<String, List<Finding>> findings = new LinkedHashMap<>();
    private final Map<String, Integer> objects = new LinkedHashMap<>();

    void add(Part.OfFile file) {
        findings.computeIfAbsent(file.name(), name -> new ArrayList<>()).addAll(file.findings());
        objects.merge(file.name(), file.objects(), Integer::sum);
    }

    /** All findings, file by file, each file's in the order of its lines. */
    List<Finding> findings() {
        List<Finding> all = new ArrayList<>();
        findings.forEach((name, ofFile) -> {
            if (ofFile.isEmpty() && objects.getOrDefault(name, 0) == 0) {
                all.add(new Finding(
                        Severity.NOTE, new Location(name, 0, 0), "not read: there is no Kubernetes object in it", ""));
            }
            ofFile.sort(Comparator.naturalOrder());
            all.addAll(ofFile);
        });
        return all;
    }
}

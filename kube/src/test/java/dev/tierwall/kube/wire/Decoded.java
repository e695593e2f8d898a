package dev.tierwall.kube.wire;

import dev.tierwall.core.model.ClusterObject;
import dev.tierwall.kube.tree.Block;
import dev.tierwall.kube.tree.Documents;
import dev.tierwall.kube.tree.Problems;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Reads a manifest text for tests. */
final class Decoded {

    final List<ClusterObject> objects = new ArrayList<>();
    final Problems problems = new Problems("f.yaml");

    static Decoded of(String text) {
        Decoded decoded = new Decoded();
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        ObjectReader reader = new ObjectReader(decoded.problems, "default", decoded.objects::add);
        new Documents(reader, decoded.problems).read(new Block(bytes, 0, bytes.length, 1));
        return decoded;
    }

    /** The findings without the file's name. */
    List<String> findings() {
        return problems.findings().stream()
                .map(finding -> finding.toString().substring("f.yaml:".length()))
                .toList();
    }

    ClusterObject only() {
        if (objects.size() != 1) {
            throw new AssertionError("not one object: " + objects);
        }
        return objects.get(0);
    }
}

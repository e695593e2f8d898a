package dev.tierwall.kube.access;

import dev.tierwall.core.model.Finding;
import dev.tierwall.kube.tree.Block;
import dev.tierwall.kube.tree.Documents;
import dev.tierwall.kube.tree.Node;
import dev.tierwall.kube.tree.Problems;
import dev.tierwall.kube.tree.TreeSink;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Reads the one document of a kubeconfig file, or of a credential plug-in's answer. */
final class ConfigFile {

    private ConfigFile() {}

    static ConfigEntry read(Path file) throws ClusterException {
        return parse(LocalFiles.bytes(file, "kubeconfig"), file, file.toString());
    }

    /**
     * Reads a document.
     *
     * @param bytes the document; empty is as good as an empty mapping
     * @param file the file that relative paths count from
     * @param name what messages call it
     */
    static ConfigEntry parse(byte[] bytes, Path file, String name) throws ClusterException {
        Problems problems = new Problems(name);
        List<Node> roots = new ArrayList<>();
        new Documents(new Roots(roots), problems).read(new Block(bytes, 0, bytes.length, 1));
        for (Finding finding : problems.findings()) {
            if (finding.severity() == Finding.Severity.ERROR) {
                throw new ClusterException(finding.toString());
            }
        }
        if (roots.isEmpty() || roots.getFirst() instanceof Node.Null) {
            return new ConfigEntry(file, new Node.Mapping(List.of(), 0, 0));
        }
        if (!(roots.getFirst() instanceof Node.Mapping mapping)) {
            throw new ClusterException(name + " is " + roots.getFirst().kind() + " where a mapping is wanted");
        }
        return new ConfigEntry(file, mapping);
    }

    /** Keeps whole documents; what has a list called {@code items} is none of ours, so its items are let go. */
    private record Roots(List<Node> roots) implements TreeSink {
        @Override
        public void item(Node.Mapping head, Node item) {}

        @Override
        public void document(Node root, boolean complete) {
            roots.add(root);
        }
    }
}

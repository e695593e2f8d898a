package dev.tierwall.kube.watch;

import dev.tierwall.kube.access.ApiServer;
import dev.tierwall.kube.access.ClusterException;
import dev.tierwall.kube.tree.JsonReader;
import dev.tierwall.kube.tree.Node;
import dev.tierwall.kube.tree.Problems;
import dev.tierwall.kube.tree.TreeSink;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Which of the kinds that not every cluster has this one has, and in which version. It has to be asked: a user without
 * rights is told "forbidden" for kinds that were never installed.
 */
final class Discovery {

    private final ApiServer server;

    /** The versions of each API group, the preferred one first; null if the server does not tell. */
    private final @Nullable Map<String, List<String>> groups;

    Discovery(ApiServer server) throws ClusterException {
        this.server = server;
        this.groups = document("/apis").map(Discovery::versions).orElse(null);
    }

    /** The version in which the server has this kind; empty if it has none. */
    Optional<String> version(Resource resource) throws ClusterException {
        if (resource.isBuiltIn() || groups == null) {
            return Optional.of(resource.version());
        }
        List<String> versions = new ArrayList<>(groups.getOrDefault(resource.group(), List.of()));
        if (versions.remove(resource.version())) {
            versions.addFirst(resource.version());
        }
        for (String version : versions) {
            Optional<Node.Mapping> kinds = document("/apis/" + resource.group() + "/" + version);
            boolean has = kinds.map(document -> names(document, "resources").contains(resource.plural()))
                    .orElse(version.equals(resource.version()));
            if (has) {
                return Optional.of(version);
            }
        }
        return Optional.empty();
    }

    private static Map<String, List<String>> versions(Node.Mapping document) {
        Map<String, List<String>> groups = new LinkedHashMap<>();
        for (Node.Mapping group : mappings(document, "groups")) {
            List<String> versions = new ArrayList<>();
            if (group.get("preferredVersion") instanceof Node.Mapping preferred && preferred.text("version") != null) {
                versions.add(preferred.text("version"));
            }
            for (Node.Mapping version : mappings(group, "versions")) {
                String name = version.text("version");
                if (name != null && !versions.contains(name)) {
                    versions.add(name);
                }
            }
            String name = group.text("name");
            groups.put(name == null ? "" : name, versions);
        }
        return groups;
    }

    private static List<String> names(Node.Mapping document, String list) {
        List<String> names = new ArrayList<>();
        for (Node.Mapping entry : mappings(document, list)) {
            String name = entry.text("name");
            if (name != null) {
                names.add(name);
            }
        }
        return names;
    }

    private static List<Node.Mapping> mappings(Node.Mapping document, String list) {
        List<Node.Mapping> mappings = new ArrayList<>();
        if (document.get(list) instanceof Node.Sequence entries) {
            for (Node entry : entries.items()) {
                if (entry instanceof Node.Mapping mapping) {
                    mappings.add(mapping);
                }
            }
        }
        return mappings;
    }

    /** The document at a path; empty if there is none, or this user may not see it. */
    private Optional<Node.Mapping> document(String path) throws ClusterException {
        return server.get(path, "application/json", answer -> answer.isSuccess() ? root(answer) : Optional.empty());
    }

    private Optional<Node.Mapping> root(ApiServer.Answer answer) throws IOException {
        List<Node.Mapping> roots = new ArrayList<>();
        TreeSink sink = new TreeSink() {
            @Override
            public void item(Node.Mapping head, Node item) {}

            @Override
            public void document(Node root, boolean complete) {
                if (root instanceof Node.Mapping mapping) {
                    roots.add(mapping);
                }
            }
        };
        JsonReader.read(answer.body(), sink, new Problems(server.access().label()));
        return roots.stream().findFirst();
    }
}

package dev.tierwall.bench;

import dev.tierwall.core.label.Labels;
import dev.tierwall.core.model.ClusterObject;
import dev.tierwall.core.model.ClusterPolicy;
import dev.tierwall.core.model.Namespace;
import dev.tierwall.core.model.NetworkPolicy;
import dev.tierwall.core.model.Node;
import dev.tierwall.core.model.ObjectKey;
import dev.tierwall.core.model.Pod;
import dev.tierwall.core.net.Address;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Writes a generated cluster as manifests: a file for each namespace, and one for what has no namespace. */
public final class Manifests {

    private Manifests() {}

    /** Writes the files into a folder, which is made if it is not there. */
    public static void write(List<ClusterObject> objects, Path folder) throws IOException {
        Map<String, StringBuilder> files = new LinkedHashMap<>();
        for (ClusterObject object : objects) {
            String home = object instanceof Namespace
                    ? object.key().name()
                    : object.key().namespace();
            String file = (home.isEmpty() ? "cluster" : home) + ".yaml";
            BlockYaml.document(tree(object), files.computeIfAbsent(file, name -> new StringBuilder()));
        }
        Files.createDirectories(folder);
        for (Map.Entry<String, StringBuilder> file : files.entrySet()) {
            Files.writeString(folder.resolve(file.getKey()), file.getValue());
        }
    }

    private static Map<String, Object> tree(ClusterObject object) {
        return switch (object) {
            case Namespace namespace ->
                head("v1", namespace.key(), namespace.labels().only(key -> !key.equals(Namespace.NAME_LABEL)));
            case Node node -> node(node);
            case Pod pod when pod.isTemplate() -> workload(pod);
            case Pod pod -> pod(pod);
            case NetworkPolicy policy -> PolicyManifests.networkPolicy(policy);
            case ClusterPolicy policy -> PolicyManifests.clusterPolicy(policy);
            default -> throw new IllegalArgumentException("never generated: " + object.key());
        };
    }

    /** The fields that every object has. */
    static Map<String, Object> head(String apiVersion, ObjectKey key, Labels labels) {
        Map<String, Object> metadata = new LinkedHashMap<>();
        metadata.put("name", key.name());
        if (!key.namespace().isEmpty()) {
            metadata.put("namespace", key.namespace());
        }
        if (labels.size() > 0) {
            metadata.put("labels", labels.asMap());
        }
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("apiVersion", apiVersion);
        tree.put("kind", key.kind());
        tree.put("metadata", metadata);
        return tree;
    }

    private static Map<String, Object> node(Node node) {
        Map<String, Object> tree = head("v1", node.key(), node.labels());
        List<String> blocks =
                node.podCidrs().stream().map(block -> block.toString()).toList();
        tree.put("spec", Map.of("podCIDRs", blocks));
        List<Object> addresses = new ArrayList<>();
        for (Address address : node.addresses()) {
            Map<String, Object> entry = new LinkedHashMap<>();
            entry.put("type", "InternalIP");
            entry.put("address", address.toString());
            addresses.add(entry);
        }
        tree.put("status", Map.of("addresses", addresses));
        return tree;
    }

    private static Map<String, Object> workload(Pod template) {
        Map<String, Object> pod = new LinkedHashMap<>();
        pod.put("metadata", Map.of("labels", template.labels().asMap()));
        pod.put("spec", podSpec(template));
        Map<String, Object> spec = new LinkedHashMap<>();
        spec.put("replicas", 2);
        spec.put("selector", Map.of("matchLabels", template.labels().asMap()));
        spec.put("template", pod);
        Map<String, Object> tree = head("apps/v1", template.key(), Labels.NONE);
        tree.put("spec", spec);
        return tree;
    }

    private static Map<String, Object> pod(Pod pod) {
        Map<String, Object> owner = new LinkedHashMap<>();
        owner.put("apiVersion", "apps/v1");
        owner.put("kind", pod.workload().kind());
        owner.put("name", pod.workload().name());
        owner.put("uid", "00000000-0000-0000-0000-000000000000");
        owner.put("controller", true);
        Map<String, Object> tree = head("v1", pod.key(), pod.labels());
        if (tree.get("metadata") instanceof Map<?, ?> metadata) {
            Map<String, Object> more = new LinkedHashMap<>();
            metadata.forEach((key, value) -> more.put(key.toString(), value));
            more.put("ownerReferences", List.of(owner));
            tree.put("metadata", more);
        }
        tree.put("spec", podSpec(pod));
        List<Object> addresses = new ArrayList<>();
        pod.addresses().forEach(address -> addresses.add(Map.of("ip", address.toString())));
        Map<String, Object> status = new LinkedHashMap<>();
        status.put("phase", "Running");
        status.put("podIP", pod.addresses().getFirst().toString());
        status.put("podIPs", addresses);
        tree.put("status", status);
        return tree;
    }

    private static Map<String, Object> podSpec(Pod pod) {
        List<Object> ports = new ArrayList<>();
        for (Pod.ContainerPort port : pod.ports()) {
            Map<String, Object> entry = new LinkedHashMap<>();
            entry.put("name", port.name());
            entry.put("containerPort", port.number());
            entry.put("protocol", port.protocol().name());
            ports.add(entry);
        }
        Map<String, Object> container = new LinkedHashMap<>();
        container.put("name", "main");
        container.put("image", "registry.example/" + pod.key().name());
        container.put("ports", ports);
        Map<String, Object> spec = new LinkedHashMap<>();
        pod.node().ifPresent(node -> spec.put("nodeName", node));
        spec.put("containers", List.of(container));
        return spec;
    }
}

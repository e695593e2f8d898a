package dev.tierwall.core.random;

import dev.tierwall.core.label.Labels;
import dev.tierwall.core.model.ClusterObject;
import dev.tierwall.core.model.ClusterPolicy;
import dev.tierwall.core.model.Direction;
import dev.tierwall.core.model.Namespace;
import dev.tierwall.core.model.NetworkPolicy;
import dev.tierwall.core.model.Node;
import dev.tierwall.core.model.ObjectKey;
import dev.tierwall.core.model.Pod;
import dev.tierwall.core.model.Service;
import dev.tierwall.core.model.Snapshot;
import dev.tierwall.core.net.Address;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Writes a snapshot as the manifests that it could have been read from. */
public final class ClusterText {

    private ClusterText() {}

    /** All namespaces, nodes, pods, Services and policies, in this order and by name. */
    public static String of(Snapshot snapshot) {
        return objects(snapshot).stream().map(ClusterText::of).collect(Collectors.joining("---\n"));
    }

    /** The objects that questions depend on, in a steady order. */
    public static List<ClusterObject> objects(Snapshot snapshot) {
        List<ClusterObject> objects = new ArrayList<>();
        for (Iterable<? extends ClusterObject> some : List.of(
                snapshot.namespaces().values(),
                snapshot.nodes().values(),
                snapshot.pods().values(),
                snapshot.services().values(),
                snapshot.policies().values())) {
            List<ClusterObject> sorted = new ArrayList<>();
            some.forEach(sorted::add);
            sorted.sort((one, other) -> one.key().compareTo(other.key()));
            objects.addAll(sorted);
        }
        return objects;
    }

    static String of(ClusterObject object) {
        return switch (object) {
            case Namespace namespace -> FlowText.document(namespace(namespace));
            case Node node -> FlowText.document(node(node));
            case Pod pod -> FlowText.document(pod(pod));
            case Service service -> FlowText.document(service(service));
            case NetworkPolicy policy ->
                (policy.valid() ? "" : "# refused by the API server: isolates, allows nothing\n")
                        + FlowText.document(PolicyText.networkPolicy(policy));
            case ClusterPolicy policy -> FlowText.document(PolicyText.clusterPolicy(policy));
            default -> throw new IllegalArgumentException("not part of a verdict: " + object.key());
        };
    }

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

    private static Map<String, Object> namespace(Namespace namespace) {
        return head("v1", namespace.key(), namespace.labels().only(key -> !key.equals(Namespace.NAME_LABEL)));
    }

    private static Map<String, Object> node(Node node) {
        Map<String, Object> tree = head("v1", node.key(), node.labels());
        List<Object> addresses = new ArrayList<>();
        for (Address address : node.addresses()) {
            addresses.add(Map.of("type", "InternalIP", "address", address.toString()));
        }
        tree.put("status", Map.of("addresses", addresses));
        return tree;
    }

    private static Map<String, Object> service(Service service) {
        Map<String, Object> spec = new LinkedHashMap<>();
        spec.put("type", service.type().label());
        service.selector().ifPresent(selector -> {
            Map<String, Object> labels = new LinkedHashMap<>();
            selector.requirements()
                    .forEach(label -> labels.put(label.key(), label.values().get(0)));
            spec.put("selector", labels);
        });
        List<Object> ports = new ArrayList<>();
        for (Service.Port port : service.ports()) {
            Map<String, Object> entry = new LinkedHashMap<>();
            entry.put("name", port.name());
            entry.put("port", port.number());
            entry.put("protocol", port.protocol().name());
            entry.put(
                    "targetPort",
                    switch (port.target()) {
                        case Service.Target.ByNumber(int number) -> number;
                        case Service.Target.ByName(String name) -> name;
                    });
            ports.add(entry);
        }
        spec.put("ports", ports);
        Map<String, Object> tree = head("v1", service.key(), service.labels());
        tree.put("spec", spec);
        return tree;
    }

    private static Map<String, Object> pod(Pod pod) {
        if (pod.isTemplate()) {
            Map<String, Object> tree = head("apps/v1", pod.key(), Labels.NONE);
            Map<String, Object> template = new LinkedHashMap<>();
            template.put("metadata", Map.of("labels", pod.labels().asMap()));
            template.put("spec", podSpec(pod));
            Map<String, Object> spec = new LinkedHashMap<>();
            spec.put("selector", Map.of("matchLabels", pod.labels().asMap()));
            spec.put("template", template);
            tree.put("spec", spec);
            return tree;
        }
        Map<String, Object> tree = head("v1", pod.key(), pod.labels());
        tree.put("spec", podSpec(pod));
        String phase = switch (pod.state()) {
            case RUNNING -> "Running";
            case WITHOUT_ADDRESS -> "Pending";
            case FINISHED -> "Succeeded";
        };
        List<Object> ips = new ArrayList<>();
        pod.addresses().forEach(address -> ips.add(Map.of("ip", address.toString())));
        if (!ips.isEmpty()) {
            tree.put("status", Map.of("phase", phase, "podIPs", ips));
        } else if (pod.state() != Pod.State.RUNNING) {
            tree.put("status", Map.of("phase", phase));
        }
        return tree;
    }

    private static Map<String, Object> podSpec(Pod pod) {
        Map<String, Object> spec = new LinkedHashMap<>();
        pod.node().ifPresent(node -> spec.put("nodeName", node));
        if (pod.hostNetwork()) {
            spec.put("hostNetwork", true);
        }
        List<Object> ports = new ArrayList<>();
        for (Pod.ContainerPort port : pod.ports()) {
            Map<String, Object> entry = new LinkedHashMap<>();
            if (!port.name().isEmpty()) {
                entry.put("name", port.name());
            }
            entry.put("containerPort", port.number());
            entry.put("protocol", port.protocol().name());
            ports.add(entry);
        }
        Map<String, Object> container = new LinkedHashMap<>();
        container.put("name", "main");
        container.put("image", "none");
        if (!ports.isEmpty()) {
            container.put("ports", ports);
        }
        spec.put("containers", List.of(container));
        return spec;
    }

    static List<Direction> sorted(Set<Direction> directions) {
        return directions.stream().sorted().toList();
    }
}

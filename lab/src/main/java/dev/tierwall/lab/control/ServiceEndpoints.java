package dev.tierwall.lab.control;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tierwall.lab.store.GroupResource;
import dev.tierwall.lab.store.StoreEvent;
import dev.tierwall.lab.store.StoreKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** Writes down which pods are behind each Service, as EndpointSlices and in the older form. */
final class ServiceEndpoints implements Controller {

    private static final String SERVICE_NAME = "kubernetes.io/service-name";

    private final Cluster cluster;

    ServiceEndpoints(Cluster cluster) {
        this.cluster = cluster;
    }

    @Override
    public Stream<StoreKey> concerned(StoreEvent event) {
        GroupResource resource = event.key().resource();
        if (resource.equals(GroupResource.SERVICES)) {
            return Stream.of(event.key());
        }
        if (!resource.equals(GroupResource.PODS)) {
            return Stream.empty();
        }
        return cluster.list(GroupResource.SERVICES, event.key().namespace()).stream()
                .filter(service -> selects(service, event.object()) || selects(service, event.before()))
                .map(service -> Cluster.key(GroupResource.SERVICES, service));
    }

    private static boolean selects(JsonNode service, JsonNode pod) {
        JsonNode selector = service.at("/spec/selector");
        return !selector.isEmpty()
                && selector.properties().stream()
                        .allMatch(label ->
                                pod.at("/metadata/labels").path(label.getKey()).equals(label.getValue()));
    }

    @Override
    public void reconcile(StoreKey key) {
        Optional<ObjectNode> service = cluster.get(key);
        if (service.isEmpty() || service.get().at("/spec/selector").isEmpty()) {
            return;
        }
        List<ObjectNode> pods = cluster.list(GroupResource.PODS, key.namespace()).stream()
                .filter(pod -> selects(service.get(), pod) && !Pods.isFinished(pod))
                .filter(pod -> !pod.at("/status/podIPs").isEmpty())
                .toList();
        for (String family : List.of("IPv4", "IPv6")) {
            boolean wanted = service.get()
                    .at("/spec/ipFamilies")
                    .valueStream()
                    .anyMatch(one -> one.asText().equals(family));
            slice(service.get(), family, wanted ? pods : List.of());
        }
        endpoints(service.get(), pods);
    }

    private static Optional<String> address(JsonNode pod, String family) {
        for (JsonNode ip : pod.at("/status/podIPs")) {
            if (ip.path("ip").asText().contains(":") == family.equals("IPv6")) {
                return Optional.of(ip.path("ip").asText());
            }
        }
        return Optional.empty();
    }

    /** The number that a Service's port leads to on a pod; 0 if the pod has no port of that name. */
    private static int target(JsonNode port, JsonNode pod) {
        JsonNode target = port.path("targetPort");
        if (target.isNumber()) {
            return target.asInt();
        }
        String protocol = port.path("protocol").asText("TCP");
        for (String containers : List.of("containers", "initContainers")) {
            for (JsonNode container : pod.at("/spec/" + containers)) {
                boolean counts = containers.equals("containers")
                        || container.path("restartPolicy").asText("").equals("Always");
                for (JsonNode declared : container.path("ports")) {
                    if (counts
                            && declared.path("name").asText("").equals(target.asText())
                            && declared.path("protocol").asText("TCP").equals(protocol)) {
                        return declared.path("containerPort").asInt();
                    }
                }
            }
        }
        return 0;
    }

    /** Pods where the Service's ports lead to the same numbers, and these numbers. */
    private static Map<List<Integer>, List<ObjectNode>> byTargets(ObjectNode service, List<ObjectNode> pods) {
        Map<List<Integer>, List<ObjectNode>> groups =
                new TreeMap<>((one, other) -> one.toString().compareTo(other.toString()));
        for (ObjectNode pod : pods) {
            List<Integer> targets = new ArrayList<>();
            service.at("/spec/ports").forEach(port -> targets.add(target(port, pod)));
            groups.computeIfAbsent(targets, numbers -> new ArrayList<>()).add(pod);
        }
        return groups;
    }

    private static void ports(ObjectNode service, List<Integer> targets, ArrayNode ports) {
        for (int i = 0; i < targets.size(); i++) {
            JsonNode port = service.at("/spec/ports").get(i);
            if (targets.get(i) > 0) {
                ObjectNode one = ports.addObject();
                one.put("name", port.path("name").asText(""));
                one.put("port", targets.get(i));
                one.put("protocol", port.path("protocol").asText("TCP"));
                if (port.hasNonNull("appProtocol")) {
                    one.set("appProtocol", port.get("appProtocol"));
                }
            }
        }
    }

    private void slice(ObjectNode service, String family, List<ObjectNode> pods) {
        String namespace = service.at("/metadata/namespace").asText();
        String base = service.at("/metadata/name").asText() + (family.equals("IPv6") ? "-6" : "-4");
        List<ObjectNode> old = Owners.ownedBy(service, cluster.list(GroupResource.ENDPOINT_SLICES, namespace)).stream()
                .filter(slice -> slice.path("addressType").asText().equals(family))
                .toList();
        List<String> kept = new ArrayList<>();
        Map<List<Integer>, List<ObjectNode>> groups = byTargets(
                service,
                pods.stream().filter(pod -> address(pod, family).isPresent()).toList());
        int number = 0;
        for (Map.Entry<List<Integer>, List<ObjectNode>> group : groups.entrySet()) {
            String name = base + "-" + Integer.toString(number++, Character.MAX_RADIX);
            kept.add(name);
            write(service, name, slice -> {
                slice.put("addressType", family);
                ArrayNode endpoints = slice.putArray("endpoints");
                group.getValue().forEach(pod -> endpoint(service, pod, family, endpoints.addObject()));
                ports(service, group.getKey(), slice.putArray("ports"));
            });
        }
        old.stream()
                .filter(slice -> !kept.contains(slice.at("/metadata/name").asText()))
                .forEach(slice -> cluster.delete(Cluster.key(GroupResource.ENDPOINT_SLICES, slice)));
    }

    private void write(ObjectNode service, String name, Consumer<ObjectNode> content) {
        String namespace = service.at("/metadata/namespace").asText();
        StoreKey key = GroupResource.ENDPOINT_SLICES.key(namespace, name);
        if (cluster.get(key).isPresent()) {
            cluster.edit(key, content);
            return;
        }
        ObjectNode slice = Cluster.object("discovery.k8s.io/v1", "EndpointSlice", namespace, name);
        slice.withObject("/metadata/labels")
                .put(SERVICE_NAME, service.at("/metadata/name").asText())
                .put("endpointslice.kubernetes.io/managed-by", "endpointslice-controller.k8s.io");
        Owners.own(service, slice);
        content.accept(slice);
        cluster.create(slice);
    }

    private static void endpoint(ObjectNode service, ObjectNode pod, String family, ObjectNode endpoint) {
        endpoint.putArray("addresses").add(address(pod, family).orElseThrow());
        boolean leaving = Pods.isLeaving(pod);
        boolean serving = Pods.isReady(pod);
        boolean always = service.at("/spec/publishNotReadyAddresses").asBoolean(false);
        endpoint.putObject("conditions")
                .put("ready", (serving && !leaving) || always)
                .put("serving", serving || always)
                .put("terminating", leaving);
        String host = pod.at("/spec/hostname").asText("");
        boolean named = !host.isEmpty()
                && pod.at("/spec/subdomain")
                        .asText("")
                        .equals(service.at("/metadata/name").asText());
        if (named) {
            endpoint.put("hostname", host);
        }
        endpoint.put("nodeName", pod.at("/spec/nodeName").asText());
        reference(pod, endpoint.putObject("targetRef"));
    }

    private static void reference(ObjectNode pod, ObjectNode reference) {
        reference
                .put("kind", "Pod")
                .put("namespace", pod.at("/metadata/namespace").asText());
        reference
                .put("name", pod.at("/metadata/name").asText())
                .put("uid", pod.at("/metadata/uid").asText());
    }

    private void endpoints(ObjectNode service, List<ObjectNode> pods) {
        StoreKey key = GroupResource.ENDPOINTS.key(
                service.at("/metadata/namespace").asText(),
                service.at("/metadata/name").asText());
        boolean six = service.at("/spec/ipFamilies/0").asText("").equals("IPv6");
        String family = six ? "IPv6" : "IPv4";
        ObjectNode wanted = Cluster.object("v1", "Endpoints", key.namespace(), key.name());
        ArrayNode subsets = wanted.putArray("subsets");
        byTargets(service, pods).forEach((targets, group) -> {
            ObjectNode subset = subsets.objectNode();
            for (ObjectNode pod : group) {
                boolean ready = Pods.isReady(pod)
                        || service.at("/spec/publishNotReadyAddresses").asBoolean(false);
                if (!Pods.isLeaving(pod) && address(pod, family).isPresent()) {
                    ObjectNode one = subset.withArray(ready ? "addresses" : "notReadyAddresses")
                            .addObject();
                    one.put("ip", address(pod, family).orElseThrow());
                    one.put("nodeName", pod.at("/spec/nodeName").asText());
                    reference(pod, one.putObject("targetRef"));
                }
            }
            if (!subset.isEmpty()) {
                ports(service, targets, subset.putArray("ports"));
                subsets.add(subset);
            }
        });
        if (cluster.get(key).isPresent()) {
            cluster.edit(key, endpoints -> endpoints.set("subsets", subsets));
        } else {
            cluster.create(wanted);
        }
    }
}

package dev.tierwall.lab.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tierwall.core.net.Address;
import dev.tierwall.core.net.IpFamily;
import dev.tierwall.lab.spec.PodSpec;
import dev.tierwall.lab.spec.PortSpec;
import dev.tierwall.lab.spec.Trees;
import dev.tierwall.lab.store.GroupResource;
import dev.tierwall.lab.store.ObjectStore;
import dev.tierwall.lab.store.StoreKey;
import dev.tierwall.lab.store.Watch;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** Keeps the EndpointSlices of Services with a selector as the pods are. */
final class EndpointWriter implements AutoCloseable {

    private static final String OWNER = "kubernetes.io/service-name";
    private static final String WRITER = "endpointslice.kubernetes.io/managed-by";
    private static final String SELF = "endpointslice-controller.k8s.io";
    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final Duration MORE = Duration.ofMillis(5);

    private final ObjectStore store;
    private final Watch watch;
    private final Thread thread;

    private EndpointWriter(ObjectStore store) {
        this.store = store;
        this.watch = store.watch(key ->
                key.resource().equals(GroupResource.PODS) || key.resource().equals(GroupResource.SERVICES));
        this.thread = Thread.ofVirtual().name("endpoints").unstarted(this::run);
    }

    static EndpointWriter start(ObjectStore store) {
        EndpointWriter writer = new EndpointWriter(store);
        writer.thread.start();
        return writer;
    }

    private void run() {
        try {
            while (true) {
                writeAll();
                if (watch.next(PATIENCE).isPresent()) {
                    for (int i = 0; i < 100 && watch.next(MORE).isPresent(); i++) {
                        // All of it is seen in one go.
                    }
                }
            }
        } catch (InterruptedException closed) {
            Thread.currentThread().interrupt();
        }
    }

    private void writeAll() {
        Set<StoreKey> wanted = new HashSet<>();
        for (ObjectNode service : store.list(GroupResource.SERVICES)) {
            if (!service.at("/spec/selector").isEmpty()) {
                for (IpFamily family : IpFamily.values()) {
                    write(service, family, wanted);
                }
            }
        }
        for (ObjectNode slice : store.list(GroupResource.ENDPOINT_SLICES)) {
            StoreKey key = GroupResource.ENDPOINT_SLICES.key(
                    Trees.text(slice, "/metadata/namespace"), Trees.text(slice, "/metadata/name"));
            boolean isOwn = slice.at("/metadata/labels").path(WRITER).asText().equals(SELF);
            if (isOwn && !wanted.contains(key)) {
                store.remove(key);
            }
        }
    }

    private void write(ObjectNode service, IpFamily family, Set<StoreKey> wanted) {
        String type = family == IpFamily.IPV4 ? "IPv4" : "IPv6";
        List<String> families = Trees.texts(service, "/spec/ipFamilies");
        if (!families.contains(type) && !(families.isEmpty() && family == IpFamily.IPV4)) {
            return;
        }
        String namespace = Trees.text(service, "/metadata/namespace");
        String name = Trees.text(service, "/metadata/name");
        Map<String, String> selector = Trees.map(service, "/spec/selector");
        List<ObjectNode> pods = new ArrayList<>();
        for (ObjectNode pod : store.list(GroupResource.PODS, namespace).objects()) {
            String phase = Trees.text(pod, "/status/phase");
            boolean selected = Trees.map(pod, "/metadata/labels").entrySet().containsAll(selector.entrySet());
            if (selected && !phase.equals("Succeeded") && !phase.equals("Failed")) {
                pods.add(pod);
            }
        }
        // Pods of which a named port means another number have a slice of their own.
        int number = 0;
        for (List<ObjectNode> alike : alike(service, pods)) {
            String suffix = (family == IpFamily.IPV4 ? "-v4" : "-v6") + (number == 0 ? "" : "-" + number);
            StoreKey key = GroupResource.ENDPOINT_SLICES.key(namespace, name + suffix);
            wanted.add(key);
            ObjectNode slice = slice(service, key.name(), type, alike);
            if (store.get(key).isEmpty()) {
                store.create(key, slice);
            } else {
                store.change(key, before -> {
                    before.set("endpoints", slice.get("endpoints"));
                    before.set("ports", slice.get("ports"));
                    return before;
                });
            }
            number++;
        }
    }

    private static List<List<ObjectNode>> alike(JsonNode service, List<ObjectNode> pods) {
        Map<String, List<ObjectNode>> groups = new java.util.LinkedHashMap<>();
        for (ObjectNode pod : pods) {
            groups.computeIfAbsent(ports(service, pod).toString(), same -> new ArrayList<>())
                    .add(pod);
        }
        return groups.isEmpty() ? List.of(List.of()) : List.copyOf(groups.values());
    }

    private static ArrayNode ports(JsonNode service, JsonNode pod) {
        ArrayNode ports = JsonNodeFactory.instance.arrayNode();
        for (JsonNode port : service.at("/spec/ports")) {
            String protocol = Trees.optional(port, "/protocol").orElse("TCP");
            String target = Trees.optional(port, "/targetPort").orElse(Trees.text(port, "/port"));
            int number = number(pod, target.equals("0") ? Trees.text(port, "/port") : target, protocol);
            if (number > 0) {
                ports.addObject()
                        .put("name", Trees.text(port, "/name"))
                        .put("protocol", protocol)
                        .put("port", number);
            }
        }
        return ports;
    }

    private static int number(JsonNode pod, String target, String protocol) {
        if (target.matches("\\d+")) {
            return Integer.parseInt(target);
        }
        return PodSpec.of(pod)
                .all()
                .flatMap(container -> container.ports().stream())
                .filter(port -> port.name().equals(target) && port.protocol().equals(protocol))
                .mapToInt(PortSpec::number)
                .findFirst()
                .orElse(-1);
    }

    private static ObjectNode slice(JsonNode service, String name, String type, List<ObjectNode> pods) {
        ObjectNode slice = JsonNodeFactory.instance.objectNode();
        slice.put("apiVersion", "discovery.k8s.io/v1").put("kind", "EndpointSlice");
        ObjectNode metadata = slice.putObject("metadata")
                .put("name", name)
                .put("namespace", Trees.text(service, "/metadata/namespace"))
                .put("uid", UUID.randomUUID().toString())
                .put(
                        "creationTimestamp",
                        java.time.Instant.now()
                                .truncatedTo(java.time.temporal.ChronoUnit.SECONDS)
                                .toString());
        metadata.putObject("labels")
                .put(OWNER, Trees.text(service, "/metadata/name"))
                .put(WRITER, SELF);
        slice.put("addressType", type);
        ArrayNode endpoints = slice.putArray("endpoints");
        for (ObjectNode pod : pods) {
            for (JsonNode ip : pod.at("/status/podIPs")) {
                String text = Trees.text(ip, "/ip");
                boolean isType = Address.parse(text)
                        .filter(address -> (address.family() == IpFamily.IPV4) == type.equals("IPv4"))
                        .isPresent();
                if (isType) {
                    endpoint(endpoints.addObject(), service, pod, text);
                }
            }
        }
        slice.set("ports", pods.isEmpty() ? JsonNodeFactory.instance.arrayNode() : ports(service, pods.getFirst()));
        return slice;
    }

    private static void endpoint(ObjectNode endpoint, JsonNode service, JsonNode pod, String address) {
        boolean going = pod.at("/metadata").has("deletionTimestamp");
        boolean ready = false;
        for (JsonNode condition : pod.at("/status/conditions")) {
            ready |= Trees.text(condition, "/type").equals("Ready")
                    && Trees.text(condition, "/status").equals("True");
        }
        endpoint.putArray("addresses").add(address);
        endpoint.putObject("conditions")
                .put("ready", ready && !going)
                .put("serving", ready)
                .put("terminating", going);
        String subdomain = Trees.text(pod, "/spec/subdomain");
        if (!subdomain.isEmpty() && subdomain.equals(Trees.text(service, "/metadata/name"))) {
            Trees.optional(pod, "/spec/hostname").ifPresent(host -> endpoint.put("hostname", host));
        }
        endpoint.put("nodeName", Trees.text(pod, "/spec/nodeName"));
        endpoint.putObject("targetRef")
                .put("kind", "Pod")
                .put("namespace", Trees.text(pod, "/metadata/namespace"))
                .put("name", Trees.text(pod, "/metadata/name"))
                .put("uid", Trees.text(pod, "/metadata/uid"));
    }

    @Override
    public void close() {
        watch.close();
        thread.interrupt();
    }
}

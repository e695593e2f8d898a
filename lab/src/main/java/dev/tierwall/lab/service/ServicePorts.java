package dev.tierwall.lab.service;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tierwall.core.net.Address;
import dev.tierwall.lab.service.ServicePort.Target;
import dev.tierwall.lab.spec.Trees;
import dev.tierwall.lab.store.GroupResource;
import dev.tierwall.lab.store.ObjectStore;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** Reads Services and their endpoints. */
final class ServicePorts {

    private static final String OWNER = "kubernetes.io/service-name";

    private ServicePorts() {}

    /** All ports of all addresses of all Services. */
    static List<ServicePort> of(ObjectStore store) {
        Map<String, List<JsonNode>> slices = new HashMap<>();
        for (ObjectNode slice : store.list(GroupResource.ENDPOINT_SLICES)) {
            String owner = slice.at("/metadata/labels").path(OWNER).asText("");
            slices.computeIfAbsent(Trees.text(slice, "/metadata/namespace") + "/" + owner, name -> new ArrayList<>())
                    .add(slice);
        }
        List<ServicePort> all = new ArrayList<>();
        for (ObjectNode service : store.list(GroupResource.SERVICES)) {
            String name = Trees.text(service, "/metadata/namespace") + "/" + Trees.text(service, "/metadata/name");
            List<JsonNode> own = slices.getOrDefault(name, List.of());
            for (Address address : addresses(service)) {
                for (JsonNode port : service.at("/spec/ports")) {
                    all.add(port(service, port, address, targets(own, service, port, address)));
                }
            }
        }
        return all;
    }

    private static List<Address> addresses(JsonNode service) {
        List<String> texts = Trees.texts(service, "/spec/clusterIPs");
        if (texts.isEmpty()) {
            texts = List.of(Trees.text(service, "/spec/clusterIP"));
        }
        return texts.stream().flatMap(text -> Address.parse(text).stream()).toList();
    }

    private static ServicePort port(JsonNode service, JsonNode port, Address address, List<Target> targets) {
        int nodePort = Trees.number(port, "/nodePort", 0);
        String name = Trees.text(service, "/metadata/namespace") + "/" + Trees.text(service, "/metadata/name");
        String portName = Trees.text(port, "/name");
        return new ServicePort(
                portName.isEmpty() ? name : name + ":" + portName,
                address,
                protocol(port),
                Trees.number(port, "/port", 0),
                nodePort == 0 ? OptionalInt.empty() : OptionalInt.of(nodePort),
                Trees.text(service, "/spec/sessionAffinity").equals("ClientIP"),
                targets);
    }

    private static String protocol(JsonNode port) {
        return Trees.optional(port, "/protocol").orElse("TCP").toLowerCase(Locale.ROOT);
    }

    /** The endpoints that are ready; when all are going, those that still serve. */
    private static List<Target> targets(List<JsonNode> slices, JsonNode service, JsonNode port, Address address) {
        List<Target> ready = new ArrayList<>();
        List<Target> serving = new ArrayList<>();
        boolean all = Trees.flag(service, "/spec/publishNotReadyAddresses", false);
        for (JsonNode slice : slices) {
            Optional<JsonNode> own = matching(slice, port);
            if (own.isEmpty()) {
                continue;
            }
            int number = Trees.number(own.get(), "/port", 0);
            for (JsonNode endpoint : slice.path("endpoints")) {
                boolean isReady = all || Trees.flag(endpoint, "/conditions/ready", true);
                boolean isServing = Trees.flag(endpoint, "/conditions/serving", isReady);
                for (String text : Trees.texts(endpoint, "/addresses")) {
                    Address.parse(text)
                            .filter(one -> one.family() == address.family())
                            .map(one -> new Target(one, number, Trees.text(endpoint, "/nodeName")))
                            .ifPresent((isReady ? ready : isServing ? serving : new ArrayList<Target>())::add);
                }
            }
        }
        List<Target> chosen = ready.isEmpty() ? serving : ready;
        return chosen.stream()
                .distinct()
                .sorted(Comparator.comparing(Target::address).thenComparingInt(Target::port))
                .toList();
    }

    private static Optional<JsonNode> matching(JsonNode slice, JsonNode port) {
        for (JsonNode own : slice.path("ports")) {
            if (Trees.text(own, "/name").equals(Trees.text(port, "/name"))
                    && protocol(own).equals(protocol(port))) {
                return Optional.of(own);
            }
        }
        return Optional.empty();
    }
}

package dev.tierwall.lab.table;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tierwall.lab.api.Selectors;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Cells that say more than one field does. */
final class Cells {

    private static final String NONE = "<none>";

    private Cells() {}

    static String orNone(List<String> words) {
        return words.isEmpty() ? NONE : String.join(",", words);
    }

    /** A label selector as people write it. */
    static String selector(JsonNode selector) {
        return orNone(Selectors.parts(selector));
    }

    /** The texts of an array, or of one field of each of its objects. */
    static List<String> texts(JsonNode array, String field) {
        List<String> texts = new ArrayList<>();
        array.forEach(item ->
                texts.add(field.isEmpty() ? item.asText() : item.path(field).asText()));
        return texts;
    }

    /** The containers of a pod or of a template, by one of their fields. */
    static Column.Cell containers(String pointer, String field) {
        return (object, now) -> orNone(texts(object.at(pointer), field));
    }

    static String servicePorts(ObjectNode service, Instant now) {
        List<String> ports = new ArrayList<>();
        for (JsonNode port : service.at("/spec/ports")) {
            String node =
                    port.hasNonNull("nodePort") ? ":" + port.path("nodePort").asText() : "";
            ports.add(port.path("port").asText() + node + "/"
                    + port.path("protocol").asText("TCP"));
        }
        return orNone(ports);
    }

    static String externalAddress(ObjectNode service, Instant now) {
        if (service.at("/spec/type").asText().equals("ExternalName")) {
            return service.at("/spec/externalName").asText();
        }
        List<String> addresses = texts(service.at("/spec/externalIPs"), "");
        return orNone(addresses);
    }

    static String endpoints(ObjectNode endpoints, Instant now) {
        List<String> all = new ArrayList<>();
        for (JsonNode subset : endpoints.path("subsets")) {
            for (JsonNode address : subset.path("addresses")) {
                for (JsonNode port : subset.path("ports")) {
                    all.add(address.path("ip").asText() + ":"
                            + port.path("port").asText());
                }
            }
        }
        return all.size() <= 3
                ? orNone(all)
                : String.join(",", all.subList(0, 3)) + " + " + (all.size() - 3) + " more...";
    }

    static String slicePorts(ObjectNode slice, Instant now) {
        return orNone(texts(slice.path("ports"), "port"));
    }

    static String sliceEndpoints(ObjectNode slice, Instant now) {
        List<String> all = new ArrayList<>();
        slice.path("endpoints").forEach(endpoint -> all.addAll(texts(endpoint.path("addresses"), "")));
        return all.size() <= 3
                ? orNone(all)
                : String.join(",", all.subList(0, 3)) + " + " + (all.size() - 3) + " more...";
    }

    static String nodeStatus(ObjectNode node, Instant now) {
        String ready = "NotReady";
        for (JsonNode condition : node.at("/status/conditions")) {
            if (condition.path("type").asText().equals("Ready")
                    && condition.path("status").asText().equals("True")) {
                ready = "Ready";
            }
        }
        return node.at("/spec/unschedulable").asBoolean() ? ready + ",SchedulingDisabled" : ready;
    }

    static String nodeRoles(ObjectNode node, Instant now) {
        List<String> roles = new ArrayList<>();
        node.at("/metadata/labels").fieldNames().forEachRemaining(label -> {
            if (label.startsWith("node-role.kubernetes.io/")) {
                roles.add(label.substring(label.indexOf('/') + 1));
            }
        });
        return orNone(roles.stream().sorted().toList());
    }

    static String nodeAddress(ObjectNode node, Instant now) {
        for (JsonNode address : node.at("/status/addresses")) {
            if (address.path("type").asText().equals("InternalIP")) {
                return address.path("address").asText();
            }
        }
        return NONE;
    }

    static String jobDuration(ObjectNode job, Instant now) {
        String start = job.at("/status/startTime").asText("");
        if (start.isEmpty()) {
            return "";
        }
        String end = job.at("/status/completionTime").asText("");
        return Age.since(start, end.isEmpty() ? now : Instant.parse(end));
    }

    static String jobStatus(ObjectNode job, Instant now) {
        for (JsonNode condition : job.at("/status/conditions")) {
            if (condition.path("status").asText().equals("True")) {
                return condition.path("type").asText();
            }
        }
        return job.at("/metadata").has("deletionTimestamp") ? "Terminating" : "Running";
    }

    static String ingressHosts(ObjectNode ingress, Instant now) {
        List<String> hosts = texts(ingress.at("/spec/rules"), "host").stream()
                .filter(host -> !host.isEmpty())
                .toList();
        return hosts.isEmpty() ? "*" : String.join(",", hosts);
    }
}

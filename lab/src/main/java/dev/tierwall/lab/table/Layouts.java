package dev.tierwall.lab.table;

import static dev.tierwall.lab.table.Column.at;
import static dev.tierwall.lab.table.Column.count;
import static dev.tierwall.lab.table.Column.number;
import static dev.tierwall.lab.table.Column.text;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tierwall.lab.api.Selectors;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/** The columns of the built-in kinds, by resource. */
final class Layouts {

    private static final String NONE = "<none>";
    private static final String TEMPLATE = "/spec/template/spec/containers";

    private static final Map<String, List<Column>> BY_RESOURCE = Map.ofEntries(
            layout(
                    "pods",
                    text("Ready", PodCells::ready),
                    text("Status", PodCells::status),
                    text("Restarts", PodCells::restarts),
                    Column.age(),
                    text("IP", at("/status/podIP", NONE)).onlyWide(),
                    text("Node", at("/spec/nodeName", NONE)).onlyWide(),
                    text("Nominated Node", at("/status/nominatedNodeName", NONE))
                            .onlyWide(),
                    text("Readiness Gates", PodCells::readinessGates).onlyWide()),
            layout(
                    "deployments",
                    text(
                            "Ready",
                            (o, now) -> o.at("/status/readyReplicas").asInt(0) + "/"
                                    + o.at("/spec/replicas").asInt(1)),
                    number("Up-to-date", count("/status/updatedReplicas")),
                    number("Available", count("/status/availableReplicas")),
                    Column.age(),
                    text("Containers", Cells.containers(TEMPLATE, "name")).onlyWide(),
                    text("Images", Cells.containers(TEMPLATE, "image")).onlyWide(),
                    text("Selector", (o, now) -> Cells.selector(o.at("/spec/selector")))
                            .onlyWide()),
            layout(
                    "replicasets",
                    number("Desired", count("/spec/replicas")),
                    number("Current", count("/status/replicas")),
                    number("Ready", count("/status/readyReplicas")),
                    Column.age(),
                    text("Containers", Cells.containers(TEMPLATE, "name")).onlyWide(),
                    text("Images", Cells.containers(TEMPLATE, "image")).onlyWide(),
                    text("Selector", (o, now) -> Cells.selector(o.at("/spec/selector")))
                            .onlyWide()),
            layout(
                    "replicationcontrollers",
                    number("Desired", count("/spec/replicas")),
                    number("Current", count("/status/replicas")),
                    number("Ready", count("/status/readyReplicas")),
                    Column.age()),
            layout(
                    "statefulsets",
                    text(
                            "Ready",
                            (o, now) -> o.at("/status/readyReplicas").asInt(0) + "/"
                                    + o.at("/spec/replicas").asInt(1)),
                    Column.age(),
                    text("Containers", Cells.containers(TEMPLATE, "name")).onlyWide(),
                    text("Images", Cells.containers(TEMPLATE, "image")).onlyWide()),
            layout(
                    "daemonsets",
                    number("Desired", count("/status/desiredNumberScheduled")),
                    number("Current", count("/status/currentNumberScheduled")),
                    number("Ready", count("/status/numberReady")),
                    number("Up-to-date", count("/status/updatedNumberScheduled")),
                    number("Available", count("/status/numberAvailable")),
                    text(
                            "Node Selector",
                            (o, now) -> Cells.orNone(Selectors.pairs(o.at("/spec/template/spec/nodeSelector")))),
                    Column.age(),
                    text("Containers", Cells.containers(TEMPLATE, "name")).onlyWide(),
                    text("Images", Cells.containers(TEMPLATE, "image")).onlyWide()),
            layout(
                    "jobs",
                    text("Status", Cells::jobStatus),
                    text(
                            "Completions",
                            (o, now) -> o.at("/status/succeeded").asInt(0) + "/"
                                    + o.at("/spec/completions").asInt(1)),
                    text("Duration", Cells::jobDuration),
                    Column.age()),
            layout(
                    "cronjobs",
                    text("Schedule", at("/spec/schedule", NONE)),
                    text("Timezone", at("/spec/timeZone", NONE)),
                    text("Suspend", (o, now) -> o.at("/spec/suspend").asBoolean() ? "True" : "False"),
                    number("Active", (o, now) -> (long) o.at("/status/active").size()),
                    text("Last Schedule", at("/status/lastScheduleTime", NONE)),
                    Column.age()),
            layout(
                    "services",
                    text("Type", at("/spec/type", NONE)),
                    text("Cluster-IP", at("/spec/clusterIP", NONE)),
                    text("External-IP", Cells::externalAddress),
                    text("Port(s)", Cells::servicePorts),
                    Column.age(),
                    text("Selector", (o, now) -> Cells.orNone(Selectors.pairs(o.at("/spec/selector"))))
                            .onlyWide()),
            layout("endpoints", text("Endpoints", Cells::endpoints), Column.age()),
            layout(
                    "endpointslices",
                    text("AddressType", at("/addressType", NONE)),
                    text("Ports", Cells::slicePorts),
                    text("Endpoints", Cells::sliceEndpoints),
                    Column.age()),
            layout(
                    "nodes",
                    text("Status", Cells::nodeStatus),
                    text("Roles", Cells::nodeRoles),
                    Column.age(),
                    text("Version", at("/status/nodeInfo/kubeletVersion", NONE)),
                    text("Internal-IP", Cells::nodeAddress).onlyWide(),
                    text("External-IP", (o, now) -> NONE).onlyWide(),
                    text("OS-Image", at("/status/nodeInfo/osImage", NONE)).onlyWide(),
                    text("Kernel-Version", at("/status/nodeInfo/kernelVersion", NONE))
                            .onlyWide(),
                    text("Container-Runtime", at("/status/nodeInfo/containerRuntimeVersion", NONE))
                            .onlyWide()),
            layout("namespaces", text("Status", at("/status/phase", NONE)), Column.age()),
            layout(
                    "configmaps",
                    number("Data", (o, now) ->
                            (long) (o.path("data").size() + o.path("binaryData").size())),
                    Column.age()),
            layout(
                    "secrets",
                    text("Type", at("/type", "Opaque")),
                    number("Data", (o, now) -> (long) o.path("data").size()),
                    Column.age()),
            layout(
                    "serviceaccounts",
                    number("Secrets", (o, now) -> (long) o.path("secrets").size()),
                    Column.age()),
            layout(
                    "networkpolicies",
                    text("Pod-Selector", (o, now) -> Cells.selector(o.at("/spec/podSelector"))),
                    Column.age()),
            layout(
                    "ingresses",
                    text("Class", at("/spec/ingressClassName", NONE)),
                    text("Hosts", Cells::ingressHosts),
                    text("Address", at("/status/loadBalancer/ingress/0/ip", "")),
                    text("Ports", (o, now) -> o.at("/spec/tls").isEmpty() ? "80" : "80, 443"),
                    Column.age()),
            Map.entry(
                    "events",
                    List.of(
                            text("Last Seen", (o, now) -> Age.since(lastSeen(o), now)),
                            text("Type", at("/type", NONE)),
                            text("Reason", at("/reason", NONE)),
                            text("Object", (o, now) -> involved(o)),
                            text(
                                    "Message",
                                    (o, now) -> o.path("message")
                                            .asText(o.path("note").asText(""))
                                            .strip()))),
            Map.entry(
                    "customresourcedefinitions",
                    List.of(Column.names(), text("Created At", at("/metadata/creationTimestamp", NONE)))));

    private Layouts() {}

    private static String lastSeen(JsonNode event) {
        for (String field : new String[] {"lastTimestamp", "eventTime", "firstTimestamp"}) {
            if (event.hasNonNull(field)) {
                return event.path(field).asText();
            }
        }
        return event.at("/metadata/creationTimestamp").asText("");
    }

    private static String involved(JsonNode event) {
        String field = event.has("involvedObject") ? "involvedObject" : "regarding";
        return event.path(field).path("kind").asText().toLowerCase(Locale.ROOT) + "/"
                + event.path(field).path("name").asText();
    }

    private static Map.Entry<String, List<Column>> layout(String resource, Column... afterName) {
        return Map.entry(
                resource,
                Stream.concat(Stream.of(Column.names()), Stream.of(afterName)).toList());
    }

    /** The columns of a resource; name and age where nothing else is known. */
    static List<Column> of(String resource) {
        return BY_RESOURCE.getOrDefault(resource, List.of(Column.names(), Column.age()));
    }
}

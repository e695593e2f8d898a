package dev.tierwall.lab.validate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Pods: what their parts say of each other, and what may be changed of one that is there. */
final class PodRules implements KindRules {

    private static final List<String> HANDLERS = List.of("exec", "httpGet", "tcpSocket", "grpc");

    private final Causes causes;

    PodRules(Causes causes) {
        this.causes = causes;
    }

    @Override
    public void check(JsonNode object, JsonNode old) {
        checkSpec(object.path("spec"), "spec");
        if (!old.isMissingNode()) {
            change(object.path("spec"), old.path("spec"));
        }
    }

    /** The rules of a pod's spec, also of what is only a template. */
    void checkSpec(JsonNode spec, String path) {
        Set<String> volumes = new HashSet<>();
        spec.path("volumes").forEach(volume -> volumes.add(volume.path("name").asText()));
        for (String list : List.of("containers", "initContainers")) {
            JsonNode containers = spec.path(list);
            for (int i = 0; i < containers.size(); i++) {
                String at = path + "." + list + "[" + i + "]";
                JsonNode name = containers.get(i).path("name");
                if (list.equals("initContainers") && isAmong(name, spec.path("containers"))) {
                    causes.duplicate(at + ".name", name);
                }
                container(containers.get(i), volumes, at);
                ports(containers.get(i).path("ports"), spec.path("hostNetwork").asBoolean(), at);
            }
        }
        initContainers(spec.path("initContainers"), path);
        for (int i = 0; i < spec.path("tolerations").size(); i++) {
            JsonNode toleration = spec.path("tolerations").get(i);
            if (toleration.path("operator").asText().equals("Exists") && toleration.has("value")) {
                causes.invalid(
                        path + ".tolerations[" + i + "].operator",
                        toleration.path("value"),
                        "value must be empty when `operator` is 'Exists'");
            }
        }
        for (int i = 0; i < spec.path("volumes").size(); i++) {
            JsonNode volume = spec.path("volumes").get(i);
            if (volume.size() > 2) {
                List<String> fields = new ArrayList<>();
                volume.fieldNames().forEachRemaining(fields::add);
                fields.remove("name");
                causes.forbidden(
                        path + ".volumes[" + i + "]." + fields.getLast(), "may not specify more than 1 volume type");
            }
        }
    }

    private static boolean isAmong(JsonNode name, JsonNode containers) {
        return containers
                .valueStream()
                .anyMatch(container -> container.path("name").equals(name));
    }

    private void container(JsonNode container, Set<String> volumes, String path) {
        Set<String> places = new HashSet<>();
        for (int i = 0; i < container.path("volumeMounts").size(); i++) {
            JsonNode mount = container.path("volumeMounts").get(i);
            String at = path + ".volumeMounts[" + i + "]";
            if (!volumes.contains(mount.path("name").asText())) {
                causes.notFound(at + ".name", mount.path("name"));
            }
            if (!places.add(mount.path("mountPath").asText())) {
                causes.invalid(at + ".mountPath", mount.path("mountPath"), "must be unique");
            }
        }
        for (String probe : List.of("livenessProbe", "readinessProbe", "startupProbe")) {
            if (container.has(probe)) {
                handler(container.path(probe), path + "." + probe);
            }
            long threshold = container.path(probe).path("successThreshold").asLong(1);
            if (threshold != 1 && !probe.equals("readinessProbe")) {
                causes.invalid(
                        path + "." + probe + ".successThreshold",
                        container.path(probe).path("successThreshold"),
                        "must be 1");
            }
        }
        resources(container.path("resources"), path + ".resources");
        for (int i = 0; i < container.path("env").size(); i++) {
            JsonNode variable = container.path("env").get(i);
            if (variable.has("valueFrom") && !variable.path("value").asText().isEmpty()) {
                causes.invalid(
                        path + ".env[" + i + "].valueFrom", "", "may not be specified when `value` is not empty");
            } else if (variable.path("valueFrom").isEmpty() && variable.has("valueFrom")) {
                causes.invalid(
                        path + ".env[" + i + "].valueFrom",
                        "",
                        "must specify one of: `fieldRef`, `resourceFieldRef`, `configMapKeyRef`, `secretKeyRef` or `fileKeyRef`");
            }
        }
    }

    private void handler(JsonNode probe, String path) {
        List<String> given = HANDLERS.stream().filter(probe::has).toList();
        if (given.isEmpty()) {
            causes.required(path, "must specify a handler type");
        }
        for (String more : given.isEmpty() ? given : given.subList(1, given.size())) {
            causes.forbidden(path + "." + more, "may not specify more than 1 handler type");
        }
    }

    private void resources(JsonNode resources, String path) {
        for (Map.Entry<String, JsonNode> request : resources.path("requests").properties()) {
            JsonNode limit = resources.path("limits").path(request.getKey());
            if (!limit.isMissingNode()
                    && Quantities.value(request.getValue().asText()).compareTo(Quantities.value(limit.asText())) > 0) {
                causes.invalid(
                        path + ".requests",
                        request.getValue(),
                        "must be less than or equal to " + request.getKey() + " limit of " + limit.asText());
            }
        }
        for (String list : List.of("limits", "requests")) {
            for (Map.Entry<String, JsonNode> amount : resources.path(list).properties()) {
                if (Quantities.value(amount.getValue().asText()).signum() < 0) {
                    causes.invalid(
                            path + "." + list + "[" + amount.getKey() + "]", amount.getValue(), Checks.NOT_NEGATIVE);
                }
            }
        }
    }

    private void ports(JsonNode ports, boolean onHost, String path) {
        Set<String> names = new HashSet<>();
        for (int i = 0; i < ports.size(); i++) {
            JsonNode port = ports.get(i);
            String at = path + ".ports[" + i + "]";
            String name = port.path("name").asText();
            if (!name.isEmpty() && !names.add(name)) {
                causes.duplicate(at + ".name", port.path("name"));
            }
            if (onHost
                    && port.path("hostPort").asLong()
                            != port.path("containerPort").asLong()) {
                causes.invalid(
                        at + ".hostPort",
                        port.path("hostPort"),
                        "must match `containerPort` when `hostNetwork` is true");
            }
        }
    }

    private void initContainers(JsonNode containers, String path) {
        for (int i = 0; i < containers.size(); i++) {
            JsonNode container = containers.get(i);
            boolean sidecar = container.path("restartPolicy").asText().equals("Always");
            for (String field : List.of("livenessProbe", "readinessProbe", "startupProbe", "lifecycle")) {
                if (container.has(field) && !sidecar) {
                    causes.forbidden(
                            path + ".initContainers[" + i + "]." + field,
                            "may not be set for init containers without restartPolicy=Always");
                }
            }
        }
    }

    private void change(JsonNode spec, JsonNode old) {
        for (String list : List.of("containers", "initContainers")) {
            if (spec.path(list).size() != old.path(list).size()) {
                causes.forbidden("spec." + list, "pod updates may not add or remove containers");
                return;
            }
        }
        JsonNode added = spec.path("tolerations");
        boolean kept = old.path("tolerations")
                .valueStream()
                .allMatch(toleration -> added.valueStream().anyMatch(toleration::equals));
        if (!kept) {
            causes.forbidden(
                    "spec.tolerations", "existing toleration can not be modified except its tolerationSeconds");
        }
        if (!fixedPart(spec).equals(fixedPart(old))) {
            causes.forbidden(
                    "spec",
                    "pod updates may not change fields other than `spec.containers[*].image`,"
                            + "`spec.initContainers[*].image`,`spec.activeDeadlineSeconds`,`spec.tolerations` (only additions"
                            + " to existing tolerations),`spec.terminationGracePeriodSeconds` (allow it to be set to 1 if it"
                            + " was previously negative)");
        }
    }

    /** A spec without what may be changed: images, tolerations, the deadline; and the node, which is set once by binding. */
    private static JsonNode fixedPart(JsonNode spec) {
        ObjectNode fixed = spec.deepCopy();
        fixed.remove(List.of("tolerations", "activeDeadlineSeconds", "schedulingGates", "ephemeralContainers"));
        for (String list : List.of("containers", "initContainers")) {
            fixed.path(list).forEach(container -> ((ObjectNode) container).remove("image"));
        }
        return fixed;
    }
}

package dev.tierwall.lab.validate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** The kinds that have only a few rules beyond the table. */
final class OtherRules implements KindRules {

    private final Causes causes;

    OtherRules(Causes causes) {
        this.causes = causes;
    }

    @Override
    public void check(JsonNode object, JsonNode old) {
        JsonNode spec = object.path("spec");
        switch (object.path("kind").asText()) {
            case "Role", "ClusterRole" -> rules(object);
            case "RoleBinding", "ClusterRoleBinding" -> binding(object, old);
            case "PersistentVolumeClaim" -> claim(spec, old);
            case "PodDisruptionBudget" -> {
                if (spec.has("minAvailable") && spec.has("maxUnavailable")) {
                    causes.invalid("spec", spec, "minAvailable and maxUnavailable cannot be both set");
                }
            }
            case "HorizontalPodAutoscaler" -> scaler(spec);
            case "PriorityClass" -> {
                if (!old.isMissingNode() && !object.path("value").equals(old.path("value"))) {
                    causes.forbidden("value", "may not be changed in an update.");
                }
            }
            case "Ingress" -> ingress(spec);
            case "EndpointSlice" -> {
                if (!old.isMissingNode() && !object.path("addressType").equals(old.path("addressType"))) {
                    causes.invalid("addressType", object.path("addressType"), MetaRules.IMMUTABLE);
                }
            }
            default -> {
                // The table says all that there is.
            }
        }
    }

    private void rules(JsonNode role) {
        boolean ofCluster = role.path("kind").asText().equals("ClusterRole");
        for (int i = 0; i < role.path("rules").size(); i++) {
            JsonNode rule = role.path("rules").get(i);
            String path = "rules[" + i + "]";
            if (rule.path("verbs").isEmpty()) {
                causes.required(path + ".verbs", "verbs must contain at least one value");
            }
            if (!rule.path("nonResourceURLs").isEmpty()) {
                if (!ofCluster) {
                    causes.invalid(
                            path + ".nonResourceURLs",
                            rule.path("nonResourceURLs"),
                            "namespaced rules cannot apply to non-resource URLs");
                }
                continue;
            }
            if (rule.path("apiGroups").isEmpty()) {
                causes.required(path + ".apiGroups", "resource rules must supply at least one api group");
            }
            if (rule.path("resources").isEmpty()) {
                causes.required(path + ".resources", "resource rules must supply at least one resource");
            }
        }
    }

    private void binding(JsonNode binding, JsonNode old) {
        JsonNode role = binding.path("roleRef");
        if (!old.isMissingNode() && !role.equals(old.path("roleRef"))) {
            causes.invalid("roleRef", role, "cannot change roleRef");
        }
        boolean ofCluster = binding.path("kind").asText().equals("ClusterRoleBinding");
        List<String> kinds = ofCluster ? List.of("ClusterRole") : List.of("Role", "ClusterRole");
        if (!role.path("kind").asText().isEmpty()
                && !kinds.contains(role.path("kind").asText())) {
            causes.unsupported("roleRef.kind", role.path("kind"), kinds);
        }
        for (int i = 0; i < binding.path("subjects").size(); i++) {
            JsonNode subject = binding.path("subjects").get(i);
            boolean account = subject.path("kind").asText().equals("ServiceAccount");
            if (account && ofCluster && subject.path("namespace").asText().isEmpty()) {
                causes.required("subjects[" + i + "].namespace", "");
            }
        }
    }

    private void claim(JsonNode spec, JsonNode old) {
        if (!spec.path("resources").path("requests").has("storage")) {
            causes.required("spec.resources[storage]", "");
        }
        if (!old.isMissingNode() && !rest(spec).equals(rest(old.path("spec")))) {
            causes.forbidden(
                    "spec",
                    "spec is immutable after creation except resources.requests and volumeAttributesClassName for bound"
                            + " claims");
        }
    }

    private static JsonNode rest(JsonNode spec) {
        return spec instanceof ObjectNode object
                ? object.deepCopy().without(List.of("resources", "volumeName", "volumeAttributesClassName"))
                : spec;
    }

    private void scaler(JsonNode spec) {
        JsonNode most = spec.path("maxReplicas");
        if (most.asLong() < 1) {
            causes.invalid("spec.maxReplicas", most, "must be greater than 0");
        } else if (most.asLong() < spec.path("minReplicas").asLong()) {
            causes.invalid("spec.maxReplicas", most, "must be greater than or equal to `minReplicas`");
        }
    }

    private void ingress(JsonNode spec) {
        if (spec.path("rules").isEmpty() && spec.path("defaultBackend").isMissingNode()) {
            causes.invalid("spec", spec, "either `defaultBackend` or `rules` must be specified");
        }
        backend(spec.path("defaultBackend"), "spec.defaultBackend");
        for (int i = 0; i < spec.path("rules").size(); i++) {
            JsonNode paths = spec.path("rules").get(i).path("http").path("paths");
            for (int j = 0; j < paths.size(); j++) {
                String path = "spec.rules[" + i + "].http.paths[" + j + "]";
                JsonNode written = paths.get(j).path("path");
                boolean exact = !paths.get(j).path("pathType").asText().equals("ImplementationSpecific");
                if (exact && !written.asText().startsWith("/")) {
                    causes.invalid(path + ".path", written, "must be an absolute path");
                }
                backend(paths.get(j).path("backend"), path + ".backend");
            }
        }
    }

    private void backend(JsonNode backend, String path) {
        JsonNode service = backend.path("service");
        if (backend.isMissingNode()) {
            return;
        }
        if (service.isMissingNode() && backend.path("resource").isMissingNode()) {
            causes.required(path, "");
        } else if (service.isObject()) {
            boolean named = !service.path("port").path("name").asText().isEmpty();
            boolean numbered = service.path("port").path("number").asLong() != 0;
            if (named && numbered) {
                causes.invalid(path, "", "cannot set both port name & port number");
            } else if (!named && !numbered) {
                causes.required(path, "port name or number is required");
            }
        }
    }
}

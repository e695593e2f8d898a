package dev.tierwall.lab.validate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tierwall.core.net.Address;
import java.util.HashSet;
import java.util.Set;

/** Services: what each type needs, and which fields stay as they are. */
final class ServiceRules implements KindRules {

    private static final String NONE = "None";

    private final Causes causes;
    private final Checks checks;

    ServiceRules(Causes causes) {
        this.causes = causes;
        this.checks = new Checks(causes);
    }

    @Override
    public void check(JsonNode object, JsonNode old) {
        JsonNode spec = object.path("spec");
        String type = spec.path("type").asText();
        boolean headless = spec.path("clusterIP").asText().equals(NONE);
        if (spec.path("ports").isEmpty() && !headless && !type.equals("ExternalName")) {
            causes.required("spec.ports", "");
        }
        ofType(spec, type, headless);
        ports(spec, type);
        addresses(spec, type);
        boolean outside = type.equals("NodePort") || type.equals("LoadBalancer") || spec.has("externalIPs");
        if (spec.has("externalTrafficPolicy") && !outside) {
            causes.invalid(
                    "spec.externalTrafficPolicy",
                    spec.path("externalTrafficPolicy"),
                    "may only be set for externally-accessible services");
        }
        if (!old.isMissingNode()) {
            change(spec, old.path("spec"), type);
        }
    }

    private void ofType(JsonNode spec, String type, boolean headless) {
        if (type.equals("ExternalName")) {
            if (!spec.path("clusterIP").asText().isEmpty()) {
                causes.forbidden("spec.clusterIPs[0]", "may not be set for ExternalName services");
            }
            String name = spec.path("externalName").asText();
            if (name.isEmpty()) {
                causes.required("spec.externalName", "");
            } else {
                String plain = name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
                for (String problem : Names.subdomain(plain)) {
                    causes.invalid("spec.externalName", spec.path("externalName"), problem);
                }
            }
        } else if (headless && (type.equals("NodePort") || type.equals("LoadBalancer"))) {
            causes.invalid("spec.clusterIPs[0]", NONE, "may not be set to 'None' for " + type + " services");
        }
    }

    private void ports(JsonNode spec, String type) {
        JsonNode ports = spec.path("ports");
        Set<String> names = new HashSet<>();
        Set<ObjectNode> seen = new HashSet<>();
        for (int i = 0; i < ports.size(); i++) {
            JsonNode port = ports.get(i);
            String path = "spec.ports[" + i + "]";
            String name = port.path("name").asText();
            if (name.isEmpty() && ports.size() > 1) {
                causes.required(path + ".name", "");
            } else if (!name.isEmpty()) {
                checks.run("label", port.path("name"), path + ".name");
                if (!names.add(name)) {
                    causes.duplicate(path + ".name", port.path("name"));
                }
            }
            // The API server shows the port by the names that its fields have inside.
            ObjectNode key = JsonNodeFactory.instance.objectNode().put("Name", "");
            key.set("Protocol", port.path("protocol"));
            key.putNull("AppProtocol").set("Port", port.path("port"));
            key.put("TargetPort", 0).put("NodePort", 0);
            if (!seen.add(key)) {
                causes.duplicate(path, key);
            }
            if (port.has("nodePort") && (type.equals("ClusterIP") || type.equals("ExternalName"))) {
                causes.forbidden(path + ".nodePort", "may not be used when `type` is '" + type + "'");
            }
        }
    }

    private void addresses(JsonNode spec, String type) {
        JsonNode all = spec.path("clusterIPs");
        String first = spec.path("clusterIP").asText();
        if (!first.isEmpty() && !all.isEmpty() && !all.get(0).asText().equals(first)) {
            causes.invalid("spec.clusterIPs", all, "first value must match `clusterIP`");
        }
        for (int i = 0; i < all.size(); i++) {
            String text = all.get(i).asText();
            if (text.equals(NONE) && all.size() > 1) {
                causes.invalid("spec.clusterIPs", all, "'None' must be the first and only value");
            } else if (!text.equals(NONE)
                    && !text.isEmpty()
                    && Address.parse(text).isEmpty()) {
                causes.invalid("spec.clusterIPs[" + i + "]", all.get(i), Checks.ADDRESS);
            }
        }
        if (all.isEmpty() && !first.isEmpty() && !first.equals(NONE) && !type.equals("ExternalName")) {
            checks.run("ip", spec.path("clusterIP"), "spec.clusterIP");
        }
    }

    private void change(JsonNode spec, JsonNode old, String type) {
        String before = old.path("clusterIP").asText();
        boolean wasInside = !old.path("type").asText().equals("ExternalName");
        if (wasInside
                && !type.equals("ExternalName")
                && !before.isEmpty()
                && !spec.path("clusterIP").asText().equals(before)) {
            JsonNode shown = spec.path("clusterIPs").isEmpty()
                    ? JsonNodeFactory.instance
                            .arrayNode()
                            .add(spec.path("clusterIP").asText())
                    : spec.path("clusterIPs");
            causes.invalid("spec.clusterIPs[0]", shown, "may not change once set");
        }
    }
}

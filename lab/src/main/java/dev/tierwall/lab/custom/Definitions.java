package dev.tierwall.lab.custom;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tierwall.lab.decode.UnreadableObjectException;
import dev.tierwall.lab.decode.YamlTrees;
import dev.tierwall.lab.validate.Causes;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/** CustomResourceDefinitions themselves: those of the cluster-wide policies, and what the server makes of any. */
public final class Definitions {

    private static final List<String> FILES =
            List.of("clusternetworkpolicies.yaml", "adminnetworkpolicies.yaml", "baselineadminnetworkpolicies.yaml");

    private Definitions() {}

    /** The definitions of ClusterNetworkPolicy, AdminNetworkPolicy and BaselineAdminNetworkPolicy, as manifests. */
    public static List<ObjectNode> ofPolicies() {
        List<ObjectNode> definitions = new ArrayList<>();
        for (String file : FILES) {
            try (InputStream in = Objects.requireNonNull(Definitions.class.getResourceAsStream(file), file)) {
                definitions.add(YamlTrees.object(in.readAllBytes()));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } catch (UnreadableObjectException e) {
                throw new IllegalStateException(file + " is damaged: " + e.getMessage(), e);
            }
        }
        return definitions;
    }

    /** Fills in what a definition leaves out: names that follow from the kind, and how versions are converted. */
    public static void fillIn(ObjectNode definition) {
        ObjectNode spec = definition.withObject("/spec");
        ObjectNode names = spec.withObject("/names");
        String kind = names.path("kind").asText();
        if (!names.has("singular")) {
            names.put("singular", kind.toLowerCase(Locale.ROOT));
        }
        if (!names.has("listKind")) {
            names.put("listKind", kind + "List");
        }
        if (!spec.has("conversion")) {
            spec.putObject("conversion").put("strategy", "None");
        }
    }

    /** What is wrong with a definition. */
    public static void check(ObjectNode definition, Causes causes) {
        JsonNode spec = definition.path("spec");
        JsonNode names = spec.path("names");
        String wanted = names.path("plural").asText() + "." + spec.path("group").asText();
        JsonNode name = definition.path("metadata").path("name");
        if (!name.asText().equals(wanted)) {
            causes.invalid("metadata.name", name, "must be spec.names.plural+\".\"+spec.group");
        }
        require(spec, "spec.", List.of("group", "scope"), causes);
        require(names, "spec.names.", List.of("plural", "kind"), causes);
        String scope = spec.path("scope").asText();
        if (!scope.isEmpty() && !scope.equals("Cluster") && !scope.equals("Namespaced")) {
            causes.unsupported("spec.scope", spec.path("scope"), List.of("Cluster", "Namespaced"));
        }
        long stored = spec.path("versions")
                .valueStream()
                .filter(version -> version.path("storage").asBoolean())
                .count();
        if (stored != 1) {
            causes.invalid(
                    "spec.versions", spec.path("versions"), "must have exactly one version marked as storage version");
        }
        for (int i = 0; i < spec.path("versions").size(); i++) {
            JsonNode schema = spec.path("versions").get(i).path("schema").path("openAPIV3Schema");
            String path = "spec.versions[" + i + "].schema.openAPIV3Schema";
            if (schema.isMissingNode()) {
                causes.required(path, "schemas are required");
            } else if (!schema.path("type").asText().equals("object")) {
                causes.invalid(path + ".type", schema.path("type"), "must be object at the root");
            }
        }
    }

    private static void require(JsonNode object, String path, List<String> fields, Causes causes) {
        for (String field : fields) {
            if (object.path(field).asText().isEmpty()) {
                causes.required(path + field, "");
            }
        }
    }

    /** The rules of a definition that are not evaluated, as warnings for who installs it. */
    public static List<String> warnings(ObjectNode definition) {
        return Expressions.unknownIn(definition).stream()
                .map(rule -> "x-kubernetes-validations are not evaluated here, so that this rule holds nothing back: "
                        + rule)
                .toList();
    }

    /** Says in the status of a definition that its kinds are served. */
    public static void establish(ObjectNode definition, Instant now) {
        JsonNode spec = definition.path("spec");
        ObjectNode status = definition.withObject("/status");
        status.set("acceptedNames", spec.path("names").deepCopy());
        ArrayNode conditions = status.putArray("conditions");
        String time = now.truncatedTo(ChronoUnit.SECONDS).toString();
        condition(conditions, "NamesAccepted", "NoConflicts", "no conflicts found")
                .put("lastTransitionTime", time);
        condition(conditions, "Established", "InitialNamesAccepted", "the initial names have been accepted")
                .put("lastTransitionTime", time);
        ArrayNode stored = status.putArray("storedVersions");
        spec.path("versions")
                .valueStream()
                .filter(version -> version.path("storage").asBoolean())
                .forEach(version -> stored.add(version.path("name").asText()));
    }

    private static ObjectNode condition(ArrayNode conditions, String type, String reason, String message) {
        return conditions
                .addObject()
                .put("type", type)
                .put("status", "True")
                .put("reason", reason)
                .put("message", message);
    }
}

package dev.tierwall.lab.validate;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tierwall.lab.schema.GroupVersionKind;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/** What is wrong with the metadata of an object. */
final class MetaRules {

    static final String IMMUTABLE = "field is immutable";

    private static final Set<String> NAMED_AS_PATHS =
            Set.of("Role", "RoleBinding", "ClusterRole", "ClusterRoleBinding");
    private static final long MOST_ANNOTATIONS = 256 * 1024;

    private final Causes causes;
    private final Checks checks;

    MetaRules(Causes causes) {
        this.causes = causes;
        this.checks = new Checks(causes);
    }

    void check(JsonNode object, JsonNode old, boolean namespaced) {
        JsonNode metadata = object.path("metadata");
        if (old.isMissingNode()) {
            name(GroupVersionKind.of(object), metadata);
        } else {
            unchanged(metadata, old.path("metadata"));
        }
        JsonNode namespace = metadata.path("namespace");
        if (namespaced && namespace.asText().isEmpty()) {
            causes.required("metadata.namespace", "");
        } else if (namespaced) {
            checks.run("label", namespace, "metadata.namespace");
        } else if (!namespace.asText().isEmpty()) {
            causes.forbidden("metadata.namespace", "not allowed on this type");
        }
        checkTemplate(metadata, "metadata");
        metadata.path("finalizers").forEach(one -> checks.run("label-key", one, "metadata.finalizers"));
        owners(metadata.path("ownerReferences"));
    }

    private void name(GroupVersionKind kind, JsonNode metadata) {
        Function<String, List<String>> rule = nameRule(kind);
        JsonNode name = metadata.path("name");
        JsonNode prefix = metadata.path("generateName");
        if (!prefix.asText().isEmpty()) {
            for (String problem : rule.apply(Names.withoutTrailingHyphen(prefix.asText()))) {
                causes.invalid("metadata.generateName", prefix, problem);
            }
        }
        if (name.asText().isEmpty()) {
            causes.required("metadata.name", "name or generateName is required");
            return;
        }
        for (String problem : rule.apply(name.asText())) {
            causes.invalid("metadata.name", name, problem);
        }
        if (kind.kind().equals("CronJob") && name.asText().length() > 52) {
            causes.invalid("metadata.name", name, "must be no more than 52 bytes");
        }
    }

    private static Function<String, List<String>> nameRule(GroupVersionKind kind) {
        if (NAMED_AS_PATHS.contains(kind.kind())) {
            return Names::pathSegment;
        }
        return switch (kind.kind()) {
            case "Namespace", "StatefulSet" -> Names::label;
            case "Service" -> Names::service;
            default -> Names::subdomain;
        };
    }

    private void unchanged(JsonNode metadata, JsonNode old) {
        for (String field : List.of("name", "namespace", "uid", "creationTimestamp")) {
            JsonNode before = old.path(field);
            if (!before.isMissingNode() && !metadata.path(field).equals(before)) {
                causes.invalid("metadata." + field, metadata.path(field), IMMUTABLE);
            }
        }
    }

    private void owners(JsonNode owners) {
        String controller = "";
        for (int i = 0; i < owners.size(); i++) {
            JsonNode owner = owners.get(i);
            for (String field : List.of("kind", "name", "uid")) {
                if (owner.path(field).asText().isEmpty()) {
                    causes.invalid("metadata.ownerReferences." + field, "", "must not be empty");
                }
            }
            if (owner.path("apiVersion").asText().isEmpty()) {
                causes.invalid("metadata.ownerReferences.apiVersion", "", "version must not be empty");
            }
            if (owner.path("controller").asBoolean()) {
                String name =
                        owner.path("kind").asText() + "/" + owner.path("name").asText();
                if (!controller.isEmpty()) {
                    causes.invalid(
                            "metadata.ownerReferences",
                            owners,
                            "Only one reference can have Controller set to true. Found \"true\" in references for "
                                    + controller + " and " + name);
                }
                controller = name;
            }
        }
    }

    /** Labels and annotations, also of what is only a template. */
    void checkTemplate(JsonNode metadata, String path) {
        checks.labels(metadata.path("labels"), path + ".labels");
        long size = 0;
        for (Map.Entry<String, JsonNode> annotation :
                metadata.path("annotations").properties()) {
            size += annotation.getKey().length()
                    + annotation.getValue().asText().length();
            for (String problem : Names.annotationKey(annotation.getKey())) {
                causes.invalid(path + ".annotations", annotation.getKey(), problem);
            }
        }
        if (size > MOST_ANNOTATIONS) {
            causes.tooLong(path + ".annotations", MOST_ANNOTATIONS);
        }
    }
}

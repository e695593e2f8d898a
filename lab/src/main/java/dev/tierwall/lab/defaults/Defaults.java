package dev.tierwall.lab.defaults;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tierwall.lab.schema.BuiltIns;
import dev.tierwall.lab.schema.Field;
import dev.tierwall.lab.schema.GroupVersionKind;
import dev.tierwall.lab.schema.ListType;
import dev.tierwall.lab.schema.MapType;
import dev.tierwall.lab.schema.Struct;
import dev.tierwall.lab.schema.Type;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Fills in what an object of a built-in kind leaves out; the rules are a table, but for a few that look further. */
public final class Defaults {

    private static final class Table {
        static final Map<Type, List<DefaultRule>> RULES = read();

        private static Map<Type, List<DefaultRule>> read() {
            Map<Type, List<DefaultRule>> rules = new HashMap<>();
            try (InputStream table = Objects.requireNonNull(Defaults.class.getResourceAsStream("defaults.txt"))) {
                String text = new String(table.readAllBytes(), StandardCharsets.UTF_8);
                for (String line :
                        text.lines().filter(line -> !line.startsWith("#")).toList()) {
                    String[] words = line.split(" ", -1);
                    rules.computeIfAbsent(BuiltIns.table().type(words[0]), _ -> new ArrayList<>())
                            .add(DefaultRule.parse(words));
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            return rules;
        }
    }

    private Defaults() {}

    /** Changes an object that is in its usual form, as {@link dev.tierwall.lab.decode.Conform} gives it. */
    public static void fillIn(ObjectNode object) {
        GroupVersionKind kind = GroupVersionKind.of(object);
        BuiltIns.table().kind(kind).ifPresent(type -> {
            fillIn(type, object);
            further(kind, object);
        });
    }

    private static void fillIn(Type type, JsonNode value) {
        switch (type) {
            case Struct struct -> {
                if (value instanceof ObjectNode object) {
                    fillIn(struct, object);
                }
            }
            case ListType list -> value.forEach(item -> fillIn(list.item(), item));
            case MapType map -> value.forEach(item -> fillIn(map.value(), item));
            default -> {
                // A scalar is whole.
            }
        }
    }

    private static void fillIn(Struct type, ObjectNode object) {
        // First what is within, since the rules of the whole may copy from there.
        for (Field field : type.fields().values()) {
            fillIn(field.type(), object.path(field.name()));
        }
        List<DefaultRule> rules = Table.RULES.getOrDefault(type, List.of());
        rules.forEach(rule -> rule.apply(object));
    }

    private static void further(GroupVersionKind kind, ObjectNode object) {
        JsonNode spec = object.path("spec");
        switch (kind.kind()) {
            case "Namespace" -> {
                ObjectNode metadata = object.withObject("/metadata");
                metadata.withObject("/labels")
                        .put(
                                "kubernetes.io/metadata.name",
                                metadata.path("name").asText());
            }
            case "Pod" -> {
                containers(spec);
                if (spec instanceof ObjectNode pod
                        && spec.path("terminationGracePeriodSeconds").asLong() < 0) {
                    pod.put("terminationGracePeriodSeconds", 1);
                }
                requests(spec.path("containers"));
                requests(spec.path("initContainers"));
            }
            case "CronJob" -> containers(spec.at("/jobTemplate/spec/template/spec"));
            case "PodTemplate" -> containers(object.at("/template/spec"));
            case "Secret" -> plainTexts(object);
            case "Service" -> {
                if (!spec.path("sessionAffinity").asText().equals("ClientIP") && spec instanceof ObjectNode service) {
                    service.remove("sessionAffinityConfig");
                }
            }
            default -> containers(spec.at("/template/spec"));
        }
    }

    /** What is written as text for convenience is kept as bytes. */
    private static void plainTexts(ObjectNode secret) {
        if (secret.remove("stringData") instanceof ObjectNode texts) {
            for (Map.Entry<String, JsonNode> text : texts.properties()) {
                byte[] bytes = text.getValue().asText().getBytes(StandardCharsets.UTF_8);
                secret.withObject("/data")
                        .put(text.getKey(), Base64.getEncoder().encodeToString(bytes));
            }
        }
    }

    private static void containers(JsonNode podSpec) {
        boolean onHost = podSpec.path("hostNetwork").asBoolean();
        for (String list : List.of("initContainers", "containers", "ephemeralContainers")) {
            for (JsonNode container : podSpec.path(list)) {
                if (container instanceof ObjectNode object && !object.has("imagePullPolicy")) {
                    object.put("imagePullPolicy", isLatest(object.path("image").asText()) ? "Always" : "IfNotPresent");
                }
                for (JsonNode port : container.path("ports")) {
                    if (onHost && port instanceof ObjectNode object && !object.has("hostPort")) {
                        object.set("hostPort", object.path("containerPort"));
                    }
                }
            }
        }
        for (JsonNode volume : podSpec.path("volumes")) {
            if (volume instanceof ObjectNode object && object.size() == 1) {
                object.putObject("emptyDir");
            }
        }
    }

    private static boolean isLatest(String image) {
        String name = image.substring(image.lastIndexOf('/') + 1);
        return !name.isEmpty() && !name.contains("@") && (name.indexOf(':') < 0 || name.endsWith(":latest"));
    }

    /** What a container is limited to is what it asks for, unless it says otherwise. */
    private static void requests(JsonNode containers) {
        for (JsonNode container : containers) {
            for (Map.Entry<String, JsonNode> limit :
                    container.path("resources").path("limits").properties()) {
                ObjectNode requests = ((ObjectNode) container).withObject("/resources/requests");
                if (!requests.has(limit.getKey())) {
                    requests.set(limit.getKey(), limit.getValue());
                }
            }
        }
    }
}

package dev.tierwall.lab.validate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tierwall.lab.schema.BuiltIns;
import dev.tierwall.lab.schema.Field;
import dev.tierwall.lab.schema.GroupVersionKind;
import dev.tierwall.lab.schema.ListType;
import dev.tierwall.lab.schema.Struct;
import dev.tierwall.lab.schema.Type;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * What the API server would refuse in an object. Most rules look at one field, and stand in a table by type; those that
 * compare fields, or an object with what it was, are written for their kinds.
 */
public final class Validation {

    /** The checks of each field, by type and name. */
    private static final class Table {
        static final Map<Type, Map<String, List<String>>> RULES = read();

        private static Map<Type, Map<String, List<String>>> read() {
            Map<Type, Map<String, List<String>>> rules = new HashMap<>();
            try (InputStream table = Objects.requireNonNull(Validation.class.getResourceAsStream("rules.txt"))) {
                String text = new String(table.readAllBytes(), StandardCharsets.UTF_8);
                for (String line :
                        text.lines().filter(line -> !line.startsWith("#")).toList()) {
                    List<String> words = List.of(line.split(" ", -1));
                    rules.computeIfAbsent(BuiltIns.table().type(words.get(0)), _ -> new HashMap<>())
                            .put(words.get(1), words.subList(2, words.size()));
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            return rules;
        }
    }

    private final Causes causes = new Causes();
    private final Checks checks = new Checks(causes);

    private Validation() {}

    /** What is wrong with an object of a built-in kind that is to be created, in its usual form and with its defaults. */
    public static List<Cause> ofCreation(ObjectNode object, boolean namespaced) {
        return new Validation().check(object, MissingNode.getInstance(), namespaced);
    }

    /** What is wrong with a change of an object of a built-in kind. */
    public static List<Cause> ofUpdate(ObjectNode object, ObjectNode old, boolean namespaced) {
        return new Validation().check(object, old, namespaced);
    }

    /** What is wrong with the metadata of an object of any kind. */
    public static void ofMetadata(ObjectNode object, boolean namespaced, Causes causes) {
        new MetaRules(causes).check(object, MissingNode.getInstance(), namespaced);
    }

    private List<Cause> check(ObjectNode object, JsonNode old, boolean namespaced) {
        GroupVersionKind kind = GroupVersionKind.of(object);
        new MetaRules(causes).check(object, old, namespaced);
        Struct type =
                BuiltIns.table().kind(kind).orElseThrow(() -> new IllegalArgumentException(kind + " is not built in"));
        for (Field field : type.fields().values()) {
            if (!field.name().equals("metadata") && !field.name().equals("status")) {
                field(type, field, object.path(field.name()), field.name());
            }
        }
        KindRules.of(kind.kind(), causes).check(object, old);
        return causes.list();
    }

    private void struct(Struct type, JsonNode object, String path) {
        if (type == BuiltIns.table().type("meta.LabelSelector")) {
            checks.selector(object, path);
        } else if (type == BuiltIns.table().objectMeta()) {
            // Faults of a template's metadata are named as if they were the template's own.
            new MetaRules(causes).checkTemplate(object, path.substring(0, path.lastIndexOf('.')));
        } else {
            for (Field field : type.fields().values()) {
                field(type, field, object.path(field.name()), path + "." + field.name());
            }
        }
    }

    private void field(Struct type, Field field, JsonNode value, String path) {
        List<String> rules = Table.RULES.getOrDefault(type, Map.of()).getOrDefault(field.name(), List.of());
        for (String rule : rules) {
            // A number that must be there and is not has no further faults.
            if (!(rule.equals("port") && rules.contains("required-number") && value.asLong() == 0)) {
                checks.run(rule, value, path);
            }
        }
        if (!field.values().isEmpty()) {
            enumerated(
                    rules.contains("sorted") ? field.values().stream().sorted().toList() : field.values(), value, path);
        }
        switch (field.type()) {
            case Struct struct when value.isObject() -> struct(struct, value, path);
            case ListType list
            when list.item() instanceof Struct struct -> {
                for (int i = 0; i < value.size(); i++) {
                    struct(struct, value.get(i), path + "[" + i + "]");
                }
            }
            default -> {
                // Scalars have no fields, and the values of maps have no rules.
            }
        }
    }

    private void enumerated(List<String> values, JsonNode value, String path) {
        if (value.isArray()) {
            for (int i = 0; i < value.size(); i++) {
                enumerated(values, value.get(i), path + "[" + i + "]");
            }
        } else if (value.isTextual()
                && !values.contains(value.asText())
                && !value.asText().isEmpty()) {
            List<String> supported = new ArrayList<>(values);
            supported.removeIf(String::isEmpty);
            causes.unsupported(path, value, supported);
        }
    }

    /** The table, for the test that holds it to the types. */
    static Map<Type, Map<String, List<String>>> table() {
        return Table.RULES;
    }
}

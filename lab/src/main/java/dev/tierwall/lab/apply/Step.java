package dev.tierwall.lab.apply;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.StringJoiner;
import java.util.TreeMap;

/**
 * One step from a value to a part of it, as managedFields writes it: {@code f:} with the name of a field, {@code k:} with the
 * keys of a list's entry, {@code v:} with the entry itself, {@code i:} with its place.
 */
record Step(Form form, String text) implements Comparable<Step> {

    /** What is after the letter. */
    enum Form {
        FIELD("f:"),
        KEYS("k:"),
        VALUE("v:"),
        INDEX("i:");

        private final String prefix;

        Form(String prefix) {
            this.prefix = prefix;
        }
    }

    private static final ObjectMapper MAPPER = new ObjectMapper();

    static Step field(String name) {
        return new Step(Form.FIELD, name);
    }

    static Step value(JsonNode value) {
        return new Step(Form.VALUE, value.toString());
    }

    /** The step to an entry of a list whose entries are told apart by keys; a key that is absent may have a default. */
    static Step keys(JsonNode entry, List<String> keys, Map<String, JsonNode> defaults) {
        Map<String, JsonNode> sorted = new TreeMap<>();
        for (String key : keys) {
            JsonNode value = entry.path(key);
            JsonNode written = value.isMissingNode() ? defaults.getOrDefault(key, MissingNode.getInstance()) : value;
            if (!written.isMissingNode()) {
                sorted.put(key, written);
            }
        }
        ObjectNode object = JsonNodeFactory.instance.objectNode();
        object.setAll(sorted);
        return new Step(Form.KEYS, object.toString());
    }

    /** Reads what managedFields has; nothing if it has no known form. */
    static Optional<Step> parse(String written) {
        for (Form form : Form.values()) {
            if (written.startsWith(form.prefix)) {
                String text = written.substring(form.prefix.length());
                if (form == Form.FIELD || form == Form.INDEX) {
                    return Optional.of(new Step(form, text));
                }
                JsonNode value = json(text);
                return value.isMissingNode() ? Optional.empty() : Optional.of(new Step(form, value.toString()));
            }
        }
        return Optional.empty();
    }

    private static JsonNode json(String text) {
        try {
            return MAPPER.readTree(text);
        } catch (JsonProcessingException e) {
            return MissingNode.getInstance();
        }
    }

    /** As managedFields has it. */
    String written() {
        return form.prefix + text;
    }

    /** As a path of a conflict has it: {@code .spec}, {@code [name="a"]}, {@code [="x"]}. */
    String inPath() {
        return switch (form) {
            case FIELD -> "." + text;
            case VALUE -> "[=" + text + "]";
            case INDEX -> "[" + text + "]";
            case KEYS -> {
                StringJoiner keys = new StringJoiner(",", "[", "]");
                json(text).properties().forEach(key -> keys.add(key.getKey() + "=" + key.getValue()));
                yield keys.toString();
            }
        };
    }

    @Override
    public int compareTo(Step other) {
        int byForm = form.compareTo(other.form);
        return byForm != 0 ? byForm : text.compareTo(other.text);
    }
}

package dev.tierwall.lab.apply;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.tierwall.lab.schema.Field;
import dev.tierwall.lab.schema.ListType;
import dev.tierwall.lab.schema.MapType;
import dev.tierwall.lab.schema.Struct;
import dev.tierwall.lab.schema.Type;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A place for a value, and how server-side apply looks at it. Where no type is known, mappings are looked into and lists are not.
 *
 * @param type what may be there; null if that is not known
 * @param atomic whether it is owned as a whole whatever its type says
 */
record Slot(@Nullable Type type, boolean atomic) {

    static final Slot UNKNOWN = new Slot(null, false);

    /** How the parts of a value are told apart. */
    enum Look {
        /** There are no parts. */
        WHOLE,
        BY_NAME,
        BY_ENTRY
    }

    Look look(JsonNode value) {
        if (atomic) {
            return Look.WHOLE;
        }
        return switch (type) {
            case Struct struct -> struct.atomic() ? Look.WHOLE : Look.BY_NAME;
            case MapType map -> map.atomic() ? Look.WHOLE : Look.BY_NAME;
            case ListType list -> list.kind() == ListType.Kind.ATOMIC ? Look.WHOLE : Look.BY_ENTRY;
            case null -> value.isObject() ? Look.BY_NAME : Look.WHOLE;
            default -> Look.WHOLE;
        };
    }

    /** Whether a name is a field of the type, rather than a key that somebody chose. */
    boolean hasField(String name) {
        return type instanceof Struct struct && struct.field(name) != null;
    }

    Slot field(String name) {
        return switch (type) {
            case Struct struct -> {
                Field field = struct.field(name);
                yield field == null ? UNKNOWN : new Slot(field.type(), field.is(Field.Trait.ATOMIC));
            }
            case MapType map -> new Slot(map.value(), false);
            case null, default -> UNKNOWN;
        };
    }

    Slot item() {
        return type instanceof ListType list ? new Slot(list.item(), false) : UNKNOWN;
    }

    Slot beyond(Step step) {
        return step.form() == Step.Form.FIELD ? field(step.text()) : item();
    }

    /** The steps from a list to its entries, in order. */
    List<Step> steps(JsonNode list) {
        List<String> keys = type instanceof ListType known ? known.keys() : List.of();
        Map<String, JsonNode> defaults = keys.isEmpty() ? Map.of() : defaults(keys);
        return list.valueStream()
                .map(entry -> keys.isEmpty() ? Step.value(entry) : Step.keys(entry, keys, defaults))
                .toList();
    }

    private Map<String, JsonNode> defaults(List<String> keys) {
        Map<String, JsonNode> defaults = new HashMap<>();
        for (String key : keys) {
            Field field =
                    type instanceof ListType list && list.item() instanceof Struct struct ? struct.field(key) : null;
            String value = field == null ? null : field.defaultValue();
            if (value != null) {
                defaults.put(key, JsonNodeFactory.instance.textNode(value));
            }
        }
        return defaults;
    }
}

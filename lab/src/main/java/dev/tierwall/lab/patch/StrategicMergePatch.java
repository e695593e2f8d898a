package dev.tierwall.lab.patch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tierwall.lab.schema.Field;
import dev.tierwall.lab.schema.ListType;
import dev.tierwall.lab.schema.MapType;
import dev.tierwall.lab.schema.Struct;
import dev.tierwall.lab.schema.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Strategic merge patch: a JSON merge patch that knows the types, and so merges lists by the keys of their entries. Directives
 * in the patch replace, delete, order, or keep only some of what is there.
 */
public final class StrategicMergePatch {

    static final String PATCH = "$patch";
    private static final String RETAIN_KEYS = "$retainKeys";
    private static final String ORDER = "$setElementOrder/";
    private static final String DELETE_FROM = "$deleteFromPrimitiveList/";

    private StrategicMergePatch() {}

    /** The object changed by the patch; neither of the two is touched. */
    public static ObjectNode apply(Struct type, ObjectNode object, ObjectNode patch) throws PatchException {
        return merge(object.deepCopy(), patch.deepCopy(), type);
    }

    /** Merges a patch into an object, both of which are used up; where no type is known, nothing but maps are merged. */
    static ObjectNode merge(ObjectNode object, ObjectNode patch, @Nullable Type type) throws PatchException {
        JsonNode directive = patch.remove(PATCH);
        if (directive != null) {
            return switch (directive.asText()) {
                case "replace" -> patch;
                case "delete" -> JsonNodeFactory.instance.objectNode();
                default -> throw malformed("unknown patch type found: " + directive.asText());
            };
        }
        retainKeys(object, patch);
        orderedLists(object, patch, type);
        for (Map.Entry<String, JsonNode> change : patch.properties()) {
            String name = change.getKey();
            if (name.startsWith(DELETE_FROM)) {
                String list = name.substring(DELETE_FROM.length());
                if (object.get(list) instanceof ArrayNode from) {
                    object.set(list, StrategicLists.without(from, change.getValue()));
                }
            } else {
                mergeField(object, name, change.getValue(), fieldOf(type, name));
            }
        }
        return object;
    }

    private static void mergeField(ObjectNode object, String name, JsonNode value, @Nullable Field field)
            throws PatchException {
        JsonNode old = object.path(name);
        if (value.isNull()) {
            object.remove(name);
        } else if (value instanceof ObjectNode inner && old instanceof ObjectNode target && !isReplaced(field)) {
            object.set(name, merge(target, inner, field == null ? null : field.type()));
        } else if (value instanceof ArrayNode list && old instanceof ArrayNode target && isMerged(field)) {
            object.set(name, StrategicLists.merge(target, list, listOf(field)));
        } else {
            JsonNode added = withoutDirectives(value);
            if (added == null) {
                object.remove(name);
            } else {
                object.set(name, added);
            }
        }
    }

    private static boolean isReplaced(@Nullable Field field) {
        return field != null && field.merge().is("replace");
    }

    private static boolean isMerged(@Nullable Field field) {
        return field != null && field.merge().is("merge");
    }

    private static StrategicLists.Entries listOf(@Nullable Field field) {
        return field != null && field.type() instanceof ListType list
                ? new StrategicLists.Entries(list.item(), field.merge().key())
                : new StrategicLists.Entries(null, "");
    }

    private static @Nullable Field fieldOf(@Nullable Type type, String name) {
        return switch (type) {
            case Struct struct -> struct.field(name);
            case MapType map -> Field.of(name, map.value());
            case null, default -> null;
        };
    }

    /** {@code $retainKeys}: what is not named goes. */
    private static void retainKeys(ObjectNode object, ObjectNode patch) throws PatchException {
        JsonNode keys = patch.remove(RETAIN_KEYS);
        if (keys == null) {
            return;
        }
        if (!keys.isArray()) {
            throw malformed("invalid patch format of retainKeys");
        }
        for (Map.Entry<String, JsonNode> change : patch.properties()) {
            boolean named = Same.contains(keys, JsonNodeFactory.instance.textNode(change.getKey()));
            if (!named && !change.getValue().isNull() && !change.getKey().startsWith("$")) {
                throw malformed("invalid patch format of retainKeys");
            }
        }
        object.properties()
                .removeIf(property -> !Same.contains(keys, JsonNodeFactory.instance.textNode(property.getKey())));
    }

    /** {@code $setElementOrder/x}: merges the list x, and brings the entries that are named into the order given. */
    private static void orderedLists(ObjectNode object, ObjectNode patch, @Nullable Type type) throws PatchException {
        List<String> directives = new ArrayList<>();
        patch.fieldNames().forEachRemaining(directives::add);
        directives.removeIf(name -> !name.startsWith(ORDER));
        for (String directive : directives) {
            String name = directive.substring(ORDER.length());
            Field field = fieldOf(type, name);
            StrategicLists.Entries entries = listOf(field);
            JsonNode changes = patch.path(name).isNull() ? null : patch.remove(name);
            if (!(patch.remove(directive) instanceof ArrayNode order) || !(changes == null || changes.isArray())) {
                throw malformed("invalid patch format of setElementOrder list");
            }
            ArrayNode old = object.get(name) instanceof ArrayNode list ? list : null;
            ArrayNode merged = old;
            if (changes instanceof ArrayNode list) {
                StrategicLists.checkOrder(list, order, entries.key());
                merged = old == null
                        ? (ArrayNode) withoutDirectives(list)
                        : isMerged(field) ? StrategicLists.merge(old.deepCopy(), list, entries) : list;
            }
            if (merged != null) {
                ArrayNode known = old == null ? JsonNodeFactory.instance.arrayNode() : old;
                object.set(name, StrategicLists.ordered(merged, order, known, entries.key()));
            }
        }
    }

    /** A value that is new to the object: what its directives would delete is not there, and null is nothing. */
    static @Nullable JsonNode withoutDirectives(JsonNode value) {
        return switch (value) {
            case ObjectNode object -> object.has(PATCH) ? null : fieldsWithoutDirectives(object);
            case ArrayNode array -> {
                ArrayNode kept = JsonNodeFactory.instance.arrayNode();
                for (JsonNode item : array) {
                    JsonNode inner = withoutDirectives(item);
                    if (inner != null) {
                        kept.add(inner);
                    }
                }
                yield kept;
            }
            default -> value;
        };
    }

    private static ObjectNode fieldsWithoutDirectives(ObjectNode object) {
        ObjectNode kept = JsonNodeFactory.instance.objectNode();
        for (Map.Entry<String, JsonNode> property : object.properties()) {
            String name = property.getKey();
            boolean directive = name.equals(RETAIN_KEYS) || name.startsWith(ORDER) || name.startsWith(DELETE_FROM);
            JsonNode inner = directive || property.getValue().isNull() ? null : withoutDirectives(property.getValue());
            if (inner != null) {
                kept.set(name, inner);
            }
        }
        return kept;
    }

    static PatchException malformed(String message) {
        return PatchException.malformed(message);
    }
}

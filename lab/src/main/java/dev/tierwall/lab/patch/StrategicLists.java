package dev.tierwall.lab.patch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tierwall.lab.schema.Type;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The lists of a strategic merge patch: merged by key, or as sets of scalars, in an order that both sides can live with. */
final class StrategicLists {

    /**
     * What the entries of a list are.
     *
     * @param type their type, if it is known
     * @param key the field that tells them apart; empty for scalars
     */
    record Entries(@Nullable Type type, String key) {}

    private StrategicLists() {}

    /** A list with the changes of a patch; the list is used up. */
    static ArrayNode merge(ArrayNode list, ArrayNode patch, Entries entries) throws PatchException {
        boolean ofObjects = (list.isEmpty() ? patch : list).path(0).isObject();
        if (!ofObjects) {
            ArrayNode merged = JsonNodeFactory.instance.arrayNode();
            list.forEach(item -> addOnce(merged, item));
            patch.forEach(item -> addOnce(merged, item));
            return ordered(merged, patch, list, "");
        }
        if (entries.key.isEmpty()) {
            throw PatchException.malformed("cannot merge lists without merge key");
        }
        ArrayNode kept = list;
        ArrayNode changes = JsonNodeFactory.instance.arrayNode();
        boolean replaced = false;
        for (JsonNode change : patch) {
            switch (change.path(StrategicMergePatch.PATCH).asText()) {
                case "" -> changes.add(change);
                case "replace" -> replaced = true;
                case "delete" -> kept = withoutKey(kept, change, entries.key);
                default ->
                    throw PatchException.malformed("unknown patch type found: "
                            + change.path(StrategicMergePatch.PATCH).asText());
            }
        }
        if (replaced) {
            return changes;
        }
        ArrayNode merged = kept.deepCopy();
        for (JsonNode change : changes) {
            mergeEntry(merged, change, entries);
        }
        return ordered(merged, changes, kept, entries.key);
    }

    private static void addOnce(ArrayNode list, JsonNode item) {
        if (!Same.contains(list, item)) {
            list.add(item);
        }
    }

    private static void mergeEntry(ArrayNode merged, JsonNode change, Entries entries) throws PatchException {
        if (!change.path(entries.key).isValueNode() || change.path(entries.key).isNull()) {
            throw PatchException.malformed("map: " + change + " does not contain declared merge key: " + entries.key);
        }
        int index = Same.indexOf(merged, change, entries.key);
        if (index >= 0 && merged.get(index) instanceof ObjectNode old && change instanceof ObjectNode patch) {
            merged.set(index, StrategicMergePatch.merge(old, patch, entries.type));
        } else {
            JsonNode added = StrategicMergePatch.withoutDirectives(change);
            if (added != null) {
                merged.add(added);
            }
        }
    }

    private static ArrayNode withoutKey(ArrayNode list, JsonNode entry, String key) throws PatchException {
        if (!entry.has(key)) {
            throw PatchException.malformed("map: " + entry + " does not contain declared merge key: " + key);
        }
        ArrayNode kept = JsonNodeFactory.instance.arrayNode();
        for (JsonNode item : list) {
            if (!Same.value(item.path(key), entry.path(key))) {
                kept.add(item);
            }
        }
        return kept;
    }

    /** A list of scalars without some of them. */
    static ArrayNode without(ArrayNode list, JsonNode gone) {
        ArrayNode kept = JsonNodeFactory.instance.arrayNode();
        for (JsonNode item : list) {
            if (!Same.contains(gone, item)) {
                kept.add(item);
            }
        }
        return kept;
    }

    /** Refuses an order that does not name what the patch changes, in the order in which it changes it. */
    static void checkOrder(ArrayNode patch, ArrayNode order, String key) throws PatchException {
        int last = -1;
        for (JsonNode change : patch) {
            if (change.has(StrategicMergePatch.PATCH)) {
                continue;
            }
            int index = Same.indexOf(order, change, key);
            if (index <= last) {
                throw PatchException.malformed(
                        "The order in patch list:\n" + patch + "\n doesn't match $setElementOrder list:\n" + order);
            }
            last = index;
        }
    }

    /**
     * The entries that an order names, in that order, woven with the others, which stay in front of all that they were in
     * front of.
     */
    static ArrayNode ordered(ArrayNode merged, ArrayNode order, ArrayNode before, String key) {
        List<JsonNode> named = new ArrayList<>();
        List<JsonNode> others = new ArrayList<>();
        merged.forEach(item -> (Same.indexOf(order, item, key) >= 0 ? named : others).add(item));
        named.sort(Comparator.comparingInt(item -> Same.indexOf(order, item, key)));
        ArrayNode result = JsonNodeFactory.instance.arrayNode();
        int i = 0;
        for (JsonNode item : named) {
            int at = Same.indexOf(before, item, key);
            while (i < others.size() && at >= 0 && isBefore(before, others.get(i), key, at)) {
                result.add(others.get(i++));
            }
            result.add(item);
        }
        result.addAll(others.subList(i, others.size()));
        return result;
    }

    private static boolean isBefore(ArrayNode before, JsonNode item, String key, int at) {
        int index = Same.indexOf(before, item, key);
        return index >= 0 && index < at;
    }
}

package dev.tierwall.lab.patch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;

/** When two JSON values are the same: numbers by what they are worth, however they are kept. */
final class Same {

    private Same() {}

    static boolean value(JsonNode one, JsonNode other) {
        return one.equals(Same::compare, other);
    }

    private static int compare(JsonNode one, JsonNode other) {
        if (one.isNumber() && other.isNumber()) {
            return one.decimalValue().compareTo(other.decimalValue());
        }
        return one.equals(other) ? 0 : 1;
    }

    static boolean contains(Iterable<JsonNode> values, JsonNode value) {
        for (JsonNode candidate : values) {
            if (value(candidate, value)) {
                return true;
            }
        }
        return false;
    }

    /** Where in a list an entry is that has the same key, or is the same where there is no key; -1 if nowhere. */
    static int indexOf(ArrayNode list, JsonNode entry, String key) {
        JsonNode wanted = key.isEmpty() ? entry : entry.path(key);
        for (int i = 0; i < list.size(); i++) {
            JsonNode candidate = key.isEmpty() ? list.get(i) : list.get(i).path(key);
            if (value(candidate, wanted)) {
                return i;
            }
        }
        return -1;
    }
}

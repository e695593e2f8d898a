package dev.tierwall.lab.patch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** JSON patch, RFC 6902: a list of operations, all of which succeed or none. */
public final class JsonPatch {

    private static final int MOST_OPERATIONS = 10_000;

    private JsonNode document;

    private JsonPatch(JsonNode document) {
        this.document = document;
    }

    /** The document changed by the operations; neither of the two is touched. */
    public static JsonNode apply(JsonNode document, JsonNode operations) throws PatchException {
        if (!operations.isArray()) {
            throw PatchException.malformed("a JSON patch is a list of operations");
        }
        if (operations.size() > MOST_OPERATIONS) {
            throw PatchException.malformed("The allowed maximum operations in a JSON patch is " + MOST_OPERATIONS
                    + ", got " + operations.size());
        }
        JsonPatch patch = new JsonPatch(document.deepCopy());
        for (JsonNode operation : operations) {
            patch.run(operation);
        }
        return patch.document;
    }

    private void run(JsonNode operation) throws PatchException {
        String name = operation.path("op").asText();
        String path = text(operation, "path", name);
        switch (name) {
            case "add" -> add(name, path, value(operation));
            case "remove" -> remove(name, path);
            case "replace" -> replace(path, value(operation));
            case "move" -> {
                String from = text(operation, "from", name);
                if (path.startsWith(from + "/")) {
                    throw PatchException.unfit("move operation does not apply: " + path + " is within " + from);
                }
                add(name, path, remove(name, from));
            }
            case "copy" -> {
                String from = text(operation, "from", name);
                add(name, path, existing(name, from).deepCopy());
            }
            case "test" -> test(path, operation.path("value"));
            default -> throw PatchException.malformed("Unexpected kind: " + name);
        }
    }

    private static String text(JsonNode operation, String field, String name) throws PatchException {
        JsonNode text = operation.path(field);
        if (!text.isTextual() || (!text.asText().isEmpty() && !text.asText().startsWith("/"))) {
            throw PatchException.malformed(name + " operation has no valid \"" + field + "\"");
        }
        return text.asText();
    }

    private static JsonNode value(JsonNode operation) throws PatchException {
        JsonNode value = operation.path("value");
        if (value.isMissingNode()) {
            throw PatchException.malformed("operation, missing value field: missing value");
        }
        return value.deepCopy();
    }

    private void add(String name, String path, JsonNode value) throws PatchException {
        if (path.isEmpty()) {
            document = value;
            return;
        }
        List<String> steps = steps(path);
        String last = steps.removeLast();
        switch (find(steps)) {
            case ObjectNode object -> object.set(last, value);
            case ArrayNode array when last.equals("-") -> array.add(value);
            case ArrayNode array -> array.insert(index(last, array.size() + 1), value);
            case null, default -> throw missing(name, path);
        }
    }

    private JsonNode remove(String name, String path) throws PatchException {
        JsonNode removed = existing(name, path);
        if (path.isEmpty()) {
            throw PatchException.unfit(name + " operation does not apply: the whole document cannot be removed");
        }
        List<String> steps = steps(path);
        String last = steps.removeLast();
        switch (find(steps)) {
            case ObjectNode object -> object.remove(last);
            case ArrayNode array -> array.remove(index(last, array.size()));
            case null, default -> throw missing(name, path);
        }
        return removed;
    }

    private void replace(String path, JsonNode value) throws PatchException {
        existing("replace", path);
        if (path.isEmpty()) {
            document = value;
            return;
        }
        List<String> steps = steps(path);
        String last = steps.removeLast();
        switch (find(steps)) {
            case ObjectNode object -> object.set(last, value);
            case ArrayNode array -> array.set(index(last, array.size()), value);
            case null, default -> throw missing("replace", path);
        }
    }

    /** A field that is absent is taken for null, as the API server takes it. */
    private void test(String path, JsonNode value) throws PatchException {
        JsonNode found = find(steps(path));
        boolean nothingWanted = value.isMissingNode() || value.isNull();
        if (found == null ? !nothingWanted : !Same.value(found, value) && !(found.isNull() && nothingWanted)) {
            throw PatchException.unfit("testing value " + path + " failed: test failed");
        }
    }

    private JsonNode existing(String name, String path) throws PatchException {
        JsonNode found = find(steps(path));
        if (found == null) {
            throw missing(name, path);
        }
        return found;
    }

    private static PatchException missing(String name, String path) {
        return PatchException.unfit(
                name + " operation does not apply: doc is missing path: \"" + path + "\": missing value");
    }

    /** What is at a place of the document, or null. */
    private @Nullable JsonNode find(List<String> steps) throws PatchException {
        JsonNode node = document;
        for (String step : steps) {
            node = switch (node) {
                case ObjectNode object -> object.get(step);
                case ArrayNode array -> step.equals("-") ? null : array.get(index(step, Integer.MAX_VALUE));
                default -> null;
            };
            if (node == null) {
                return null;
            }
        }
        return node;
    }

    private static int index(String step, int end) throws PatchException {
        if (!step.matches("0|[1-9][0-9]{0,8}")) {
            throw PatchException.unfit("value was not a proper array index: '" + step + "'");
        }
        int index = Integer.parseInt(step);
        if (index >= end) {
            throw PatchException.unfit("Unable to access invalid index: " + index + ": invalid index referenced");
        }
        return index;
    }

    private static List<String> steps(String path) {
        List<String> steps = new ArrayList<>();
        if (!path.isEmpty()) {
            for (String step : path.substring(1).split("/", -1)) {
                steps.add(step.replace("~1", "/").replace("~0", "~"));
            }
        }
        return steps;
    }
}

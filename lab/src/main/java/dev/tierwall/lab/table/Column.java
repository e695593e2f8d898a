package dev.tierwall.lab.table;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;

/**
 * A column.
 *
 * @param name its heading
 * @param type {@code string}, {@code integer}, …
 * @param wide whether it is shown only where more is asked for
 * @param cell what it shows of an object
 */
record Column(String name, String type, boolean wide, Cell cell) {

    /** What a column shows of an object at a moment. */
    @FunctionalInterface
    interface Cell {
        /** A text or a number. */
        Object of(ObjectNode object, Instant now);
    }

    static Column text(String name, Cell cell) {
        return new Column(name, "string", false, cell);
    }

    static Column number(String name, Cell cell) {
        return new Column(name, "integer", false, cell);
    }

    Column onlyWide() {
        return new Column(name, type, true, cell);
    }

    static Column names() {
        return text(
                "Name", (object, now) -> object.path("metadata").path("name").asText());
    }

    static Column age() {
        return text(
                "Age",
                (object, now) -> Age.since(
                        object.path("metadata").path("creationTimestamp").asText(""), now));
    }

    /** A text at a JSON pointer; something else where there is none. */
    static Cell at(String pointer, String otherwise) {
        return (object, now) -> {
            JsonNode node = object.at(pointer);
            return node.isMissingNode() || node.isNull() || node.asText().isEmpty() ? otherwise : node.asText();
        };
    }

    /** A number at a JSON pointer, 0 where there is none. */
    static Cell count(String pointer) {
        return (object, now) -> object.at(pointer).asLong(0);
    }
}

package dev.tierwall.lab.table;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tierwall.lab.schema.Resource;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Makes the {@code Table} that {@code kubectl get} prints. */
public final class Tables {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private final String version;
    private final List<Column> columns;

    /**
     * @param resource what the rows are
     * @param definition the CustomResourceDefinition that it comes from, if from one
     * @param version of the table: {@code v1} or {@code v1beta1}
     */
    public Tables(Resource resource, Optional<ObjectNode> definition, String version) {
        this.version = version;
        this.columns = definition
                .map(custom -> columns(custom, resource.version()))
                .orElseGet(() -> Layouts.of(resource.name()));
    }

    private static List<Column> columns(ObjectNode definition, String version) {
        List<Column> columns = new ArrayList<>(List.of(Column.names()));
        for (JsonNode served : definition.at("/spec/versions")) {
            if (served.path("name").asText().equals(version)) {
                for (JsonNode column : served.path("additionalPrinterColumns")) {
                    columns.add(column(column));
                }
            }
        }
        if (columns.size() == 1) {
            columns.add(Column.age());
        }
        return columns;
    }

    private static Column column(JsonNode column) {
        String path = column.path("jsonPath").asText();
        boolean date = column.path("type").asText().equals("date");
        return new Column(
                column.path("name").asText(),
                column.path("type").asText("string"),
                column.path("priority").asInt(0) > 0,
                (object, now) -> {
                    String text = JsonPaths.text(object, path);
                    return date && !text.isEmpty() ? Age.since(text, now) : text;
                });
    }

    /**
     * A table of some objects.
     *
     * @param include how much of each object stands beside its row: {@code None}, {@code Metadata} or {@code Object}
     * @param now the moment that ages end at
     */
    public ObjectNode of(List<ObjectNode> objects, String include, Instant now) {
        ObjectNode table = JSON.objectNode();
        table.put("kind", "Table").put("apiVersion", "meta.k8s.io/" + version);
        table.putObject("metadata");
        ArrayNode definitions = table.putArray("columnDefinitions");
        for (Column column : columns) {
            definitions
                    .addObject()
                    .put("name", column.name())
                    .put("type", column.type())
                    .put("format", column.name().equals("Name") ? "name" : "")
                    .put("description", column.name())
                    .put("priority", column.wide() ? 1 : 0);
        }
        ArrayNode rows = table.putArray("rows");
        for (ObjectNode object : objects) {
            ObjectNode row = rows.addObject();
            ArrayNode cells = row.putArray("cells");
            columns.forEach(column -> cells.addPOJO(column.cell().of(object, now)));
            switch (include) {
                case "None" -> {}
                case "Object" -> row.set("object", object);
                default -> row.set("object", metadata(object, version));
            }
        }
        return table;
    }

    /** An object without all that is not its metadata. */
    public static ObjectNode metadata(ObjectNode object, String version) {
        ObjectNode partial = JSON.objectNode();
        partial.put("kind", "PartialObjectMetadata").put("apiVersion", "meta.k8s.io/" + version);
        partial.set("metadata", object.path("metadata"));
        return partial;
    }
}

package dev.tierwall.lab.decode;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Reads JSON into trees, and notices fields that are written twice, of which the last one counts. */
public final class JsonTrees {

    private static final JsonFactory FACTORY = new JsonFactory();
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private final List<String> complaints = new ArrayList<>();

    private JsonTrees() {}

    /** An object from JSON, with its doubled fields as complaints. */
    public static Parsed object(byte[] bytes) throws UnreadableObjectException {
        JsonTrees trees = new JsonTrees();
        if (trees.read(bytes) instanceof ObjectNode object) {
            return new Parsed(object, trees.complaints);
        }
        throw new UnreadableObjectException("the body must be a JSON object");
    }

    /** Any JSON. */
    public static JsonNode any(byte[] bytes) throws UnreadableObjectException {
        return new JsonTrees().read(bytes);
    }

    private JsonNode read(byte[] bytes) throws UnreadableObjectException {
        try (JsonParser parser = FACTORY.createParser(bytes)) {
            if (parser.nextToken() == null) {
                throw new UnreadableObjectException("unexpected end of JSON input");
            }
            JsonNode root = value(parser, "");
            if (parser.nextToken() != null) {
                throw new UnreadableObjectException("there is more after the end of the JSON");
            }
            return root;
        } catch (JsonProcessingException e) {
            throw new UnreadableObjectException("the body is not JSON: " + e.getOriginalMessage());
        } catch (IOException e) {
            throw new UnreadableObjectException("the body cannot be read: " + e.getMessage());
        }
    }

    private JsonNode value(JsonParser parser, String path) throws IOException {
        return switch (parser.currentToken()) {
            case START_OBJECT -> object(parser, path);
            case START_ARRAY -> {
                ArrayNode array = JSON.arrayNode();
                while (parser.nextToken() != JsonToken.END_ARRAY) {
                    array.add(value(parser, path + "[" + array.size() + "]"));
                }
                yield array;
            }
            case VALUE_STRING -> JSON.textNode(parser.getText());
            case VALUE_NUMBER_INT ->
                switch (parser.getNumberType()) {
                    case INT -> JSON.numberNode(parser.getIntValue());
                    case LONG -> JSON.numberNode(parser.getLongValue());
                    default -> JSON.numberNode(parser.getBigIntegerValue());
                };
            case VALUE_NUMBER_FLOAT -> JSON.numberNode(parser.getDoubleValue());
            case VALUE_TRUE -> JSON.booleanNode(true);
            case VALUE_FALSE -> JSON.booleanNode(false);
            default -> JSON.nullNode();
        };
    }

    private ObjectNode object(JsonParser parser, String path) throws IOException {
        ObjectNode object = JSON.objectNode();
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            String inner = path.isEmpty() ? name : path + "." + name;
            if (object.has(name)) {
                complaints.add("duplicate field \"" + inner + "\"");
            }
            parser.nextToken();
            object.set(name, value(parser, inner));
        }
        return object;
    }
}

package dev.tierwall.kube.tree;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;

/** Reads JSON values one after the other: manifests with positions, answers of an API server without. */
public final class JsonReader {

    /** A key or a string longer than this is no part of an object that an API server takes. */
    private static final int MAX_STRING = 64 << 20;

    private static final JsonFactory FACTORY = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(TreeBuilder.MAX_DEPTH + 1)
                    .maxStringLength(MAX_STRING)
                    .build())
            .build();

    private final TreeBuilder builder;
    private final int firstLine;
    private final boolean positions;

    JsonReader(TreeBuilder builder, int firstLine, boolean positions) {
        this.builder = builder;
        this.firstLine = firstLine;
        this.positions = positions;
    }

    /**
     * Reads an answer of an API server: one object, or a list whose items are handed out as they arrive.
     *
     * @throws IOException if the stream fails or is no JSON
     */
    public static void read(InputStream answer, TreeSink sink, Problems problems) throws IOException {
        TreeBuilder builder = new TreeBuilder(sink, problems);
        try (JsonParser parser = FACTORY.createParser(answer)) {
            new JsonReader(builder, 0, false).all(parser);
        } catch (UnreadableException | JsonProcessingException broken) {
            throw new IOException("the answer is not the JSON of an API server: " + broken.getMessage(), broken);
        }
    }

    /** Reads values up to the end of the text, each a document. Throws {@link UnreadableException} where one is broken. */
    void read(Reader text) throws IOException {
        try (JsonParser parser = FACTORY.createParser(text)) {
            all(parser);
        } catch (StreamConstraintsException tooLarge) {
            JsonLocation at = tooLarge.getLocation();
            throw unreadable(
                    at,
                    "this JSON is larger or deeper than any object of the API",
                    "look for what was generated wrongly");
        } catch (JsonProcessingException broken) {
            throw unreadable(broken.getLocation(), "not JSON: " + reason(broken), "mend the JSON at this place");
        }
    }

    /** What Jackson found, without the advice that it has for Java programmers. */
    private static String reason(JsonProcessingException broken) {
        String message = broken.getOriginalMessage();
        int end = message.length();
        for (String advice : new String[] {" (for ", " (start marker", ": maybe", ": was expecting", "\n"}) {
            int at = message.indexOf(advice);
            end = at > 0 ? Math.min(end, at) : end;
        }
        String reason = message.substring(0, end).strip();
        return reason.isEmpty() ? "unexpected text" : Character.toLowerCase(reason.charAt(0)) + reason.substring(1);
    }

    private UnreadableException unreadable(JsonLocation at, String problem, String remedy) {
        int line = at == null ? firstLine : line(at);
        int column = at == null ? 1 : Math.max(1, at.getColumnNr());
        return new UnreadableException(line, column, problem, remedy);
    }

    private int line(JsonLocation at) {
        return firstLine + Math.max(1, at.getLineNr()) - 1;
    }

    private void all(JsonParser parser) throws IOException {
        int depth = 0;
        for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
            if (!positions && token == JsonToken.FIELD_NAME && isBallast(parser.currentName())) {
                parser.nextToken();
                parser.skipChildren();
                continue;
            }
            depth += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
            accept(parser, token);
            if (depth == 0) {
                builder.finish();
            }
        }
    }

    /** What an API server keeps for itself and for kubectl: often more than the object, and never of interest here. */
    private static boolean isBallast(String field) {
        return field.equals("managedFields") || field.equals("kubectl.kubernetes.io/last-applied-configuration");
    }

    private void accept(JsonParser parser, JsonToken token) throws IOException {
        int line = 0;
        int column = 0;
        if (positions && !token.isStructEnd()) {
            JsonLocation at = parser.currentTokenLocation();
            line = line(at);
            column = Math.max(1, at.getColumnNr());
        }
        switch (token) {
            case START_OBJECT -> builder.beginMapping(line, column);
            case START_ARRAY -> builder.beginSequence(line, column);
            case END_OBJECT, END_ARRAY -> builder.end();
            case FIELD_NAME -> builder.key(parser.currentName(), line, column);
            case VALUE_STRING -> builder.value(new Node.Text(parser.getText(), line, column));
            case VALUE_NUMBER_INT -> builder.value(whole(parser, line, column));
            case VALUE_NUMBER_FLOAT ->
                builder.value(Scalars.number(Double.parseDouble(parser.getText()), line, column));
            case VALUE_TRUE -> builder.value(new Node.Bool(true, line, column));
            case VALUE_FALSE -> builder.value(new Node.Bool(false, line, column));
            case VALUE_NULL -> builder.value(new Node.Null(line, column));
            default -> throw new IllegalStateException("no token of plain JSON: " + token);
        }
    }

    private static Node whole(JsonParser parser, int line, int column) throws IOException {
        return switch (parser.getNumberType()) {
            case INT, LONG -> new Node.Whole(parser.getLongValue(), line, column);
            default -> new Node.Fraction(parser.getBigIntegerValue().doubleValue(), line, column);
        };
    }
}

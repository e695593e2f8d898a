package dev.tierwall.cli.output;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.PrettyPrinter;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;

/** JSON, indented by two spaces. */
final class JsonTree implements Tree {
    private final JsonGenerator json;
    private final PrintWriter out;

    JsonTree(PrintWriter out) {
        this.out = out;
        try {
            this.json = new JsonFactory()
                    .createGenerator(out)
                    .disable(JsonGenerator.Feature.FLUSH_PASSED_TO_STREAM)
                    .disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET)
                    .setPrettyPrinter(new Lines());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private interface Step {
        void run() throws IOException;
    }

    /** The writer reports its failures by unchecked exceptions of its own, so that there is none to expect here. */
    private static void run(Step step) {
        try {
            step.run();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void beginObject() {
        run(json::writeStartObject);
    }

    @Override
    public void beginLine() {
        run(() -> {
            ((Lines) json.getPrettyPrinter()).onOneLine();
            json.writeStartObject();
        });
    }

    @Override
    public void beginArray() {
        run(json::writeStartArray);
    }

    @Override
    public void end() {
        run(() -> {
            if (json.getOutputContext().inArray()) {
                json.writeEndArray();
            } else {
                json.writeEndObject();
            }
        });
    }

    @Override
    public void name(String name) {
        run(() -> json.writeFieldName(name));
    }

    @Override
    public void text(String value) {
        run(() -> json.writeString(value));
    }

    @Override
    public void number(long value) {
        run(() -> json.writeNumber(value));
    }

    @Override
    public void truth(boolean value) {
        run(() -> json.writeBoolean(value));
    }

    @Override
    public void close() {
        run(json::close); // ends what is open too
        out.println();
    }

    /** Where lines end. */
    private static final class Lines implements PrettyPrinter {
        private int depth;
        private int lineDepth;
        private boolean nextOnOneLine;

        void onOneLine() {
            nextOnOneLine = true;
        }

        private boolean inLine() {
            return lineDepth > 0;
        }

        private void begin() {
            depth++;
            lineDepth += inLine() || nextOnOneLine ? 1 : 0;
            nextOnOneLine = false;
        }

        private void finish(JsonGenerator json, char bracket, boolean empty) throws IOException {
            depth--;
            if (inLine()) {
                lineDepth--;
            } else if (!empty) {
                line(json);
            }
            json.writeRaw(bracket);
        }

        private void line(JsonGenerator json) throws IOException {
            json.writeRaw('\n');
            for (int i = 0; i < depth; i++) {
                json.writeRaw("  ");
            }
        }

        private void separate(JsonGenerator json) throws IOException {
            json.writeRaw(',');
            if (inLine()) {
                json.writeRaw(' ');
            } else {
                line(json);
            }
        }

        private void first(JsonGenerator json) throws IOException {
            if (!inLine()) {
                line(json);
            }
        }

        @Override
        public void writeRootValueSeparator(JsonGenerator json) throws IOException {
            json.writeRaw('\n');
        }

        @Override
        public void writeStartObject(JsonGenerator json) throws IOException {
            json.writeRaw('{');
            begin();
        }

        @Override
        public void writeEndObject(JsonGenerator json, int fields) throws IOException {
            finish(json, '}', fields == 0);
        }

        @Override
        public void writeObjectEntrySeparator(JsonGenerator json) throws IOException {
            separate(json);
        }

        @Override
        public void writeObjectFieldValueSeparator(JsonGenerator json) throws IOException {
            json.writeRaw(": ");
        }

        @Override
        public void writeStartArray(JsonGenerator json) throws IOException {
            json.writeRaw('[');
            begin();
        }

        @Override
        public void writeEndArray(JsonGenerator json, int values) throws IOException {
            finish(json, ']', values == 0);
        }

        @Override
        public void writeArrayValueSeparator(JsonGenerator json) throws IOException {
            separate(json);
        }

        @Override
        public void beforeArrayValues(JsonGenerator json) throws IOException {
            first(json);
        }

        @Override
        public void beforeObjectEntries(JsonGenerator json) throws IOException {
            first(json);
        }
    }
}

package dev.tierwall.cli.agent;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.Locale;

/** Prints flows as they come in, one a line. Safe for use by many threads. */
final class FlowPrinter {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final PrintWriter out;
    private final FlowFilter filter;
    private final boolean json;

    FlowPrinter(PrintWriter out, FlowFilter filter, boolean json) {
        this.out = out;
        this.filter = filter;
        this.json = json;
    }

    /** Prints a line of an agent, if it is wanted; empty ones only show that the agent is there. */
    synchronized void print(String line) throws IOException {
        if (line.isBlank()) {
            return;
        }
        JsonNode flow = JSON.readTree(line);
        if (filter.matches(flow)) {
            out.println(json ? line : text(flow));
            out.flush();
        }
    }

    static String text(JsonNode flow) {
        long count = flow.path("count").asLong(1);
        String event = flow.path("event").asText("");
        return flow.path("time").asText() + " "
                + flow.path("verdict").asText().toUpperCase(Locale.ROOT)
                + (event.equals("ended") ? " (ended)" : "") + " "
                + flow.path("direction").asText() + " "
                + name(flow.path("source")) + " → " + name(flow.path("destination"))
                + (flow.has("destination") && flow.path("destination").has("port")
                        ? ":" + flow.path("destination").path("port").asInt()
                        : "")
                + "/" + flow.path("protocol").asText()
                + (count > 1 ? " ×" + count : "") + "  "
                + flow.path("reason").asText();
    }

    private static String name(JsonNode end) {
        return end.has("pod")
                ? end.path("namespace").asText() + "/" + end.path("pod").asText()
                : end.path("address").asText();
    }
}

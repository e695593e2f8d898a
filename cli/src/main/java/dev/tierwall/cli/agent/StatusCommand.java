package dev.tierwall.cli.agent;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tierwall.cli.frame.CliCommand;
import dev.tierwall.cli.frame.ExitCode;
import dev.tierwall.cli.frame.Help;
import dev.tierwall.cli.frame.Shell;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** {@code tierwall status}: how the agents are, in one screen. */
public final class StatusCommand implements CliCommand {

    private static final String ROW = "%-24s %-9s %10s %9s %8s %9s %11s %8s%n";

    @Override
    public void describe(CommandSpec spec) {
        Agents.addFormat(spec, "agent-status.json");
        Agents.addTo(spec);
        new Help("Tell how the agents are: what they enforce, what they mended, what is wrong.")
                .example("tierwall status")
                .example("tierwall status --agent 127.0.0.1:9479 -o json")
                .exitCodes("All agents are ready, and nothing is wrong.", "An agent is not, or something is wrong.")
                .addTo(spec);
    }

    @Override
    public int run(ParseResult given, Shell shell) throws IOException {
        boolean json = Agents.isJson(given);
        // Not a field: help and completion need none, and it is a large library.
        ObjectMapper reader = new ObjectMapper();
        List<String> wrong = new ArrayList<>();
        List<JsonNode> all = new ArrayList<>();
        try (Agents agents = Agents.find(given, shell)) {
            if (agents.isNone("status", shell)) {
                return ExitCode.BROKEN;
            }
            for (Agents.Asked agent : agents.all()) {
                try (BufferedReader answer = agent.get("/status")) {
                    all.add(reader.readTree(answer));
                } catch (IOException broken) {
                    wrong.add(agent.name() + ": does not answer: " + broken.getMessage());
                }
            }
        }
        if (json) {
            all.forEach(status -> shell.out().println(status));
        } else {
            print(all, shell.out());
        }
        all.forEach(status -> wrong.addAll(problems(status)));
        (json ? shell.err() : shell.out()).print(text(wrong));
        return wrong.isEmpty() ? ExitCode.OK : ExitCode.NO;
    }

    private static void print(List<JsonNode> all, PrintWriter out) {
        out.printf(ROW, "NODE", "READY", "GENERATION", "PODS", "POLICIES", "REPAIRS", "PROGRAMMED", "DENIED");
        for (JsonNode one : all) {
            JsonNode median = one.at("/programming/medianSeconds");
            out.printf(
                    ROW,
                    one.path("node").asText(),
                    one.path("ready").asBoolean() ? "yes" : "no",
                    one.path("generation").asText(),
                    one.at("/pods/local").asText() + "/" + one.at("/pods/all").asText(),
                    one.path("policies").asText(),
                    one.at("/repairs/count").asText(),
                    median.isMissingNode() ? "-" : String.format(Locale.ROOT, "%.1f ms", median.asDouble() * 1000),
                    one.at("/flows/denied").asText());
        }
    }

    private static List<String> problems(JsonNode status) {
        List<String> found = new ArrayList<>();
        String node = status.path("node").asText() + ": ";
        if (!status.path("ready").asBoolean()) {
            found.add(node + "nothing is enforced yet");
        }
        status.path("problems").forEach(one -> found.add(node + one.asText()));
        status.path("invalid")
                .forEach(one -> found.add(node + one.path("kind").asText() + " "
                        + one.path("namespace").asText() + "/"
                        + one.path("name").asText() + " is not understood, so what it selects is closed: "
                        + one.path("problem").asText()));
        status.path("watches").properties().forEach(one -> {
            if (!List.of("following", "not installed").contains(one.getValue().asText())) {
                found.add(node + one.getKey() + " are not followed: "
                        + one.getValue().asText());
            }
        });
        JsonNode repair = status.at("/repairs/last");
        if (!repair.isMissingNode()) {
            found.add(node + "mended at " + repair.path("time").asText() + ", changed by "
                    + repair.path("text").asText());
        }
        JsonNode lost = status.at("/flows/lost");
        if (lost.asLong() > 0) {
            found.add(node + lost.asText() + " records of flows were lost");
        }
        return found;
    }

    private static String text(List<String> wrong) {
        return wrong.isEmpty() ? "" : "\n" + String.join("\n", wrong) + "\n";
    }
}

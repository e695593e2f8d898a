package dev.tierwall.cli.frame;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.UsageMessageSpec;

/** The help of a command, in the order in which it is read: what for, examples, explanations, options, exit codes. */
public final class Help {
    private final String summary;
    private final List<String> examples = new ArrayList<>();
    private final List<String> text = new ArrayList<>();
    private final Map<String, String> exitCodes = new LinkedHashMap<>();

    /** For a command that {@code summary} describes in one sentence. */
    public Help(String summary) {
        this.summary = summary;
        exitCodes("Done.", "");
    }

    /** Adds a command line that a person may want to type. */
    public Help example(String commandLine) {
        examples.add(commandLine);
        return this;
    }

    /** Adds lines that explain the arguments. */
    public Help text(String... lines) {
        text.addAll(List.of(lines));
        return this;
    }

    /** Says what the codes 0 and 1 mean here; 1 is left out where it cannot be. */
    public Help exitCodes(String ok, String no) {
        exitCodes.clear();
        exitCodes.put("0", ok);
        if (!no.isEmpty()) {
            exitCodes.put("1", no);
        }
        exitCodes.put(
                "2",
                "Wrong usage, or input that cannot be read or is wrong; the answer is given as far as there is one.");
        exitCodes.put("3", "The environment failed, such as the cluster.");
        return this;
    }

    /** Writes it into the command's description. */
    public void addTo(CommandSpec spec) {
        UsageMessageSpec usage = spec.usageMessage();
        List<String> lines = new ArrayList<>();
        if (!examples.isEmpty()) {
            lines.add("Examples:");
            examples.forEach(example -> lines.add("  " + example));
        }
        if (!text.isEmpty()) {
            lines.add("");
            lines.addAll(text);
        }
        usage.description(lines.stream().map(line -> line.replace("%", "%%")).toArray(String[]::new));
        usage.header(summary);
        usage.synopsisHeading("%nUsage: ");
        usage.descriptionHeading("%n");
        usage.optionListHeading("%nOptions:%n");
        usage.exitCodeListHeading("%nExit codes:%n");
        usage.exitCodeList(exitCodes);
        usage.width(100);
    }
}

package dev.tierwall.cli.lab;

import dev.tierwall.cli.frame.Shell;
import dev.tierwall.cli.frame.Usage;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParseResult;

/** What the commands about labs have in common. */
final class LabOptions {

    static final String USUAL_NAME = "tierwall";
    private static final int MOST_NODES = 20;

    private LabOptions() {}

    static void addName(CommandSpec spec) {
        spec.addPositional(PositionalParamSpec.builder()
                .index("0")
                .arity("0..1")
                .paramLabel("NAME")
                .type(String.class)
                .description("Which lab; " + USUAL_NAME + " if no name is given.")
                .build());
    }

    /** For commands whose arguments are something else. */
    static void addLab(CommandSpec spec) {
        spec.addOption(OptionSpec.builder("--lab")
                .paramLabel("NAME")
                .type(String.class)
                .description("Which lab; " + USUAL_NAME + " if not said.")
                .build());
    }

    /** The lab that such a command means, which must run. */
    static LabFolder running(ParseResult given, Shell shell) throws IOException {
        LabFolder folder = LabFolder.of(checked(given, given.matchedOptionValue("--lab", USUAL_NAME)), shell);
        if (LabProcess.of(folder).isEmpty()) {
            throw new IOException(
                    "lab " + folder.name() + " does not run; start it with 'tierwall lab up " + folder.name() + "'");
        }
        return folder;
    }

    static String name(ParseResult given) {
        return checked(given, given.matchedPositionalValue(0, USUAL_NAME));
    }

    private static String checked(ParseResult given, String name) {
        if (!name.matches("[a-z0-9]([a-z0-9-]{0,38}[a-z0-9])?")) {
            throw Usage.mistake(
                    given, "a lab's name has up to 40 small letters, digits and dashes between them, unlike " + name);
        }
        return name;
    }

    /** How the lab shall be; the daemon takes the same options as the command that starts it. */
    static void addPlan(CommandSpec spec) {
        spec.addOption(OptionSpec.builder("--nodes")
                .paramLabel("N")
                .type(int.class)
                .description("How many nodes; 2 if not said.")
                .build());
        spec.addOption(OptionSpec.builder("--image")
                .paramLabel("NAME=DIR")
                .type(Map.class)
                .auxiliaryTypes(String.class, String.class)
                .description("What containers of this image see in the place of the machine's own folders.")
                .build());
        spec.addOption(OptionSpec.builder("--outside")
                .paramLabel("HOST[=ADDRESS]")
                .type(List.class)
                .auxiliaryTypes(String.class)
                .description("One more host of the simulated outside.")
                .build());
    }

    static int nodes(ParseResult given) {
        int nodes = given.matchedOptionValue("--nodes", 2);
        if (nodes < 1 || nodes > MOST_NODES) {
            throw Usage.mistake(given, "a lab has 1 to " + MOST_NODES + " nodes, not " + nodes);
        }
        return nodes;
    }

    static Map<String, String> images(ParseResult given) {
        return given.matchedOptionValue("--image", Map.of());
    }

    static List<String> outside(ParseResult given) {
        return given.matchedOptionValue("--outside", List.of());
    }
}

package dev.tierwall.cli.lab.demo;

import dev.tierwall.cli.frame.CliCommand;
import dev.tierwall.cli.frame.ExitCode;
import dev.tierwall.cli.frame.Help;
import dev.tierwall.cli.frame.Shell;
import dev.tierwall.cli.lab.RunningLab;
import dev.tierwall.cli.output.Format;
import dev.tierwall.cli.output.OutputOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/** {@code tierwall lab demo}: plays a tutorial with packets, and beside each answer what the engine predicted. */
public final class LabDemo implements CliCommand {

    private static final String LAB = "demo";

    @Override
    public void describe(CommandSpec spec) {
        spec.addOption(OptionSpec.builder("--step")
                .type(boolean.class)
                .description("Wait for the Enter key before each step.")
                .build());
        spec.addOption(OptionSpec.builder("--keep")
                .type(boolean.class)
                .description("Let the lab run afterwards; 'tierwall lab down " + LAB
                        + "' ends it, unless another had that name.")
                .build());
        spec.addOption(OptionSpec.builder("--record")
                .paramLabel("FILE")
                .type(String.class)
                .description("Write what is shown as an SVG picture that plays it.")
                .build());
        OutputOptions.addTo(spec, Format.TEXT);
        new Help("Close a three-tier application step by step, with real packets, and compare them with predictions.")
                .example("tierwall lab demo")
                .example("tierwall lab demo --step")
                .text("Each connection is tried with nc in a pod; the prediction is what 'tierwall check' says of it.")
                .exitCodes("Every connection did as predicted.", "One did not.")
                .addTo(spec);
    }

    @Override
    public int run(ParseResult given, Shell shell) throws IOException {
        long begin = System.nanoTime();
        DemoScreen screen = new DemoScreen(shell.out(), OutputOptions.paint(given, shell));
        Path files = DemoFiles.unpack();
        try {
            Optional<RunningLab> lab = RunningLab.start(LAB, shell);
            if (lab.isEmpty()) {
                return ExitCode.BROKEN;
            }
            try {
                int differ = play(given, lab.get(), screen, files);
                long seconds = Duration.ofNanos(System.nanoTime() - begin).toSeconds();
                screen.title("All in all");
                screen.verdict(
                        differ == 0,
                        differ == 0
                                ? "every connection did what was predicted, in " + seconds + " s"
                                : differ + " connections did not do what was predicted");
                record(given, screen);
                return differ == 0 ? ExitCode.OK : ExitCode.NO;
            } finally {
                if (!given.hasMatchedOption("--keep")) {
                    lab.get().close();
                }
            }
        } finally {
            DemoFiles.remove(files);
        }
    }

    private static int play(ParseResult given, RunningLab lab, DemoScreen screen, Path files) throws IOException {
        DemoHands hands = new DemoHands(lab, files);
        screen.line(
                "Pods, nodes and what is outside are simulated on this machine; connections and policies are real.");
        screen.line(hands.words());
        int differ = 0;
        for (DemoStep step : DemoStep.ALL) {
            if (given.hasMatchedOption("--step")) {
                lab.shell().err().println("Press Enter for the next step.");
                for (int one = lab.shell().in().read();
                        one >= 0 && one != '\n';
                        one = lab.shell().in().read()) {
                    // Only the end of the line matters.
                }
            }
            differ += new DemoPlay(screen, hands, lab).play(step);
        }
        return differ;
    }

    private static void record(ParseResult given, DemoScreen screen) throws IOException {
        String file = given.matchedOptionValue("--record", "");
        if (!file.isEmpty()) {
            Files.writeString(Path.of(file), screen.svg());
        }
    }
}

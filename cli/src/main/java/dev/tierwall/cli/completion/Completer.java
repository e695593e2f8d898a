package dev.tierwall.cli.completion;

import dev.tierwall.cli.frame.ExitCode;
import dev.tierwall.cli.frame.Shell;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/**
 * Answers what the word before the cursor may become, for {@code tierwall __complete WORD…}. Prints one candidate a line,
 * a tab and its description, and last {@code :0} if file names fit too or {@code :4} if they do not, which is what kubectl
 * expects of a plug-in's completion. Never says anything else.
 */
public final class Completer {
    /** The hidden command. */
    public static final String COMMAND = "__complete";

    private static final Set<String> FILES = Set.of("-f", "--filename", "--kubeconfig");
    private static final Set<String> NAMESPACES = Set.of("-n", "--namespace");
    private static final Set<String> NAMES = Set.of("--from", "--to");
    private static final Set<String> NAMES_OF_ARGUMENTS = Set.of("SRC", "POD");
    private static final Set<String> NAMES_WITH_PORT = Set.of("DST[:PORT[/PROTO]]");

    private final CommandSpec root;
    private final Shell shell;
    private final List<Candidate> candidates = new ArrayList<>();
    private boolean files;

    private Completer(CommandSpec root, Shell shell) {
        this.root = root;
        this.shell = shell;
    }

    /** Completes the last of the words, those after the program's name up to the cursor. */
    public static int complete(CommandSpec root, List<String> words, Shell shell) {
        Completer completer = new Completer(root, shell);
        completer.find(words.isEmpty() ? List.of("") : words);
        completer.print(words.isEmpty() ? "" : words.getLast());
        return ExitCode.OK;
    }

    private void print(String partial) {
        candidates.stream()
                .filter(candidate -> candidate.word().startsWith(partial))
                .distinct()
                .forEach(candidate -> shell.out()
                        .print(candidate.word()
                                + (candidate.description().isEmpty() ? "" : "\t" + candidate.description())
                                + "\n"));
        shell.out().print(files ? ":0\n" : ":4\n");
    }

    private void find(List<String> words) {
        List<String> before = words.subList(0, words.size() - 1);
        String partial = words.getLast();
        int at = 0;
        while (at < before.size() && before.get(at).startsWith("-")) {
            at++;
        }
        if (at == before.size()) {
            root.subcommands()
                    .forEach((name, line) -> candidates.add(new Candidate(name, summary(line.getCommandSpec()))));
            return;
        }
        CommandLine line = root.subcommands().get(before.get(at));
        if (line != null) {
            inCommand(line.getCommandSpec(), before.subList(at + 1, before.size()), partial);
        }
    }

    private static String summary(CommandSpec spec) {
        String[] header = spec.usageMessage().header();
        return header.length == 0 ? "" : header[0];
    }

    private void inCommand(CommandSpec spec, List<String> before, String partial) {
        int equals = partial.startsWith("--") ? partial.indexOf('=') : -1;
        if (equals > 0) {
            OptionSpec option = spec.findOption(partial.substring(0, equals));
            if (option != null) {
                value(option, before, partial.substring(0, equals + 1));
            }
            return;
        }
        OptionSpec open = before.isEmpty() ? null : optionWithValue(spec, before.getLast());
        if (open != null) {
            value(open, before, "");
        } else if (partial.startsWith("-")) {
            for (OptionSpec option : spec.options()) {
                String description = option.description().length == 0 ? "" : option.description()[0];
                candidates.add(new Candidate(option.longestName(), firstSentence(description)));
            }
        } else {
            argument(spec, before, partial);
        }
    }

    private static String firstSentence(String text) {
        int end = text.indexOf(". ");
        return (end < 0 ? text : text.substring(0, end + 1)).replace("%%", "%");
    }

    /** The option of this word, if the next word is its value. */
    private static @Nullable OptionSpec optionWithValue(CommandSpec spec, String word) {
        OptionSpec option = word.startsWith("-") ? spec.findOption(word) : null;
        return option == null || option.arity().max() == 0 ? null : option;
    }

    private void value(OptionSpec option, List<String> before, String prefix) {
        Set<String> names = Set.of(option.names());
        if (option.completionCandidates() != null) {
            option.completionCandidates().forEach(word -> candidates.add(Candidate.of(prefix + word)));
        } else if (names.stream().anyMatch(FILES::contains)) {
            files = true;
        } else if (names.stream().anyMatch(NAMESPACES::contains)) {
            LiveNames.read(before, shell).namespaces().forEach(word -> candidates.add(Candidate.of(prefix + word)));
        } else if (names.stream().anyMatch(NAMES::contains)) {
            LiveNames.read(before, shell)
                    .names()
                    .forEach(name -> candidates.add(new Candidate(prefix + name.word(), name.description())));
        }
    }

    private void argument(CommandSpec spec, List<String> before, String partial) {
        int index = 0;
        for (int i = 0; i < before.size(); i++) {
            if (optionWithValue(spec, before.get(i)) != null) {
                i++;
            } else if (!before.get(i).startsWith("-") || before.get(i).equals("-")) {
                index++;
            }
        }
        for (PositionalParamSpec argument : spec.positionalParameters()) {
            if (!argument.index().contains(index)) {
                continue;
            }
            if (argument.completionCandidates() != null) {
                argument.completionCandidates().forEach(word -> candidates.add(Candidate.of(word)));
            } else if (NAMES_OF_ARGUMENTS.contains(argument.paramLabel())) {
                candidates.addAll(LiveNames.read(before, shell).names());
            } else if (NAMES_WITH_PORT.contains(argument.paramLabel())) {
                candidates.addAll(LiveNames.read(before, shell).destinations(partial));
            } else {
                files = true;
            }
        }
    }
}

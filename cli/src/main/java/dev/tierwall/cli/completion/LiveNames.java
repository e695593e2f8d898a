package dev.tierwall.cli.completion;

import dev.tierwall.cli.facts.FactsLoader;
import dev.tierwall.cli.facts.FactsOptions;
import dev.tierwall.cli.frame.Shell;
import dev.tierwall.core.model.Namespace;
import dev.tierwall.core.model.Pod;
import dev.tierwall.core.model.Service;
import dev.tierwall.core.model.Snapshot;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.Writer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicReference;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** The names that can be written on a command line that is not complete yet, as the facts have them that it asks for. */
final class LiveNames {
    /** Who waits for a completion does not wait for long. */
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private static final List<String> WITH_VALUE =
            List.of("-f", "--filename", "-n", "--namespace", "--context", "--kubeconfig", "--as", "--as-group");

    private final Snapshot facts;
    private final Optional<String> namespace;

    private LiveNames(Snapshot facts, Optional<String> namespace) {
        this.facts = facts;
        this.namespace = namespace;
    }

    /** Those of the files or the cluster that these words name; none if that fails or takes too long. */
    static LiveNames read(List<String> words, Shell shell) {
        AtomicReference<LiveNames> found = new AtomicReference<>(new LiveNames(Snapshot.EMPTY, Optional.empty()));
        Thread reader = Thread.ofPlatform().daemon().unstarted(() -> {
            try {
                found.set(load(factsWords(words), shell));
            } catch (IOException | ParameterException silent) {
                // Nobody reads messages while a word is being completed.
            }
        });
        reader.setUncaughtExceptionHandler((thread, failure) -> {});
        reader.start();
        try {
            reader.join(PATIENCE);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
        return found.get();
    }

    private static LiveNames load(List<String> words, Shell shell) throws IOException {
        CommandSpec spec = CommandSpec.create();
        FactsOptions.addTo(spec);
        var given = new CommandLine(spec).parseArgs(words.toArray(String[]::new));
        PrintWriter silent = new PrintWriter(Writer.nullWriter());
        FactsLoader loader = new FactsLoader(given, shell.withoutPerson(InputStream.nullInputStream(), silent));
        Snapshot facts = loader.load().snapshot();
        return new LiveNames(facts, loader.namespace());
    }

    /** The options among the words that say where facts come from. Standard input is not read: it is the terminal. */
    private static List<String> factsWords(List<String> words) {
        List<String> kept = new ArrayList<>();
        Iterator<String> rest = words.iterator();
        while (rest.hasNext()) {
            String word = rest.next();
            String option = word.startsWith("--") && word.contains("=") ? word.substring(0, word.indexOf('=')) : word;
            if (word.equals("--live") || (WITH_VALUE.contains(option) && !option.equals(word))) {
                kept.add(word);
            } else if (WITH_VALUE.contains(word) && rest.hasNext()) {
                kept.add(word);
                kept.add(rest.next());
            }
        }
        kept.add("--request-timeout");
        kept.add("2s");
        return kept;
    }

    List<String> namespaces() {
        TreeSet<String> names = new TreeSet<>();
        for (Namespace each : facts.namespaces().values()) {
            names.add(each.name());
        }
        for (Pod pod : facts.pods().values()) {
            names.add(pod.key().namespace());
        }
        return List.copyOf(names);
    }

    /** Workloads, pods and Services, and the words that stand for others. */
    List<Candidate> names() {
        TreeMap<String, String> found = new TreeMap<>();
        for (Pod pod : facts.pods().values()) {
            if (pod.isEndpoint()) {
                found.put(
                        name(pod.key().namespace(), pod.key().name()), pod.key().kind());
                found.put(
                        name(pod.workload().namespace(), pod.workload().name()),
                        pod.workload().kind());
            }
        }
        for (Service service : facts.services().values()) {
            found.put("svc:" + name(service.key().namespace(), service.key().name()), "Service");
        }
        List<Candidate> candidates = new ArrayList<>();
        found.forEach((name, kind) -> candidates.add(new Candidate(name, kind)));
        candidates.add(new Candidate("internet", "all public addresses"));
        return candidates;
    }

    private String name(String in, String name) {
        return namespace.filter(in::equals).isPresent() ? name : in + "/" + name;
    }

    /** As names, and once a name is written, with the ports that it declares. */
    List<Candidate> destinations(String partial) {
        int colon = partial.lastIndexOf(':');
        if (colon < 0 || partial.substring(0, colon + 1).equals("svc:")) {
            return names();
        }
        String asked = partial.substring(0, colon);
        TreeMap<String, String> ports = new TreeMap<>();
        for (Pod pod : facts.pods().values()) {
            boolean meant = asked.equals(name(pod.key().namespace(), pod.key().name()))
                    || asked.equals(
                            name(pod.workload().namespace(), pod.workload().name()));
            if (meant) {
                pod.ports().forEach(port -> ports.put(port.number() + "/" + port.protocol(), port.name()));
            }
        }
        for (Service service : facts.services().values()) {
            if (asked.equals(
                    "svc:" + name(service.key().namespace(), service.key().name()))) {
                service.ports().forEach(port -> ports.put(port.number() + "/" + port.protocol(), port.name()));
            }
        }
        List<Candidate> candidates = new ArrayList<>();
        ports.forEach((port, name) -> candidates.add(new Candidate(asked + ":" + port, name)));
        return candidates;
    }
}

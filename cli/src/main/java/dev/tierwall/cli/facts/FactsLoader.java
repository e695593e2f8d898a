package dev.tierwall.cli.facts;

import dev.tierwall.cli.frame.Shell;
import dev.tierwall.cli.output.OutputOptions;
import dev.tierwall.core.model.Finding;
import dev.tierwall.kube.manifest.Manifests;
import dev.tierwall.kube.manifest.Reading;
import dev.tierwall.kube.watch.Overlay;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.ParseResult;

/** Reads the facts that a command's options ask for. */
public final class FactsLoader {
    private final ParseResult given;
    private final Shell shell;
    private Optional<String> contextNamespace = Optional.empty();

    public FactsLoader(ParseResult given, Shell shell) {
        this.given = given;
        this.shell = shell;
    }

    /**
     * The facts that {@code -f} and {@code --live} ask for, after their findings were printed on standard error.
     *
     * @throws IOException if the cluster cannot be asked
     */
    public Facts load() throws IOException {
        List<String> files = FactsOptions.files(given);
        Facts facts = files.isEmpty() ? cluster() : FactsOptions.live(given) ? over(cluster(), files) : files(files);
        report(facts);
        return facts;
    }

    /** The facts of manifests alone; findings are not printed. */
    public Facts files(List<String> paths) {
        Reading read = read(paths);
        return new Facts(read.snapshot(), read.findings());
    }

    private Reading read(List<String> paths) {
        return Manifests.read(paths, namespace().orElse("default"), shell.in());
    }

    /** The facts of the cluster alone; findings are not printed. */
    public Facts cluster() throws IOException {
        LiveCluster.Read read = new LiveCluster(given, shell).read();
        contextNamespace = read.namespace();
        return read.facts();
    }

    /** The facts as they were if these manifests were applied; findings are not printed. */
    public Facts over(Facts facts, List<String> paths) {
        Reading read = read(paths);
        List<Finding> findings = new ArrayList<>(facts.findings());
        findings.addAll(read.findings());
        return new Facts(Overlay.of(facts.snapshot(), read.objects()), findings);
    }

    /** The namespace of names that are given without one: that of {@code -n}, or of the context that was asked. */
    public Optional<String> namespace() {
        return FactsOptions.namespace(given).or(() -> contextNamespace);
    }

    /** Prints the findings of some facts on standard error. */
    public void report(Facts facts) {
        Reports.print(
                facts.findings(), FactsOptions.verbose(given), shell.err(), OutputOptions.paintMessages(given, shell));
    }
}

package dev.tierwall.cli.facts;

import dev.tierwall.cli.frame.Shell;
import dev.tierwall.cli.frame.Usage;
import dev.tierwall.kube.access.Access;
import dev.tierwall.kube.access.ApiServer;
import dev.tierwall.kube.access.ClusterException;
import dev.tierwall.kube.access.ClusterOptions;
import dev.tierwall.kube.access.Environment;
import dev.tierwall.kube.manifest.Reading;
import dev.tierwall.kube.watch.ClusterReader;
import java.io.IOException;
import java.util.Optional;
import picocli.CommandLine.ParseResult;

/** Reads the cluster that the options mean. Apart from {@link FactsLoader}, so that files are read without loading it. */
final class LiveCluster {
    private final ParseResult given;
    private final Shell shell;

    /** The facts, and the namespace that the context prefers. */
    record Read(Facts facts, Optional<String> namespace) {}

    LiveCluster(ParseResult given, Shell shell) {
        this.given = given;
        this.shell = shell;
    }

    /**
     * Reads all of it.
     *
     * @throws IOException if it cannot be asked, or stops answering
     * @throws picocli.CommandLine.ParameterException if nothing says which cluster, or what says so is wrong
     */
    Read read() throws IOException {
        ClusterOptions options = FactsOptions.cluster(given);
        Access access = access(options);
        try (ClusterProgress progress = new ClusterProgress(shell);
                ApiServer server = new ApiServer(access, options.requestTimeout())) {
            Reading read = ClusterReader.read(server, FactsOptions.namespace(given), progress);
            return new Read(new Facts(read.snapshot(), read.findings()), access.namespace());
        } catch (ClusterException failure) {
            throw new IOException(failure.getMessage(), failure);
        }
    }

    private Access access(ClusterOptions options) {
        try {
            return Access.find(options, Environment.of(shell.variables(), shell.err()::println));
        } catch (ClusterException unclear) {
            throw Usage.mistake(given, String.valueOf(unclear.getMessage()));
        }
    }
}

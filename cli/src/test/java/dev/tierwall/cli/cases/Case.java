package dev.tierwall.cli.cases;

import dev.tierwall.core.model.Snapshot;
import dev.tierwall.kube.manifest.Manifests;
import dev.tierwall.kube.manifest.Reading;
import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/**
 * One folder of cases/.
 *
 * @param folder where it is
 * @param flows what is expected of it
 */
public record Case(Path folder, List<Expected> flows) {

    /**
     * A line of flows.yaml.
     *
     * @param from the source, as the command line takes it
     * @param to the destination, likewise
     * @param port the port, likewise
     * @param allowed the verdict; denied where one of several answers is
     * @param reason names of policies that the explanation must give
     */
    public record Expected(String from, String to, String port, boolean allowed, List<String> reason) {
        @Override
        public String toString() {
            return from + " → " + to + " " + port + (allowed ? " is allowed" : " is denied");
        }
    }

    /** All cases, by name. */
    public static List<Case> all() throws IOException {
        Path root = Path.of("").toAbsolutePath();
        while (!Files.isDirectory(root.resolve("cases"))) {
            root = root.getParent();
        }
        List<Case> cases = new ArrayList<>();
        try (Stream<Path> folders = Files.list(root.resolve("cases"))) {
            for (Path folder : folders.filter(Files::isDirectory).sorted().toList()) {
                cases.add(new Case(folder, flows(folder.resolve("flows.yaml"))));
            }
        }
        return cases;
    }

    private static List<Expected> flows(Path file) throws IOException {
        List<Expected> flows = new ArrayList<>();
        try (Reader text = Files.newBufferedReader(file)) {
            Load load = new Load(LoadSettings.builder().build());
            for (Object item : (List<?>) load.loadFromReader(text)) {
                Map<?, ?> flow = (Map<?, ?>) item;
                List<String> reason = flow.get("reason") instanceof List<?> names
                        ? names.stream().map(Object::toString).toList()
                        : List.of();
                String verdict = flow.get("verdict").toString();
                if (!verdict.equals("allowed") && !verdict.equals("denied")) {
                    throw new IllegalArgumentException(file + ": not a verdict: " + verdict);
                }
                flows.add(new Expected(
                        flow.get("from").toString(),
                        flow.get("to").toString(),
                        flow.get("port").toString(),
                        verdict.equals("allowed"),
                        reason));
            }
        }
        return flows;
    }

    public String name() {
        return folder.getFileName().toString();
    }

    /** The manifests. */
    public Path cluster() {
        return folder.resolve("cluster.yaml");
    }

    public Snapshot snapshot() {
        return reading().snapshot();
    }

    /** Whether some of the manifests are wrong: commands answer all the same, and end with another code. */
    public boolean isFaulty() {
        return reading().hasErrors();
    }

    private Reading reading() {
        return Manifests.read(List.of(cluster().toString()), "default", InputStream.nullInputStream());
    }

    @Override
    public String toString() {
        return name();
    }
}

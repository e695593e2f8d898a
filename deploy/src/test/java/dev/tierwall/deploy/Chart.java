package dev.tierwall.deploy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.marcnuri.helm.Helm;
import com.marcnuri.helm.TemplateCommand;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** The chart, rendered by Helm. */
final class Chart {

    static final Path FOLDER = Path.of("helm/tierwall");

    private static final ObjectMapper JSON = new ObjectMapper();

    private Chart() {}

    /** The text that Helm makes of the chart as a release {@code tierwall} in the namespace {@code tierwall}. */
    static String render(Map<String, String> values) {
        Path copy = withoutVersionRange();
        try {
            TemplateCommand command =
                    new Helm(copy).template().withName("tierwall").withNamespace("tierwall");
            values.forEach(command::set);
            return command.call();
        } finally {
            delete(copy);
        }
    }

    /** Helm as a library takes every cluster for one of version 1.20, and cannot be told another. */
    private static Path withoutVersionRange() {
        try {
            Path copy = Files.createTempDirectory("chart");
            try (Stream<Path> files = Files.walk(FOLDER)) {
                for (Path file : files.filter(Files::isRegularFile).toList()) {
                    Path target = copy.resolve(FOLDER.relativize(file));
                    Files.createDirectories(target.getParent());
                    Files.writeString(target, Files.readString(file).replaceAll("(?m)^kubeVersion:.*\\n", ""));
                }
            }
            return copy;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static void delete(Path folder) {
        try {
            Folders.delete(folder);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    static List<JsonNode> objects(Map<String, String> values) {
        return parse(render(values));
    }

    /** The objects of a YAML text. */
    static List<JsonNode> parse(String yaml) {
        Load load = new Load(LoadSettings.builder().build());
        return StreamSupport.stream(load.loadAllFromString(yaml).spliterator(), false)
                .map(document -> JSON.<JsonNode>valueToTree(document))
                .filter(node -> !node.isNull())
                .toList();
    }

    /** The one object of a kind. */
    static JsonNode one(List<JsonNode> objects, String kind) {
        List<JsonNode> found = objects.stream()
                .filter(object -> object.path("kind").asText().equals(kind))
                .toList();
        if (found.size() != 1) {
            throw new AssertionError(found.size() + " objects of kind " + kind);
        }
        return found.getFirst();
    }
}

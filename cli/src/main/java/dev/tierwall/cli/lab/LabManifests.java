package dev.tierwall.cli.lab;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tierwall.cli.frame.ExitCode;
import dev.tierwall.cli.frame.Shell;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/** Applies manifests to a lab. */
final class LabManifests {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** What others need to be there before them. */
    private static final Set<String> FIRST = Set.of("Namespace", "CustomResourceDefinition", "ServiceAccount");

    private final LabFolder folder;
    private final Shell shell;

    LabManifests(LabFolder folder, Shell shell) {
        this.folder = folder;
        this.shell = shell;
    }

    /** Applies all objects of some files and folders; gives the exit code. */
    int apply(List<String> names) throws IOException {
        if (names.isEmpty()) {
            return ExitCode.OK;
        }
        List<JsonNode> objects = new ArrayList<>();
        boolean readable = true;
        for (String name : names) {
            try {
                for (String text : texts(name)) {
                    read(text, objects);
                }
            } catch (YamlEngineException | IOException wrong) {
                shell.err().println(name + ": error: " + wrong.getMessage());
                readable = false;
            }
        }
        objects.sort(Comparator.comparingInt(
                object -> FIRST.contains(object.path("kind").asText()) ? 0 : 1));
        LabClient client = LabClient.of(folder);
        boolean accepted = true;
        for (JsonNode object : objects) {
            LabClient.Reply reply = client.apply(object);
            String what = object.path("kind").asText() + " "
                    + object.at("/metadata/namespace").asText("")
                    + (object.at("/metadata/namespace").isMissingNode() ? "" : "/")
                    + object.at("/metadata/name").asText();
            if (!reply.isSuccess()) {
                shell.err().println(what + ": " + reply.message());
                accepted = false;
            } else {
                shell.err().println(what + " " + (reply.status() == 201 ? "created" : "applied"));
            }
        }
        return readable && accepted ? ExitCode.OK : ExitCode.USAGE;
    }

    private List<String> texts(String name) throws IOException {
        if (name.equals("-")) {
            return List.of(new String(shell.in().readAllBytes(), StandardCharsets.UTF_8));
        }
        Path path = Path.of(name);
        if (!Files.isDirectory(path)) {
            return List.of(Files.readString(path));
        }
        List<String> texts = new ArrayList<>();
        try (Stream<Path> files = Files.walk(path)) {
            for (Path file : files.sorted().toList()) {
                if (Files.isRegularFile(file) && file.toString().matches(".*\\.(ya?ml|json)")) {
                    texts.add(Files.readString(file));
                }
            }
        }
        return texts;
    }

    private static void read(String text, List<JsonNode> objects) {
        for (Object document : new Load(LoadSettings.builder().build()).loadAllFromString(text)) {
            JsonNode tree = JSON.valueToTree(document);
            if (tree.path("kind").asText().endsWith("List") && tree.has("items")) {
                tree.get("items").forEach(objects::add);
            } else if (tree.has("kind") && tree.has("apiVersion")) {
                objects.add(tree);
            }
        }
    }
}

package dev.tierwall.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The dashboard and the alerts ask for metrics that the agent has. */
class MetricNamesTest {

    private static final Pattern NAME = Pattern.compile("tierwall_[a-z_]+");

    private static Set<String> namesIn(Path root, String suffix) throws IOException {
        Set<String> names = new TreeSet<>();
        try (Stream<Path> files = Files.walk(root)) {
            for (Path file :
                    files.filter(path -> path.toString().endsWith(suffix)).toList()) {
                Matcher name = NAME.matcher(Files.readString(file));
                while (name.find()) {
                    names.add(name.group().replaceFirst("_(total|bucket|count|sum)$", ""));
                }
            }
        }
        return names;
    }

    @Test
    void everyMetricThatIsAskedForIsThere() throws IOException {
        Set<String> asked = namesIn(Chart.FOLDER.resolve("dashboards"), ".json");
        asked.addAll(namesIn(Chart.FOLDER.resolve("templates"), "alerts.yaml"));
        assertThat(asked).hasSizeGreaterThan(5);
        assertThat(namesIn(Path.of("../agent/src/main/java"), ".java")).containsAll(asked);
    }
}

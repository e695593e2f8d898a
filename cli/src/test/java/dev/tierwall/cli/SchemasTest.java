package dev.tierwall.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The JSON of reports is what the schemas in docs/ say. */
class SchemasTest {

    private static final Path SCHEMAS = Path.of("../docs/schemas");
    private static final Pattern KIND =
            Pattern.compile("\"kind\": ?\"(Connectivity\\w*|CheckResult|PodExplanation|Version)\"");

    /** Validates a document by the schema of its kind; what stands behind it, an exit code, is not part of it. */
    static List<String> problems(String json) throws IOException {
        String document = json.substring(0, json.lastIndexOf('}') + 1);
        Matcher kind = KIND.matcher(document);
        if (!kind.find()) {
            return List.of("of no kind that has a schema");
        }
        String file = kind.group(1).replaceAll("(?<=[a-z])(?=[A-Z])", "-").toLowerCase(Locale.ROOT) + ".json";
        Schema schema = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(Files.readString(SCHEMAS.resolve(file)));
        return schema.validate(document, InputFormat.JSON).stream()
                .map(error -> error.toString())
                .toList();
    }

    @TestFactory
    Stream<DynamicTest> everyReportInJsonIsValid() throws IOException {
        try (Stream<Path> files = Files.walk(Path.of("src/test/resources/reports"))) {
            return files.filter(file -> file.toString().endsWith(".json")).sorted().toList().stream()
                    .map(file -> DynamicTest.dynamicTest(
                            file.toString(),
                            () -> assertThat(problems(Files.readString(file))).isEmpty()));
        }
    }

    @Test
    void aSchemaRefusesWhatItShould() throws IOException {
        String list = "{\"apiVersion\":\"tierwall.dev/v1\",\"kind\":\"ConnectivityList\",\"connections\":[%s]}";
        String row = "{\"source\":{\"kind\":\"Pod\",\"namespace\":\"a\",\"name\":\"b\"},"
                + "\"destination\":{\"kind\":\"IPBlock\",\"ranges\":[\"1.2.3.4-1.2.3.4\"]},\"ports\":%s}";
        assertThat(problems(list.formatted(row.formatted("\"all\"")))).isEmpty();
        assertThat(problems(list.formatted(row.formatted("{\"TCP\":[\"80-90\"]}"))))
                .isEmpty();
        assertThat(problems(list.formatted(row.formatted("\"some\"")))).isNotEmpty();
        assertThat(problems(list.formatted(row.formatted("{\"TCP\":[80]}")))).isNotEmpty();
        assertThat(problems(list.formatted(row.formatted("{\"ICMP\":[\"80\"]}"))))
                .isNotEmpty();
        assertThat(problems(list.formatted("{}"))).isNotEmpty();
        assertThat(problems(list.formatted(row.formatted("\"all\"")).replace("v1", "v2")))
                .isNotEmpty();
    }
}

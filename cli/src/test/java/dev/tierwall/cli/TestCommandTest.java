package dev.tierwall.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.xml.sax.InputSource;

/** Assertions: what holds and what fails, what mistakes are told as, and the forms of the report. */
class TestCommandTest {

    private static final String EXAMPLE =
            Cli.ROOT.resolve("examples/three-tier").toString();

    private static final String HEAD = "apiVersion: tierwall.dev/v1\nkind: PolicyTest\nassertions:\n";

    private static Cli.Result test(String assertions, String... more) {
        String[] args = Stream.concat(Stream.of("test", "-f", EXAMPLE, "-"), Stream.of(more))
                .toArray(String[]::new);
        return Cli.withInput(HEAD + assertions, args);
    }

    private static final String FAILING = """
            - {expect: denied, from: {namespace: application}, to: {namespace: database}}
            - {expect: allowed, from: frontend/webserver01, to: 'database/db01:5432'}
            - {name: 'good & <fine>', expect: only-from, from: {namespaceSelector: {matchLabels: {name: application}}}, to: database/db01}
            """;

    @Test
    void aFailureShowsOneConnectionWithThePoliciesThatDecide() {
        Cli.Result result = test(FAILING);
        assertThat(result.code()).isEqualTo(1);
        assertThat(result.out())
                .contains("FAILS    pods of application → pods of database is denied (<stdin>:4:3)")
                .contains("application/appserver01 → database/db01 5432/TCP   ALLOWED")
                .contains("02-from-application-to-db.yaml:16:11")
                .contains("FAILS    frontend/webserver01 → database/db01 5432/TCP is allowed (<stdin>:5:3)")
                .contains("needs namespace label name=application");
    }

    @Test
    void everyMistakeIsToldWithItsPlaceAndWhatWasMeant() {
        Cli.Result result = test("""
                - {expect: alowed, from: frontend/webserver01, to: 'database/db01:5432'}
                - {expect: denied, form: {}, to: database/db01}
                - {expect: denied, from: {namespace: [1]}, to: {cidr: 10.0.0.0/33}, ports: [99999, 90-80]}
                - {expect: allowed, from: frontend/webserver09, to: 'database/db01:5432'}
                - {expect: allowed, from: {podSelector: 'a=b='}, to: internet}
                """);
        assertThat(result.code()).isEqualTo(2);
        assertThat(result.err())
                .contains("<stdin>:4:12: error: \"alowed\" cannot be expected\n  did you mean `allowed`?")
                .contains("<stdin>:5:20: error: unknown field `form` in an assertion\n  did you mean `from`?")
                .contains("<stdin>:6:39: error: an entry of `namespace` must be a string")
                .contains("\"10.0.0.0/33\" is no block of addresses")
                .contains("'99999' is no port number")
                .contains("\"90-80\" is no range of ports")
                .contains("<stdin>:7:27: error: there is no pod or workload 'webserver09'")
                .contains("\"a=b=\" is no selector");
    }

    @Test
    void aSelectorThatMatchesNothingIsToldAndFailsIfStrict() {
        String empty = "- {expect: denied, from: {namespace: frontent}, to: {podSelector: app=dbb}}\n";
        Cli.Result lenient = test(empty);
        assertThat(lenient.code()).isZero();
        assertThat(lenient.out()).startsWith("empty  ");
        assertThat(lenient.err())
                .contains("<stdin>:4:38: warning: there is no namespace 'frontent'\n  did you mean frontend?")
                .contains("no pod has app=dbb; did you mean db?");
        assertThat(test(empty, "--strict").code()).isEqualTo(1);
        String half = "- {expect: denied, from: [{namespace: frontend}, {namespace: frontent}], to: database/db01}\n";
        assertThat(test(half).code()).isZero();
        assertThat(test(half, "--strict").code()).isEqualTo(1);
    }

    @Test
    void junitIsXmlThatCountsWhatItHolds() throws Exception {
        Cli.Result result =
                test(FAILING + "- {expect: denied, from: {namespace: x}, to: anyone}\n- {expect: no}\n", "-o", "junit");
        Document document = DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new InputSource(new StringReader(result.out())));
        Element suite = (Element) document.getElementsByTagName("testsuite").item(0);
        for (String kind : new String[] {"failure", "error"}) {
            assertThat(suite.getAttribute(kind + "s"))
                    .isEqualTo(Integer.toString(suite.getElementsByTagName(kind).getLength()));
        }
        assertThat(suite.getElementsByTagName("skipped").getLength()).isEqualTo(1);
        assertThat(suite.getAttribute("tests"))
                .isEqualTo(
                        Integer.toString(suite.getElementsByTagName("testcase").getLength()));
        assertThat(result.out()).contains("name=\"good &amp; &lt;fine&gt;\"");
        assertThat(result.code()).isEqualTo(2);
    }

    @Test
    void tapNumbersItsTests() {
        Cli.Result result = test(FAILING, "-o", "tap");
        assertThat(result.out()).startsWith("TAP version 14\n1..3\nnot ok 1 - ");
        assertThat(result.out()).contains("\nnot ok 2 - ").contains("\nok 3 - good & <fine>\n");
    }

    @Test
    void githubAnnotatesTheLineOfTheAssertion() {
        Cli.Result result = test(FAILING, "-o", "github");
        assertThat(result.out())
                .contains("::error file=<stdin>,line=4,col=3,title=")
                .contains("%0Aapplication/appserver01 → database/db01 5432/TCP   ALLOWED%0A");
    }

    static Stream<Path> folders() throws IOException {
        try (Stream<Path> cases = Files.list(Cli.ROOT.resolve("cases"));
                Stream<Path> examples = Files.list(Cli.ROOT.resolve("examples"))) {
            return Stream.concat(
                    cases.map(folder -> folder.resolve("cluster.yaml")), examples.filter(Files::isDirectory))
                    .filter(Files::exists)
                    .sorted()
                    .toList()
                    .stream();
        }
    }

    /** What --init writes of every case and example holds there, says something, and obeys the schema. */
    @ParameterizedTest
    @MethodSource("folders")
    void theFirstFileHoldsWhereItWasWritten(Path facts) throws IOException {
        String file = Cli.run("test", "--init", "-f", facts.toString()).out();
        assertThat(schema().validate(file, InputFormat.YAML)).isEmpty();
        Cli.Result result = Cli.withInput(file, "test", "--strict", "-f", facts.toString(), "-");
        assertThat(result.out())
                .doesNotContain("FAILS")
                .doesNotContain("UNCLEAR")
                .doesNotContain("EMPTY");
    }

    @Test
    void theFirstFileOfAClosedApplicationSaysWhoReachesWhat() {
        assertThat(Cli.run("test", "--init", "-f", EXAMPLE, "-n", "database").out())
                .contains("expect: only-from\n    from: [application/appserver01]\n    to: database/db01\n")
                .contains("ports: [5432/TCP]")
                .doesNotContain("to: frontend");
    }

    @Test
    void theSchemaTakesTheExampleAndRefusesMistakes() throws IOException {
        String example = Files.readString(Path.of(EXAMPLE, "policy-test.yaml"));
        assertThat(schema().validate(example, InputFormat.YAML)).isEmpty();
        assertThat(schema().validate(HEAD + "- {expect: alowed, from: a/b, to: a/b}", InputFormat.YAML))
                .isNotEmpty();
        assertThat(schema().validate(HEAD + "- {expect: denied, form: a/b, to: a/b}", InputFormat.YAML))
                .isNotEmpty();
    }

    private static Schema schema() throws IOException {
        return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(Files.readString(Cli.ROOT.resolve("docs/schemas/policy-test.json")));
    }
}

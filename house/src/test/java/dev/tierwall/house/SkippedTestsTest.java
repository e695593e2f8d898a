package dev.tierwall.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;

/**
 * No test is skipped that could have run. One may be skipped for want of a program, in the words "needs PROGRAM", while
 * there is none of that name on PATH. House is built last, so the reports of the other rooms are there.
 */
class SkippedTestsTest {
    private static final Pattern NEEDS = Pattern.compile("(?:.*: )?needs ([\\w.+-]+).*");

    @Test
    void noTestWasSkippedThatCouldHaveRun() throws Exception {
        List<String> complaints = new ArrayList<>();
        for (String module : Checkout.modules()) {
            Path reports = Checkout.ROOT.resolve(module).resolve("target/surefire-reports");
            // House itself is running, and its report is of another time.
            if (module.equals("house") || !Files.isDirectory(reports)) {
                continue;
            }
            try (DirectoryStream<Path> files = Files.newDirectoryStream(reports, "TEST-*.xml")) {
                for (Path file : files) {
                    complaints.addAll(complaints(Files.readString(file), SkippedTestsTest::isOnPath));
                }
            }
        }
        assertThat(complaints).isEmpty();
    }

    @Test
    void noTestIsDisabled() {
        assertThat(Sources.METHODS.stream()
                        .filter(method -> method.annotations().stream().anyMatch(name -> name.startsWith("Disabled"))))
                .isEmpty();
    }

    @Test
    void aReportsSkippedTestsAreJudged() throws Exception {
        String report = """
                <testsuite>
                  <testcase classname="ATest" name="ran"/>
                  <testcase classname="ATest" name="missing"><skipped message="needs kubectl"/></testcase>
                  <testcase classname="ATest" name="there">
                    <skipped message="Assumption failed: needs sh to run"/></testcase>
                  <testcase classname="ATest" name="why"><skipped message="not today"/></testcase>
                  <testcase classname="ATest" name="silent"><skipped/></testcase>
                </testsuite>
                """;
        assertThat(complaints(report, "sh"::equals))
                .containsExactly(
                        "ATest.there was skipped because it needs sh, which is on PATH",
                        "ATest.why was skipped, not for want of a program: not today",
                        "ATest.silent was skipped, not for want of a program: ");
    }

    private static List<String> complaints(String report, Predicate<String> isThere)
            throws ParserConfigurationException, IOException, SAXException {
        List<String> complaints = new ArrayList<>();
        NodeList skipped = DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new InputSource(new StringReader(report)))
                .getElementsByTagName("skipped");
        for (int i = 0; i < skipped.getLength(); i++) {
            Element mark = (Element) skipped.item(i);
            Element test = (Element) mark.getParentNode();
            String name = test.getAttribute("classname") + "." + test.getAttribute("name");
            String reason = mark.getAttribute("message");
            Matcher needs = NEEDS.matcher(reason);
            if (!needs.matches()) {
                complaints.add(name + " was skipped, not for want of a program: " + reason);
            } else if (isThere.test(needs.group(1))) {
                complaints.add(name + " was skipped because it needs " + needs.group(1) + ", which is on PATH");
            }
        }
        return complaints;
    }

    private static boolean isOnPath(String program) {
        for (String folder : System.getenv("PATH").split(File.pathSeparator)) {
            if (Files.isExecutable(Path.of(folder).resolve(program))) {
                return true;
            }
        }
        return false;
    }
}

package dev.tierwall.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** No file names a package registry's host, which tools know by themselves and mirrors replace, or one machine's paths. */
class ForbiddenWordsTest {
    // Written so that these patterns do not match themselves.
    private static final Pattern REGISTRY = Pattern.compile(
            "repo1?[.]maven|maven-central[.]storage|registry[.](npmjs|yarnpkg)|pypi[.]org|pythonhosted[.]org"
                    + "|(deb|security)[.]debian|(archive|security)[.]ubuntu|(proxy|sum)[.]golang|plugins[.]gradle");
    private static final Pattern MACHINE_PATH =
            Pattern.compile("(?m)(?<![\\w.*/~-])/(work|home/\\w+|Users/\\w+)/|/usr/lib/jvm/[\\w]");

    @Test
    void noFileNamesAPackageRegistry() throws IOException {
        assertThat(findings(REGISTRY)).isEmpty();
    }

    @Test
    void noFileNamesAPathOfOneMachine() throws IOException {
        assertThat(findings(MACHINE_PATH)).isEmpty();
    }

    @Test
    void bothPatternsFindWhatTheyAreFor() {
        assertThat("https://repo" + ".maven.example/maven2").containsPattern(REGISTRY);
        assertThat("\"https://registry" + ".npmjs.example/a\"").containsPattern(REGISTRY);
        assertThat("see /" + "work/main").containsPattern(MACHINE_PATH);
        assertThat("-Dx=/" + "home/anna/x").containsPattern(MACHINE_PATH);
        assertThat("/usr/lib/jvm/*/bin docs/work/plan.md ~/work/x").doesNotContainPattern(MACHINE_PATH);
    }

    private static List<String> findings(Pattern forbidden) throws IOException {
        List<String> findings = new ArrayList<>();
        for (Path file : Checkout.FILES) {
            // One character a byte: what is sought is ASCII, and any file can be read so.
            String text = Files.readString(Checkout.ROOT.resolve(file), StandardCharsets.ISO_8859_1);
            forbidden.matcher(text).results().map(MatchResult::group).forEach(word -> findings.add(file + ": " + word));
        }
        return findings;
    }
}

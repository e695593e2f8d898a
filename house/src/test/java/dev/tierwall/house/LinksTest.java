package dev.tierwall.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Links in the documents lead somewhere: to a file or folder of the repository, and to a heading that is there. */
class LinksTest {
    private static final Pattern ELSEWHERE = Pattern.compile("^(https?|mailto):.*");

    @Test
    void everyLinkResolves() {
        List<Document> documents = Document.all();
        assertThat(documents).isNotEmpty();
        List<String> broken = new ArrayList<>();
        for (Document document : documents) {
            document.links.forEach(link -> {
                if (!resolves(document, link)) {
                    broken.add(document.file + ": " + link);
                }
            });
        }
        assertThat(broken).as("links that lead nowhere").isEmpty();
    }

    @Test
    void brokenLinksAreSeen() {
        Document document = Document.parse(Path.of("docs/sample.md"), """
                # A *first* heading, with `code`!
                ## Twice
                ## Twice
                [a](../README.md) [b](../NOWHERE.md) [c](#twice-1) [d](#thrice) [e][ref] <img src="none.svg"/>

                [ref]: ../core
                """);
        assertThat(document.anchors).containsExactly("a-first-heading-with-code", "twice", "twice-1");
        assertThat(document.links.stream().filter(link -> !resolves(document, link)))
                .containsExactly("../NOWHERE.md", "#thrice", "none.svg");
    }

    private static boolean resolves(Document document, String link) {
        if (ELSEWHERE.matcher(link).matches()) {
            return true;
        }
        URI target = URI.create(link);
        Path folder = document.file.getParent();
        Path file = target.getPath().isEmpty()
                ? document.file
                : (folder == null ? Path.of("") : folder)
                        .resolve(target.getPath())
                        .normalize();
        if (!target.getPath().isEmpty() && !Files.exists(Checkout.ROOT.resolve(file))) {
            return false;
        }
        String anchor = target.getFragment();
        if (anchor == null || !file.toString().endsWith(".md")) {
            return true;
        }
        Document other = file.equals(document.file) ? document : Document.read(file);
        return other.anchors.contains(anchor);
    }
}

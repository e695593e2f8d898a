package dev.tierwall.kube.tree;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** What must hold for the readers whatever the bytes are. */
final class ReaderLaws {

    private ReaderLaws() {}

    /** Reading ends, with documents and findings, and never with an exception. */
    static void readsAnything(byte[] bytes) {
        Trees trees = Trees.of(bytes);
        assertThat(trees.problems.findings())
                .allSatisfy(finding -> assertThat(finding.location().line()).isPositive());
        for (Node document : trees.documents) {
            assertThat(document.line()).isPositive();
            assertThat(document.column()).isPositive();
        }
    }

    /**
     * Where the quick reader does not give up, its tree is that of the full reader, positions included, and the full
     * reader finds nothing wrong.
     *
     * @return whether the quick reader read the document
     */
    static boolean quickIsFull(byte[] bytes) {
        Trees quick = new Trees();
        TreeBuilder builder = new TreeBuilder(quick, quick.problems);
        QuickYaml reader = new QuickYaml(new Block(bytes, 0, bytes.length, 1), builder, new StringTable());
        if (!reader.read()) {
            return false;
        }
        builder.finish();
        String text = new String(bytes, 0, reader.position(), StandardCharsets.UTF_8);
        Trees full = new Trees();
        TreeBuilder fullBuilder = new TreeBuilder(full, full.problems);
        new YamlReader(fullBuilder, full.problems, 1, TabRules.of(text, 1)).read(new StringReader(text));
        fullBuilder.finish();
        assertThat(full.findings()).as("findings of the full reader").isEmpty();
        assertThat(quick.documents).as("documents").isEqualTo(full.documents);
        assertThat(quick.items).as("items").isEqualTo(full.items);
        assertThat(quick.findings()).isEqualTo(List.of());
        return true;
    }
}

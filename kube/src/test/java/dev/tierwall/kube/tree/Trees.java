package dev.tierwall.kube.tree;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Reads texts for tests: what the documents are, and what is wrong with them. */
final class Trees implements TreeSink {

    final List<Node> documents = new ArrayList<>();
    final List<Node> broken = new ArrayList<>();
    final List<Node> items = new ArrayList<>();
    final Problems problems = new Problems("f.yaml");

    static Trees of(String text) {
        return of(text.getBytes(StandardCharsets.UTF_8));
    }

    static Trees of(byte[] bytes) {
        Trees trees = new Trees();
        try {
            Blocks blocks = new Blocks(new ByteArrayInputStream(bytes), bytes.length);
            if (blocks.open() == Blocks.Content.TEXT) {
                Documents documents = new Documents(trees, trees.problems);
                for (Block block = blocks.next(); block != null; block = blocks.next()) {
                    documents.read(block);
                }
            }
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return trees;
    }

    @Override
    public void item(Node.Mapping head, Node item) {
        items.add(item);
    }

    @Override
    public void document(Node root, boolean complete) {
        (complete ? documents : broken).add(root);
    }

    List<String> findings() {
        return problems.findings().stream().map(Object::toString).toList();
    }

    /** All documents as JSON, one after the other. */
    String json() {
        StringBuilder out = new StringBuilder();
        for (Node document : documents) {
            out.append(out.isEmpty() ? "" : " ").append(json(document));
        }
        return out.toString();
    }

    static String json(Node node) {
        return switch (node) {
            case Node.Text text -> '"' + text.value().replace("\\", "\\\\").replace("\n", "\\n") + '"';
            case Node.Whole whole -> Long.toString(whole.value());
            case Node.Fraction fraction -> Double.toString(fraction.value());
            case Node.Bool bool -> Boolean.toString(bool.value());
            case Node.Null _ -> "null";
            case Node.Sequence list ->
                list.items().stream().map(Trees::json).toList().toString().replace(", ", ",");
            case Node.Mapping mapping -> {
                StringBuilder out = new StringBuilder("{");
                for (Node.Entry entry : mapping.entries()) {
                    out.append(out.length() == 1 ? "" : ",").append(entry.key()).append(':');
                    out.append(json(entry.value()));
                }
                yield out.append('}').toString();
            }
        };
    }
}

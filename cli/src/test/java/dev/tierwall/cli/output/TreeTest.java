package dev.tierwall.cli.output;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tierwall.core.model.Location;
import dev.tierwall.core.model.ObjectKey;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

class TreeTest {
    @Test
    void jsonHasAFieldALineAndShortObjectsOnOne() {
        assertThat(written(Format.JSON)).isEqualTo("""
                {
                  "apiVersion": "tierwall.dev/v1",
                  "kind": "Sample",
                  "policy": {"kind": "NetworkPolicy", "namespace": "shop", "name": "db"},
                  "location": {"file": "a.yaml", "line": 3, "column": 5},
                  "empty": [],
                  "rows": [
                    {"ports": {"TCP": ["80", "443"]}, "allowed": true}
                  ],
                  "count": 7
                }
                """);
    }

    @Test
    void yamlIsTheSame() {
        assertThat(written(Format.YAML)).isEqualTo("""
                apiVersion: tierwall.dev/v1
                kind: Sample
                policy: {kind: NetworkPolicy, namespace: shop, name: db}
                location: {file: a.yaml, line: 3, column: 5}
                empty: []
                rows:
                - {ports: {TCP: ["80", "443"]}, allowed: true}
                count: 7
                """);
    }

    @Test
    void textsStayTextsForEveryReaderOfYaml() {
        for (String text : List.of(
                "no",
                "ON",
                "null",
                "~",
                "1",
                "0777",
                "1:20",
                "1e3",
                ".inf",
                "2026-01-01",
                "",
                " a",
                "a: b",
                "a #b",
                "- a",
                "é",
                "\u2028",
                "a\nb",
                "\"",
                "'",
                "<<",
                "=",
                "%a",
                "@a",
                "`a`",
                "!a",
                "&a",
                "*a",
                "{a}",
                "[a]",
                "a,b",
                "a:",
                "?")) {
            StringWriter out = new StringWriter();
            Tree tree = Tree.document(Format.YAML, new PrintWriter(out), "Sample");
            tree.field("text", text);
            tree.close();
            Map<?, ?> read = (Map<?, ?>) new Load(LoadSettings.builder().build()).loadFromString(out.toString());
            assertThat(read.get("text")).as(text).isEqualTo(text);
        }
        assertThat(yaml("no")).contains("text: \"no\"\n");
        assertThat(yaml("0777")).contains("text: \"0777\"\n");
        assertThat(yaml("plain words here")).contains("text: plain words here\n");
    }

    private static String yaml(String text) {
        StringWriter out = new StringWriter();
        Tree tree = Tree.document(Format.YAML, new PrintWriter(out), "Sample");
        tree.field("text", text);
        tree.close();
        return out.toString();
    }

    private static String written(Format format) {
        StringWriter out = new StringWriter();
        Tree tree = Tree.document(format, new PrintWriter(out), "Sample");
        tree.field("policy", new ObjectKey("NetworkPolicy", "shop", "db"));
        tree.field("location", new Location("a.yaml", 3, 5));
        tree.field("nowhere", Location.NONE);
        tree.field("empty", List.of());
        tree.name("rows");
        tree.beginArray();
        tree.beginLine();
        tree.name("ports");
        tree.beginObject();
        tree.field("TCP", List.of("80", "443"));
        tree.end();
        tree.field("allowed", true);
        tree.end();
        tree.end();
        tree.field("count", 7);
        tree.close();
        return out.toString();
    }
}

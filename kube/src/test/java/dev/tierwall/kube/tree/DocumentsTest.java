package dev.tierwall.kube.tree;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a stream of documents is. Each expectation was obtained from kubectl's own reader, differences are named. */
class DocumentsTest {

    @ParameterizedTest
    @CsvSource(quoteCharacter = '`', delimiterString = "=>", textBlock = """
            a: 1\\n                                       => {a:1}
            a: 1\\n---\\nb: 2\\n                          => {a:1} {b:2}
            ---\\na: 1\\n---\\n\\n---\\n# c\\n---\\nb: 1\\n => {a:1} {b:1}
            a: 1\\n--- # note\\nb: 2                      => {a:1} {b:2}
            a: 1\\r\\nb: 2\\r\\n---\\r\\nc: 3\\r\\n       => {a:1,b:2} {c:3}
            a: |\\n  x\\n---\\nb: 1\\n                    => {a:"x\\n"} {b:1}
            a:\\n- b\\n- c: d\\n  e: f\\n                 => {a:["b",{c:"d",e:"f"}]}
            - - a\\n  - b\\n- {c: [d, "e"]}\\n            => [["a","b"],{c:["d","e"]}]
            a:\\n  b:\\n c: 1\\n                           => ``
            a: "x\\n---\\ny: "\\n                          => ``
            {"a": 1}\\n---\\nb: 2\\n                      => {a:1} {b:2}
            {"a": 1}{"b": 2}                             => {a:1} {b:2}
            {"a": 8.0, "b": 1e2, "c": 1.5}               => {a:8,b:100,c:1.5}
            {a: 1, b: [x, 'y']}                          => {a:1,b:["x","y"]}
            {"a": 1,}                                    => {a:1}
            d: &x {a: 2, c: 3}\\ne:\\n  a: 1\\n  <<: *x\\n => {d:{a:2,c:3},e:{a:2,c:3}}
            d: &x {a: 2, c: 3}\\ne:\\n  <<: *x\\n  a: 1\\n => {d:{a:2,c:3},e:{a:1,c:3}}
            e:\\n  <<: [{a: 1}, {a: 2, b: 3}]\\n           => {e:{a:1,b:3}}
            e:\\n  "<<": {a: 1}\\n                        => {e:{<<:{a:1}}}
            a: &x [1, 2]\\nb: *x\\n                       => {a:[1,2],b:[1,2]}
            a: &x k\\n*x : 1\\n                           => {a:"k",k:1}
            ? a\\n: b\\n                                  => {a:"b"}
            a: b\\n  c\\n                                 => {a:"b c"}
            a: >\\n  b\\n  c\\n                           => {a:"b c\\n"}
            a: |2-\\n    x\\n                             => {a:"  x"}
            a: "\\\\x41\\\\u00e9"\\n                      => {a:"Aé"}
            a: 'it''s'\\n                                => {a:"it's"}
            a: |\\n    \\nb: 1\\n                         => {a:"",b:1}
            a:\\tb\\n                                     => {a:"b"}
            """)
    void streams(String written, String meaning) {
        assertThat(Trees.of(written.translateEscapes()).json()).isEqualTo(meaning);
    }

    @Test
    void aBrokenDocumentHidesNoOther() {
        Trees trees = Trees.of("a: 1\n---\nb: [\n---\nc: 3\n---\n\td: 4\n---\ne: 5\n");
        assertThat(trees.json()).isEqualTo("{a:1} {c:3} {e:5}");
        assertThat(trees.findings())
                .containsExactly(
                        "f.yaml:3:4: error: the bracket [ here is never closed; close it with ]",
                        "f.yaml:7:1: error: a tab stands where YAML allows only spaces; indent with spaces");
        assertThat(Trees.json(trees.broken.get(0))).isEqualTo("{b:[]}");
    }

    @Test
    void positionsAreThoseOfTheFile() {
        Trees trees = Trees.of("# comment\n\nspec:\n  to:\n  - ports: [80, {a: b}]\n    \"x\": 'y'\n---\nz:\n");
        Node.Mapping root = (Node.Mapping) trees.documents.get(0);
        Node.Mapping spec = (Node.Mapping) root.get("spec");
        Node.Entry to = spec.entries().get(0);
        assertThat(new int[] {to.line(), to.column()}).containsExactly(4, 3);
        Node.Mapping peer = (Node.Mapping) ((Node.Sequence) to.value()).items().get(0);
        assertThat(new int[] {peer.line(), peer.column()}).containsExactly(5, 5);
        Node.Sequence ports = (Node.Sequence) peer.get("ports");
        assertThat(ports.items().get(0)).isEqualTo(new Node.Whole(80, 5, 13));
        assertThat(peer.get("x")).isEqualTo(new Node.Text("y", 6, 10));
        assertThat(((Node.Mapping) trees.documents.get(1)).get("z")).isEqualTo(new Node.Null(8, 3));
    }

    @Test
    void positionsInJson() {
        Trees trees = Trees.of("{\n  \"a\": [\n    1, {\"é\": \"ü\", \"b\": null}\n  ]\n}\n");
        Node.Sequence list = (Node.Sequence) ((Node.Mapping) trees.documents.get(0)).get("a");
        Node.Mapping inner = (Node.Mapping) list.items().get(1);
        assertThat(list.items().get(0)).isEqualTo(new Node.Whole(1, 3, 5));
        assertThat(inner.get("b")).isEqualTo(new Node.Null(3, 24));
        assertThat(inner.entries().get(1).column()).isEqualTo(19);
    }

    @Test
    void columnsCountCharacters() {
        Trees trees = Trees.of("\"größe\": [ä, b]\n");
        Node.Sequence list = (Node.Sequence) ((Node.Mapping) trees.documents.get(0)).get("größe");
        assertThat(list.items().get(1)).isEqualTo(new Node.Text("b", 1, 14));
    }

    @Test
    void itemsAreHandedOutOneByOne() {
        Trees trees = Trees.of("kind: List\nitems:\n- a: 1\n- b: 2\napiVersion: v1\n");
        assertThat(trees.items).hasSize(2);
        assertThat(trees.json()).isEqualTo("{kind:\"List\",apiVersion:\"v1\"}");
    }

    @Test
    void itemsAreHandedOutOnceThoughTheDocumentIsReadTwice() {
        Trees trees = Trees.of("items:\n- a: 1\n- b: 2\n- c: |\n    x\n");
        assertThat(trees.items.stream().map(Trees::json)).containsExactly("{a:1}", "{b:2}", "{c:\"x\\n\"}");
    }

    @Test
    void utf16WithAMarkIsReadAsKubectlDoes() {
        String text = "a: ñ 🟔\n---\nb: 2\n";
        for (byte[] bytes : new byte[][] {
            ("\ufeff" + text).getBytes(StandardCharsets.UTF_16LE),
            ("\ufeff" + text).getBytes(StandardCharsets.UTF_16BE),
            ("\ufeff" + text).getBytes(StandardCharsets.UTF_8)
        }) {
            Trees trees = Trees.of(bytes);
            assertThat(trees.json()).isEqualTo("{a:\"ñ 🟔\"} {b:2}");
            assertThat(trees.findings()).isEmpty();
        }
    }

    @Test
    void whatIsNotUtf8IsReplacedAndNamed() {
        Trees trees = Trees.of("a: 1\nb: sch\u00f6n # \u00fc\n".getBytes(StandardCharsets.ISO_8859_1));
        assertThat(trees.json()).isEqualTo("{a:1,b:\"sch\ufffdn\"}");
        assertThat(trees.findings())
                .containsExactly("f.yaml:2:7: warning: this is not UTF-8 text; what cannot be read becomes U+FFFD,"
                        + " as with kubectl; save the file as UTF-8");
    }
}

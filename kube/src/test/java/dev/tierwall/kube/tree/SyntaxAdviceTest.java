package dev.tierwall.kube.tree;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** One mistake, one message. */
class SyntaxAdviceTest {

    private static final String TAB = "error: a tab stands where YAML allows only spaces; indent with spaces";

    @ParameterizedTest
    @CsvSource(quoteCharacter = '`', delimiterString = "=>", textBlock = """
            \\ta: b              => 1:1
            a:\\n\\tb: c         => 2:1
            a:\\n  b: 1\\n\\tc: 2 => 3:1
            a:\\n-\\tb           => 2:2
            a: |\\n\\tb          => 2:1
            a: b\\n\\t\\nc: d    => 2:1
            a: "b"\\n  \\t\\nc: d => 2:3
            a:\\n  - b\\n \\t- c  => 3:2
            """)
    void tabs(String written, String place) {
        assertThat(Trees.of(written.translateEscapes()).findings()).containsExactly("f.yaml:" + place + ": " + TAB);
    }

    @ParameterizedTest
    @CsvSource(quoteCharacter = '`', delimiterString = "=>", textBlock = """
            a:\\n  b: 1\\n c: 2 => 3:2: error: this line is indented differently from its neighbours; align it with the keys of the mapping that it belongs to
            a: 1\\n b: 2        => 2:3: error: a colon makes a new key here, where none can be; indent this line like its neighbours, or quote the text if the colon belongs to it
            a: b: c             => 1:5: error: a colon makes a new key here, where none can be; indent this line like its neighbours, or quote the text if the colon belongs to it
            a:\\n  - b\\n  c: d => 3:3: error: a key stands among the entries of a list; indent it below its dash, or align it with its key
            a:\\n  b: 1\\n  - c => 3:3: error: a list entry stands among the keys of a mapping; indent the dash below the key that the list belongs to
            a: - b              => 1:4: error: a list entry cannot start here; put the dash on a line of its own, below its key
            a: b\\nc\\nd: e     => 2:1: error: a key without a colon; write `key: value`, or indent the line if it continues the one above
            a: "x" y            => 1:8: error: text follows a value that has ended, or a line is indented differently from its neighbours; quote the whole value, or align the line with the key above it
            a: "b\\nc: d        => 1:4: error: the quotation mark here is never closed; close it with the same mark
            a: "b\\\\x           => 1:1: error: what follows is not YAML; check this line and the next ones
            a: 'b               => 1:4: error: the quotation mark here is never closed; close it with the same mark
            a: [1, 2            => 1:4: error: the bracket [ here is never closed; close it with ]
            a: {b: c            => 1:4: error: the bracket { here is never closed; close it with }
            a: [1 2] ]          => 1:10: error: a bracket closes here that was not opened; remove it, or open it
            a: @b               => 1:4: error: a value cannot start with @ unless it is quoted; put it in quotes
            a: `b               => 1:4: error: a value cannot start with ` unless it is quoted; put it in quotes
            a: }                => 1:4: error: a value is missing here; write the value, or remove what stands in its place
            a: *x               => 1:4: error: the alias *x refers to no anchor; write &x before the value meant, in the same document
            a: &x [*x]          => 1:8: error: the anchor &x contains itself; write the value out instead of *x
            d:\\n  <<: 3        => 2:7: error: the merge key << needs a mapping, or a list of mappings, but has a number; give it an alias of a mapping, as in `<<: *defaults`
            ~: 1                => 1:1: error: null stands where a key should be; write a word before the colon, quoted if need be
            ? [a]\\n: 1         => 1:3: error: a list stands where a key should be; write a word before the colon, quoted if need be
            {"a": 1             => 1:8: error: not JSON: unexpected end-of-input: expected close marker for Object; mend the JSON at this place
            {"a": "b" "c": 1}   => 1:11: error: not JSON: unexpected character ('"' (code 34)); mend the JSON at this place
            %YAML 1.2\\n---\\na: 1 => 1:1: error: a directive stands before the `---`; remove the line: kubectl does not read files with %YAML or %TAG
            --- {a: 1}          => 1:1: error: a line that starts with `---` has more on it than the separator; leave `---` alone on its line: kubectl stops reading the file here
            a: 1\\n------\\nb: 1 => 2:1: error: a line that starts with `---` has more on it than the separator; leave `---` alone on its line: kubectl stops reading the file here
            a: 1\\na: 2         => 2:1: warning: the key "a" is given twice; the first is on line 1; keep one of the two: kubectl silently takes the last, strict clients refuse both
            {"a": 1, "a": 2}    => 1:10: warning: the key "a" is given twice; the first is on line 1; keep one of the two: kubectl silently takes the last, strict clients refuse both
            a: 1\\n...\\nb: 2   => 2:4: warning: the document ends here; what follows up to the next `---` is ignored, as kubectl does; put `---` on a line of its own between documents
            a: {{ .Values.x }}  => 1:1: note: not read: this is a template, not a manifest; render it first and read the result, as in `helm template CHART | tierwall … -f -`
            """)
    void mistakes(String written, String finding) {
        assertThat(Trees.of(written.translateEscapes()).findings()).containsExactly("f.yaml:" + finding);
    }

    @Test
    void controlCharacters() {
        assertThat(Trees.of("a: é\nb: x\u0007\n").findings())
                .containsExactly("f.yaml:2:5: error: the control character U+0007 cannot stand in YAML;"
                        + " remove it, or write it as an escape in double quotes");
    }
}

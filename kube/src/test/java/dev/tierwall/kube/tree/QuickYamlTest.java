package dev.tierwall.kube.tree;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The quick reader: that it reads what manifests look like, and that it reads nothing differently from the full one. */
class QuickYamlTest {

    private static final String[] WORDS = {
        "a",
        "b",
        "name",
        "app.kubernetes.io/name",
        "yes",
        "on",
        "null",
        "~",
        "0777",
        "1.5",
        "80",
        "-1",
        "10.0.0.0/8",
        "fd00::/8",
        "a:b",
        "a b",
        "x#y",
        "'q'",
        "\"q\"",
        "'it''s'",
        "\"\\n\"",
        "{}",
        "[]",
        "{a: 1}",
        "[a, b]",
        "[a,b]",
        "{a: [b, {c: d}]}",
        "{\"a\":1}",
        "{a:1}",
        "[a, ]",
        "&x 1",
        "*x",
        "|",
        ">-",
        "- a",
        "-",
        "?",
        ":",
        "!!str 1",
        "é",
        "(x)",
        "$x",
        "<<",
        "...",
        "---",
        "# c",
        "a # c",
        "a# c",
        "\ta",
        "%a",
        "@a",
        "{a: b, a: c}",
        "[a: b]",
        ".5",
        "\"a",
        "image:1.2",
        "{a: image:1.2}",
        "{ a : b }",
        "[ a , b ]",
        "\"a\": b"
    };
    private static final String[] KEYS = {
        "a", "b", "c", "d", "name", "items", "on", "1", "\"q\"", "'q'", "x.y/z", "a b", "<<", "-x", "~", ".x"
    };
    private static final String[] ENDS = {
        "\n", "\n", "\n", "\n", " # c\n", "\r\n", "\n\n", "\n# c\n", "\n  # c\n", " \n", ""
    };

    private static final String[] LITERALS = {
        " |\n", " |-\n", " |+\n", " | # c\n", " |\n\n", " |\r\n", " |-\n   \n", " >\n"
    };

    /** Makes documents that are nearly in the plain form. */
    private static final class Writer {
        private final RandomGenerator random;
        private final StringBuilder out = new StringBuilder();

        Writer(long seed) {
            random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
        }

        private <T> T any(T[] from) {
            return from[random.nextInt(from.length)];
        }

        private String value() {
            return random.nextInt(3) == 0 ? any(WORDS) : WORDS[random.nextInt(20)];
        }

        void block(int indent, int depth) {
            boolean list = random.nextInt(3) == 0;
            for (int i = random.nextInt(3); i >= 0; i--) {
                out.append(" ".repeat(indent)).append(list ? "-" : key(i) + ":");
                int kind = random.nextInt(8);
                if (kind < 3 && depth > 0) {
                    boolean compact = list && random.nextBoolean();
                    int deeper = random.nextInt(12) == 0 ? random.nextInt(3) : 2;
                    if (compact) {
                        int from = out.length();
                        block(indent + 2, depth - 1);
                        out.replace(from, Math.min(out.length(), from + indent + 2), " ");
                    } else {
                        out.append(any(ENDS));
                        block(indent + deeper, depth - 1);
                    }
                } else if (kind < 7) {
                    out.append(' ').append(value()).append(any(ENDS));
                } else if (random.nextBoolean()) {
                    literal(indent + (random.nextInt(8) == 0 ? random.nextInt(3) : 2));
                } else {
                    out.append(any(ENDS));
                }
            }
        }

        private void literal(int indent) {
            out.append(any(LITERALS));
            for (int i = random.nextInt(4); i > 0; i--) {
                String margin = random.nextInt(8) == 0 ? " ".repeat(random.nextInt(6)) : " ".repeat(indent);
                out.append(margin).append(any(WORDS)).append(any(ENDS));
            }
        }

        private String key(int i) {
            return random.nextInt(6) == 0 ? any(KEYS) : KEYS[(i * 5 + random.nextInt(5)) % 6];
        }

        byte[] bytes() {
            block(0, 3);
            byte[] bytes = out.toString().getBytes(StandardCharsets.UTF_8);
            if (random.nextInt(4) == 0 && bytes.length > 0) {
                byte[] odd = " \n\t:-#'\"[]{},|>&*!%@`?.0aA\r\\é".getBytes(StandardCharsets.UTF_8);
                bytes[random.nextInt(bytes.length)] = odd[random.nextInt(odd.length)];
            }
            return bytes;
        }
    }

    /** {@code -Dtierwall.fuzz.documents=1000000} tries that many; the seed of a failure is in its message. */
    @Test
    void readsNothingDifferently() {
        int count = Integer.getInteger("tierwall.fuzz.documents", 6_000);
        long first = Long.getLong("tierwall.fuzz.seed", System.nanoTime());
        int read = 0;
        for (long seed = first; seed < first + count; seed++) {
            byte[] bytes = new Writer(seed).bytes();
            try {
                ReaderLaws.readsAnything(bytes);
                read += ReaderLaws.quickIsFull(bytes) ? 1 : 0;
            } catch (RuntimeException | AssertionError failure) {
                throw new AssertionError(
                        "-Dtierwall.fuzz.seed=" + seed + ":\n" + new String(bytes, StandardCharsets.UTF_8), failure);
            }
        }
        assertThat(read).as("documents read quickly, of " + count).isGreaterThan(count / 10);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a: 1\n",
                "# c\n\na: b # c\nc:\n- d\n- e: f\n  g: h\n-\n  - i\n",
                "a:\r\n  b: \"c d\"\r\n  'e': 'f'\r\n",
                "a: [b, \"c\", {d: e}, [], {}]\nf: {g: image:1.2, h: 10.0.0.0/8}\n",
                "a:\nb:\n  c:\n",
                "- a\n- - b\n  - c\n-\n",
                "a: \"b\\n\\\"\\\\\"\nc: 'd''e'\n",
                "a: |\n  b\n\n    c # d\n  \te\n# f\ng: |-\n  h\n\ni:\n- |+ # j\n  k\n\n- l\n"
            })
    void readsThePlainForm(String text) {
        assertThat(ReaderLaws.quickIsFull(text.getBytes(StandardCharsets.UTF_8)))
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a: >\n  b\n", "a: |2\n    b\n", "a: |\n  b", "a: |\n    \n  b\n", "a: |\n\n", "a: &x b\n", "a: *x\n",
                        "a: !!str b\n", "? a\n",
                "a: \"b\\x41\"\n", "a: b\n  c\n", "a: ä\n", "a:\tb\n", "a: b\na: c\n", "{a: b}\n", "a: [b,\n  c]\n",
                        "%YAML 1.1\n", "a: .inf\n",
                "<<: *x\n", "a\n", "a: |\n  b\n \tc\n", "a:\n- |\n  b\n c: d\n"
            })
    void leavesTheRestToTheFullReader(String text) {
        assertThat(ReaderLaws.quickIsFull(text.getBytes(StandardCharsets.UTF_8)))
                .isFalse();
    }
}

package dev.tierwall.kube.tree;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What an unquoted word means. Each expectation was obtained from kubectl's own reader. */
class ScalarsTest {

    @ParameterizedTest
    @CsvSource(quoteCharacter = '`', delimiterString = "=>", textBlock = """
            y         => true
            Yes       => true
            ON        => true
            true      => true
            n         => false
            No        => false
            off       => false
            FALSE     => false
            yES       => "yES"
            ~         => null
            Null      => null
            null      => null
            nULL      => "nULL"
            0         => 0
            80        => 80
            -1        => -1
            +12       => 12
            0777      => 511
            0o17      => 15
            0O17      => 15
            0x1F      => 31
            0X1f      => 31
            0b11      => 3
            -0b11     => -3
            0b-1      => -1
            0b2       => "0b2"
            0x        => "0x"
            0o8       => "0o8"
            08        => 8
            09.5      => 9.5
            1_000     => 1000
            1__0      => 10
            1_        => 1
            _1        => "_1"
            0x_1      => 1
            1_000.5   => 1000.5
            1.0       => 1
            1.5       => 1.5
            5.        => 5
            .5        => 0.5
            -.5       => -0.5
            .5_0      => 0.5
            .5_       => ".5_"
            .         => "."
            1e3       => 1000
            1E5       => 100000
            1e        => "1e"
            1e400     => "1e400"
            -0        => 0
            2001-01-01 => "2001-01-01"
            2001-12-14t21:59:43.10-05:00 => "2001-12-14t21:59:43.10-05:00"
            12:30     => "12:30"
            190:20:30 => "190:20:30"
            10.0.0.0/8 => "10.0.0.0/8"
            fd00::/8  => "fd00::/8"
            -a        => "-a"
            +         => "+"
            <<        => "<<"
            9223372036854775807 => 9223372036854775807
            9223372036854775808 => 9.223372036854776E18
            -9223372036854775809 => -9.223372036854776E18
            12345678901234567890123 => 1.2345678901234568E22
            0x8000000000000000 => 9.223372036854776E18
            """)
    void plain(String written, String meaning) {
        assertThat(Trees.json(Scalars.plain(written, 1, 1))).isEqualTo(meaning);
    }

    @ParameterizedTest
    @CsvSource(quoteCharacter = '`', delimiterString = "=>", textBlock = """
            !!str 12            => "12"
            !!int "12"          => 12
            !!int "0777"        => 511
            !!float 3           => 3
            !!bool yes          => true
            !!null ''           => null
            !!binary aGVsbG8=   => "hello"
            !!timestamp 2001-01-01 => "2001-01-01"
            !!map x             => "x"
            !foo 12             => "12"
            ! 12                => "12"
            """)
    void tagged(String written, String meaning) {
        Trees trees = Trees.of("a: " + written + "\n");
        assertThat(trees.json()).isEqualTo("{a:" + meaning + "}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"!!int 1.5", "!!int 1e3", "!!float x", "!!bool x", "!!null x", "!!binary x"})
    void aTagThatDoesNotFit(String written) {
        String text = written.substring(written.indexOf(' ') + 1);
        String tag = written.substring(0, written.indexOf(' '));
        assertThat(Trees.of("a: " + written + "\n").findings())
                .containsExactly("f.yaml:1:4: error: \"" + text + "\" does not fit its tag " + tag
                        + "; leave the tag out, or write a value of that type");
    }

    @ParameterizedTest
    @ValueSource(strings = {".inf", "-.INF", "+.Inf", ".nan", ".NaN"})
    void infinityIsNoValueOfTheApi(String written) {
        assertThat(Trees.of("a: " + written + "\n").findings())
                .containsExactly(
                        "f.yaml:1:4: error: infinity and NaN are not values of the API; quote it if it is a text");
    }

    @ParameterizedTest
    @CsvSource(quoteCharacter = '`', delimiterString = "=>", textBlock = """
            y           => true
            "y"         => y
            off         => false
            0x10        => 16
            0777        => 511
            1e3         => 1000
            1.5         => 1.5
            12345678.5  => 1.2345678e+07
            1e20        => 1e+20
            0.0001      => 0.0001
            0.00001     => 1e-05
            2001-01-01  => 2001-01-01
            """)
    void keysBecomeText(String written, String key) {
        assertThat(Trees.of(written + ": x\n").json()).isEqualTo("{" + key + ":\"x\"}");
    }
}

package dev.tierwall.core.label;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SelectorTextTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "app=web | app=web",
                "app == web | app=web",
                "app!=web | app!=web",
                "tier in (b, a) | tier in (a,b)",
                "tier notin (b,a),app=web | app=web,tier notin (a,b)",
                "!debug | !debug",
                "debug | debug",
                "app.kubernetes.io/name=web, x | app.kubernetes.io/name=web,x",
                "empty= | empty=",
            })
    void readsWhatKubectlTakes(String text, String canonical) {
        assertThat(SelectorText.read(text).map(Selector::toString)).contains(canonical);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "=web", "app=web,", "app=(a)", "tier in a,b", "tier in (a", "a=b=c", "!", "app web"})
    void anythingElseIsNoSelector(String text) {
        assertThat(SelectorText.read(text)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"'app!=web',true", "'app',false", "'!app',true"})
    void anAbsentKeyIsUnequalToEverything(String text, boolean matches) {
        assertThat(SelectorText.read(text).orElseThrow().matches(Labels.of(Map.of("x", "y"))))
                .isEqualTo(matches);
    }
}

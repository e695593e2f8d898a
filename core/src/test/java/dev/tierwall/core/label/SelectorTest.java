package dev.tierwall.core.label;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tierwall.core.label.Requirement.Operator;
import dev.tierwall.core.random.Trials;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SelectorTest {

    private static final Labels WEB = Labels.of(Map.of("app", "web", "empty", ""));

    @ParameterizedTest
    @CsvSource({
        "IN, app, web db, true",
        "IN, app, db, false",
        "IN, tier, web, false",
        "NOT_IN, app, web db, false",
        "NOT_IN, app, db, true",
        "NOT_IN, tier, web, true",
        "EXISTS, app, , true",
        "EXISTS, empty, , true",
        "EXISTS, tier, , false",
        "DOES_NOT_EXIST, app, , false",
        "DOES_NOT_EXIST, tier, , true"
    })
    void judgesAsTheApiSays(Operator operator, String key, String values, boolean expected) {
        List<String> list = values == null ? List.of() : List.of(values.split(" "));
        assertThat(new Requirement(key, operator, list).matches(WEB)).isEqualTo(expected);
    }

    @Test
    void anEmptyValueIsAValue() {
        assertThat(Requirement.equal("empty", "").matches(WEB)).isTrue();
        assertThat(Requirement.equal("absent", "").matches(WEB)).isFalse();
        assertThat(new Requirement("absent", Operator.NOT_IN, List.of("")).matches(WEB))
                .isTrue();
    }

    @Test
    void takesValuesExactlyForInAndNotIn() {
        assertThatThrownBy(() -> new Requirement("a", Operator.IN, List.of()))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Requirement("a", Operator.NOT_IN, List.of()))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Requirement("a", Operator.EXISTS, List.of("x")))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Requirement("a", Operator.DOES_NOT_EXIST, List.of("x")))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static Requirement random(Random random) {
        Operator operator = Operator.values()[random.nextInt(4)];
        List<String> values = new ArrayList<>();
        if (operator == Operator.IN || operator == Operator.NOT_IN) {
            for (int i = 1 + random.nextInt(3); i > 0; i--) {
                values.add("v" + random.nextInt(3));
            }
        }
        return new Requirement("k" + random.nextInt(4), operator, values);
    }

    @Test
    void allRequirementsMustHold() {
        Trials.run(10_000, random -> {
            List<Requirement> requirements = new ArrayList<>();
            for (int i = random.nextInt(4); i > 0; i--) {
                requirements.add(random(random));
            }
            Selector selector = new Selector(requirements);
            Map<String, String> labels = LabelsTest.random(random);
            boolean expected = true;
            for (Requirement requirement : requirements) {
                String value = labels.get(requirement.key());
                expected &= switch (requirement.operator()) {
                    case IN -> value != null && requirement.values().contains(value);
                    case NOT_IN -> value == null || !requirement.values().contains(value);
                    case EXISTS -> value != null;
                    case DOES_NOT_EXIST -> value == null;
                };
            }
            assertThat(selector.matches(Labels.of(labels))).isEqualTo(expected);
            assertThat(selector.isEverything()).isEqualTo(requirements.isEmpty());

            List<Requirement> again = new ArrayList<>(requirements);
            again.addAll(requirements);
            Collections.shuffle(again, random);
            assertThat(new Selector(again)).isEqualTo(selector).hasSameHashCodeAs(selector);
        });
    }

    @Test
    void isWrittenAsKubectlWritesSelectors() {
        assertThat(new Selector(List.of(
                        new Requirement("debug", Operator.DOES_NOT_EXIST, List.of()),
                        new Requirement("tier", Operator.IN, List.of("b", "a", "b")),
                        new Requirement("env", Operator.NOT_IN, List.of("prod")),
                        new Requirement("zone", Operator.NOT_IN, List.of("y", "x")),
                        new Requirement("owner", Operator.EXISTS, List.of()),
                        Requirement.equal("app", "web"))))
                .hasToString("app=web,!debug,env!=prod,owner,tier in (a,b),zone notin (x,y)");
        assertThat(Selector.EVERYTHING).hasToString("{}");
        assertThat(Selector.EVERYTHING.matches(Labels.NONE)).isTrue();
    }
}

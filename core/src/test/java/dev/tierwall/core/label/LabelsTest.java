package dev.tierwall.core.label;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tierwall.core.random.Trials;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class LabelsTest {

    static Map<String, String> random(Random random) {
        Map<String, String> labels = new LinkedHashMap<>();
        for (int i = random.nextInt(6); i > 0; i--) {
            labels.put("k" + random.nextInt(5), "v" + random.nextInt(3));
        }
        return labels;
    }

    @Test
    void actsAsAMap() {
        Trials.run(5_000, random -> {
            Map<String, String> naive = random(random);
            Labels labels = Labels.of(naive);
            assertThat(labels.asMap()).isEqualTo(naive);
            assertThat(labels.asMap().keySet()).containsExactlyElementsOf(new TreeMap<>(naive).keySet());
            assertThat(labels.size()).isEqualTo(naive.size());
            for (int i = 0; i < 6; i++) {
                String key = "k" + i;
                assertThat(labels.get(key)).isEqualTo(Optional.ofNullable(naive.get(key)));
                assertThat(labels.has(key)).isEqualTo(naive.containsKey(key));
                assertThat(labels.has(key, "v1")).isEqualTo("v1".equals(naive.get(key)));
            }
            Map<String, String> more = new HashMap<>(naive);
            more.put("k2", "new");
            assertThat(labels.with("k2", "new")).isEqualTo(Labels.of(more)).hasSameHashCodeAs(Labels.of(more));
            Map<String, String> fewer = new HashMap<>(naive);
            fewer.keySet().removeIf(key -> key.compareTo("k2") < 0);
            assertThat(labels.only(key -> key.compareTo("k2") >= 0)).isEqualTo(Labels.of(fewer));
        });
    }

    @Test
    void changingTheCopyDoesNotChangeTheLabels() {
        Labels labels = Labels.of(Map.of("app", "web"));
        labels.asMap().put("app", "db");
        assertThat(labels.has("app", "web")).isTrue();
    }

    @Test
    void theOrderOfWritingDoesNotMatter() {
        Map<String, String> one = new LinkedHashMap<>();
        one.put("b", "2");
        one.put("a", "1");
        assertThat(Labels.of(one))
                .isEqualTo(Labels.of(Map.of("a", "1", "b", "2")))
                .hasToString("a=1,b=2");
        assertThat(Labels.of(Map.of("a", "1"))).isNotEqualTo(Labels.of(Map.of("a", "2")));
        assertThat(Labels.of(Map.of())).isEqualTo(Labels.NONE);
    }
}

package dev.tierwall.lab.spec;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class ExpansionTest {

    @Test
    void putsKnownVariablesInAndLeavesTheRest() {
        Map<String, String> variables = Map.of("A", "one", "EMPTY", "");
        assertThat(Expansion.expand("$(A) $A $(B) $(EMPTY)| $$(A) $$ $(A", variables))
                .isEqualTo("one $A $(B) | $(A) $ $(A");
    }
}

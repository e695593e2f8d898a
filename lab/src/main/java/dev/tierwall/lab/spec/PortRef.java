package dev.tierwall.lab.spec;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.OptionalInt;

/** A port by its number or its name. */
public record PortRef(String text) {

    static PortRef of(JsonNode node) {
        return new PortRef(node.asText(""));
    }

    /** Its number among the ports of a container. */
    public OptionalInt in(List<PortSpec> ports) {
        if (!text.isEmpty() && text.chars().allMatch(Character::isDigit)) {
            return OptionalInt.of(Integer.parseInt(text));
        }
        return ports.stream()
                .filter(port -> port.name().equals(text))
                .mapToInt(PortSpec::number)
                .findFirst();
    }
}

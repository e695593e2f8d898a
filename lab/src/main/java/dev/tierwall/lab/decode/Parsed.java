package dev.tierwall.lab.decode;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/**
 * An object, and what strict reading would refuse in it, each in the API server's words: {@code unknown field "spec.foo"},
 * {@code duplicate field "spec.foo"}.
 */
public record Parsed(ObjectNode object, List<String> complaints) {
    public Parsed {
        complaints = List.copyOf(complaints);
    }
}

package dev.tierwall.lab.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** The parts of an object that are written apart from each other. */
final class Parts {

    private Parts() {}

    /** What somebody wants: everything but who the object is and how it fares. */
    static ObjectNode desired(ObjectNode object) {
        ObjectNode copy = object.objectNode();
        object.properties().forEach(property -> copy.set(property.getKey(), property.getValue()));
        copy.remove(List.of("apiVersion", "kind", "metadata", "status"));
        return copy;
    }
}

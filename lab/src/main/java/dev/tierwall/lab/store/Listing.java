package dev.tierwall.lab.store;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/**
 * Objects at one moment.
 *
 * @param objects the objects, by namespace and name
 * @param version the version of the store at that moment
 */
public record Listing(List<ObjectNode> objects, long version) {
    public Listing {
        objects = List.copyOf(objects);
    }
}

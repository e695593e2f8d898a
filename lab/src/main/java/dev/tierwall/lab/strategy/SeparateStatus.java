package dev.tierwall.lab.strategy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tierwall.lab.api.Admission;
import dev.tierwall.lab.api.Catalog;
import dev.tierwall.lab.api.Place;
import dev.tierwall.lab.api.WriteOptions;
import java.util.Optional;

/** Who writes an object does not write its status, and who writes the status nothing else, where the two are apart. */
public final class SeparateStatus implements Admission {

    private final Catalog catalog;

    public SeparateStatus(Catalog catalog) {
        this.catalog = catalog;
    }

    @Override
    public ObjectNode admit(Place place, Optional<ObjectNode> before, ObjectNode after, WriteOptions options) {
        if (options.part().equals("status") && before.isPresent()) {
            return statusOnly(before.get(), after);
        }
        boolean apart = catalog.find(
                        place.resource().group(),
                        place.resource().version(),
                        place.resource().name() + "/status")
                .isPresent();
        if (apart) {
            keep(before, after);
        }
        return after;
    }

    private static ObjectNode statusOnly(ObjectNode before, ObjectNode after) {
        ObjectNode result = before.deepCopy();
        JsonNode status = after.get("status");
        if (status == null) {
            result.remove("status");
        } else {
            result.set("status", status);
        }
        JsonNode owners = after.at("/metadata/managedFields");
        if (!owners.isMissingNode()) {
            result.withObject("/metadata").set("managedFields", owners);
        }
        return result;
    }

    private static void keep(Optional<ObjectNode> before, ObjectNode after) {
        JsonNode status = before.map(object -> object.get("status")).orElse(null);
        if (status == null) {
            after.remove("status");
        } else {
            after.set("status", status.deepCopy());
        }
    }
}

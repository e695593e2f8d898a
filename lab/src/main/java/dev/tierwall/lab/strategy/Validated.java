package dev.tierwall.lab.strategy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tierwall.lab.api.Admission;
import dev.tierwall.lab.api.ApiException;
import dev.tierwall.lab.api.Catalog;
import dev.tierwall.lab.api.Place;
import dev.tierwall.lab.api.WriteOptions;
import dev.tierwall.lab.custom.CustomKind;
import dev.tierwall.lab.custom.Definitions;
import dev.tierwall.lab.store.GroupResource;
import dev.tierwall.lab.validate.Cause;
import dev.tierwall.lab.validate.Causes;
import dev.tierwall.lab.validate.Validation;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Refuses what the API server would refuse, with every cause. */
public final class Validated implements Admission {

    private final Catalog catalog;

    public Validated(Catalog catalog) {
        this.catalog = catalog;
    }

    @Override
    public ObjectNode admit(Place place, Optional<ObjectNode> before, ObjectNode after, WriteOptions options)
            throws ApiException {
        if (!options.part().isEmpty()) {
            return after;
        }
        List<Cause> causes = new ArrayList<>(causes(place, before, after));
        if (causes.isEmpty()) {
            return after;
        }
        throw ApiException.invalid(
                place.aboutKind(after.at("/metadata/name").asText()),
                causes.stream()
                        .map(cause -> new ApiException.Cause(cause.reason(), cause.field(), cause.message()))
                        .toList());
    }

    private List<Cause> causes(Place place, Optional<ObjectNode> before, ObjectNode after) {
        boolean namespaced = place.resource().namespaced();
        Optional<CustomKind> custom = catalog.custom(place.resource().kind());
        if (custom.isPresent()) {
            Causes causes = new Causes();
            Validation.ofMetadata(after, namespaced, causes);
            custom.get().check(after, causes);
            return causes.list();
        }
        List<Cause> causes = before.isPresent()
                ? Validation.ofUpdate(after, before.get(), namespaced)
                : Validation.ofCreation(after, namespaced);
        if (!place.stored().equals(GroupResource.CUSTOM_RESOURCE_DEFINITIONS)) {
            return causes;
        }
        Causes further = new Causes();
        Definitions.check(after, further);
        List<Cause> all = new ArrayList<>(causes);
        all.addAll(further.list());
        return all;
    }
}

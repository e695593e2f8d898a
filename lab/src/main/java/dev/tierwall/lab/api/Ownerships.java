package dev.tierwall.lab.api;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tierwall.lab.apply.Author;
import dev.tierwall.lab.apply.ConflictException;
import dev.tierwall.lab.apply.FieldLedger;
import dev.tierwall.lab.schema.GroupVersionKind;
import dev.tierwall.lab.schema.Resource;
import dev.tierwall.lab.schema.Struct;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** Who owns which fields, kept in objects as they are written. */
public final class Ownerships {

    private static final Struct ANYTHING = new Struct("", false, true);

    private final Function<GroupVersionKind, Optional<Struct>> types;

    /** @param types what objects of a kind are made of */
    public Ownerships(Function<GroupVersionKind, Optional<Struct>> types) {
        this.types = types;
    }

    private FieldLedger ledger(Resource resource, WriteOptions options) {
        Set<String> untouched = options.isStatus() ? Set.of("spec") : Set.of("status");
        Author author = new Author(options.manager(), options.part(), untouched, Instant.now());
        return new FieldLedger(types.apply(resource.kind()).orElse(ANYTHING), resource.groupVersion(), author);
    }

    /** An object with a configuration applied to it. */
    public ObjectNode apply(Resource resource, ObjectNode live, ObjectNode config, WriteOptions options)
            throws ApiException {
        try {
            return ledger(resource, options).apply(live, config, options.force());
        } catch (ConflictException conflict) {
            throw ApiException.conflict(
                    conflict.getMessage(),
                    conflict.causes().stream()
                            .map(cause -> new ApiException.Cause(cause.reason(), cause.field(), cause.message()))
                            .toList());
        }
    }

    /** Notes who wrote what, in all that is written but by applying. */
    public Admission notes() {
        return (place, before, after, options) -> options.isApplied()
                ? after
                : ledger(place.resource(), options)
                        .update(before.orElseGet(JsonNodeFactory.instance::objectNode), after);
    }
}

package dev.tierwall.lab.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;

/** What becomes of an object before it is stored: defaults are filled in, and what must not be is refused. */
@FunctionalInterface
public interface Admission {

    /**
     * The object as it is to be stored.
     *
     * @param place where it is written
     * @param before the object as it is; empty if it is new
     * @param after the object as it was sent or patched, with metadata in order; may be changed
     * @param options how it is written
     */
    ObjectNode admit(Place place, Optional<ObjectNode> before, ObjectNode after, WriteOptions options)
            throws ApiException;

    /** This, and then another. */
    default Admission then(Admission next) {
        return (place, before, after, options) ->
                next.admit(place, before, admit(place, before, after, options), options);
    }
}

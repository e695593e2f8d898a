package dev.tierwall.lab.serve;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tierwall.lab.api.ApiException;
import dev.tierwall.lab.api.Catalog;
import dev.tierwall.lab.custom.CustomKind;
import dev.tierwall.lab.decode.Conform;
import dev.tierwall.lab.decode.Parsed;
import dev.tierwall.lab.decode.UnreadableObjectException;
import dev.tierwall.lab.http.Exchange;
import dev.tierwall.lab.schema.GroupVersionKind;
import dev.tierwall.lab.schema.Resource;
import dev.tierwall.lab.schema.Struct;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Objects of each kind, brought into their usual form as they come in. */
final class Kinds {

    private final Catalog catalog;

    Kinds(Catalog catalog) {
        this.catalog = catalog;
    }

    /** What objects of a kind are made of, as far as that is known. */
    Optional<Struct> type(GroupVersionKind kind) {
        return catalog.type(kind);
    }

    Catalog catalog() {
        return catalog;
    }

    /**
     * The object that a request brings.
     *
     * @param expected what it should be
     * @param warnings what the user is to be told, added to
     */
    ObjectNode read(Exchange exchange, GroupVersionKind expected, List<String> warnings) throws ApiException {
        Parsed parsed = Bodies.object(exchange);
        ObjectNode object = parsed.object();
        GroupVersionKind given = GroupVersionKind.of(object);
        if (object.path("kind").isMissingNode() && object.path("apiVersion").isMissingNode()) {
            object.put("apiVersion", expected.apiVersion());
            object.put("kind", expected.kind());
        } else if (!given.equals(expected)) {
            throw ApiException.badRequest(
                    "the API version in the data (" + given.apiVersion() + ", kind " + given.kind()
                            + ") does not match the expected API version (" + expected.apiVersion() + ", kind "
                            + expected.kind() + ")");
        }
        List<String> complaints = new ArrayList<>(parsed.complaints());
        ObjectNode usual = usual(object, expected, complaints);
        complain(exchange, complaints, warnings);
        return usual;
    }

    /** The configuration that a request applies: as it is written, with nothing filled in. */
    ObjectNode applied(Exchange exchange, GroupVersionKind expected, List<String> warnings) throws ApiException {
        Parsed parsed = Bodies.object(exchange);
        List<String> complaints = new ArrayList<>(parsed.complaints());
        ObjectNode written = parsed.object();
        if (!GroupVersionKind.of(written).equals(expected)) {
            throw ApiException.badRequest("the object that is applied must state apiVersion " + expected.apiVersion()
                    + " and kind " + expected.kind());
        }
        usual(written, expected, complaints);
        complain(exchange, complaints, warnings);
        return written;
    }

    /** An object in its usual form; unknown fields are left out, and complained of. */
    ObjectNode usual(ObjectNode object, GroupVersionKind kind, List<String> complaints) throws ApiException {
        Optional<CustomKind> custom = catalog.custom(kind);
        Optional<Struct> type = type(kind);
        if (type.isEmpty()) {
            return object;
        }
        try {
            Parsed conformed = custom.isPresent() ? custom.get().read(object) : Conform.to(type.get(), object);
            complaints.addAll(conformed.complaints());
            ObjectNode result = conformed.object();
            result.put("apiVersion", kind.apiVersion());
            result.put("kind", kind.kind());
            return result;
        } catch (UnreadableObjectException unreadable) {
            throw ApiException.badRequest(kind.kind() + " in version \"" + kind.version() + "\" cannot be handled as a "
                    + kind.kind() + ": " + unreadable.getMessage());
        }
    }

    /** As the request asks: refuses what is complained of, warns of it, or keeps silent. */
    static void complain(Exchange exchange, List<String> complaints, List<String> warnings) throws ApiException {
        switch (exchange.query().text("fieldValidation")) {
            case "Ignore" -> {}
            case "Strict" -> {
                if (!complaints.isEmpty()) {
                    throw ApiException.badRequest("strict decoding error: " + String.join(", ", complaints));
                }
            }
            default -> warnings.addAll(complaints);
        }
    }

    /** Whether PUT makes an object that is not there. */
    boolean mayCreateByPut(Resource resource) {
        return resource.group().equals("coordination.k8s.io") || resource.name().equals("endpoints");
    }
}

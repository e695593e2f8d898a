package dev.tierwall.lab.serve;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tierwall.lab.api.ApiException;
import dev.tierwall.lab.api.Ownerships;
import dev.tierwall.lab.api.WriteOptions;
import dev.tierwall.lab.http.Exchange;
import dev.tierwall.lab.patch.JsonPatch;
import dev.tierwall.lab.patch.MergePatch;
import dev.tierwall.lab.patch.PatchException;
import dev.tierwall.lab.patch.StrategicMergePatch;
import dev.tierwall.lab.schema.GroupVersionKind;
import dev.tierwall.lab.schema.Resource;
import dev.tierwall.lab.schema.Struct;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A patch, ready to be laid on an object. */
interface Patch {

    /** The object, patched; it may change the one that is given. */
    ObjectNode of(ObjectNode object, WriteOptions options) throws ApiException;

    /** Whether it makes an object where there is none. */
    default boolean creates() {
        return false;
    }

    /** The patch that a request brings. */
    static Patch of(Exchange exchange, Kinds kinds, Resource resource, List<String> warnings) throws ApiException {
        GroupVersionKind kind = resource.kind();
        return switch (Bodies.type(exchange)) {
            case "application/json-patch+json" -> patching(exchange, kinds, kind, JsonPatch::apply);
            case "application/merge-patch+json" -> patching(exchange, kinds, kind, MergePatch::apply);
            case "application/strategic-merge-patch+json" -> {
                Optional<Struct> type = kinds.type(kind);
                if (type.isEmpty() || kinds.catalog().definition(resource).isPresent()) {
                    throw ApiException.unsupportedMediaType(
                            "application/strategic-merge-patch+json; custom resources take application/merge-patch+json");
                }
                yield patching(exchange, kinds, kind, (object, patch) -> {
                    if (object instanceof ObjectNode whole && patch instanceof ObjectNode part) {
                        return StrategicMergePatch.apply(type.get(), whole, part);
                    }
                    throw ApiException.badRequest("a strategic merge patch is a JSON object");
                });
            }
            case "application/apply-patch+yaml" -> applying(exchange, kinds, resource, warnings);
            default -> throw ApiException.unsupportedMediaType(Bodies.type(exchange));
        };
    }

    /** How a document is changed by another. */
    @FunctionalInterface
    interface Method {
        JsonNode of(JsonNode object, JsonNode patch) throws PatchException, ApiException;
    }

    private static Patch patching(Exchange exchange, Kinds kinds, GroupVersionKind kind, Method method)
            throws ApiException {
        JsonNode patch = Bodies.json(exchange);
        return (object, options) -> {
            try {
                if (!(method.of(object.deepCopy(), patch) instanceof ObjectNode patched)) {
                    throw ApiException.badRequest("the patch leaves no object");
                }
                List<String> complaints = new ArrayList<>();
                ObjectNode usual = kinds.usual(patched, kind, complaints);
                Kinds.complain(exchange, complaints, new ArrayList<>());
                return usual;
            } catch (PatchException unfit) {
                throw unfit.isMalformed()
                        ? ApiException.badRequest(unfit.getMessage())
                        : ApiException.unprocessable(unfit.getMessage());
            }
        };
    }

    private static Patch applying(Exchange exchange, Kinds kinds, Resource resource, List<String> warnings)
            throws ApiException {
        if (exchange.query().text("fieldManager").isEmpty()) {
            throw ApiException.badRequest(
                    "PatchOptions.meta.k8s.io \"\" is invalid: fieldManager: Required value: is required for apply patch");
        }
        ObjectNode config = kinds.applied(exchange, resource.kind(), warnings);
        return new Patch() {
            @Override
            public ObjectNode of(ObjectNode object, WriteOptions options) throws ApiException {
                ObjectNode applied = new Ownerships(kinds::type).apply(resource, object, config, options);
                // A configuration is merged as it is written; what is kept has the form of all objects.
                return kinds.usual(applied, resource.kind(), new ArrayList<>());
            }

            @Override
            public boolean creates() {
                return true;
            }
        };
    }
}

package dev.tierwall.lab.custom;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tierwall.lab.decode.Conform;
import dev.tierwall.lab.decode.Parsed;
import dev.tierwall.lab.decode.UnreadableObjectException;
import dev.tierwall.lab.schema.BuiltIns;
import dev.tierwall.lab.schema.GroupVersionKind;
import dev.tierwall.lab.schema.Resource;
import dev.tierwall.lab.schema.Struct;
import dev.tierwall.lab.validate.Causes;
import java.util.ArrayList;
import java.util.List;

/**
 * A kind as one version of a CustomResourceDefinition makes it.
 *
 * @param kind what its objects say that they are
 * @param version what the definition says of this version
 * @param type what its objects are made of, for server-side apply
 * @param resources where it is served: the objects, and their status and scale if the definition has them
 */
public record CustomKind(GroupVersionKind kind, JsonNode version, Struct type, List<Resource> resources) {

    private static final List<String> ALL_VERBS =
            List.of("create", "delete", "deletecollection", "get", "list", "patch", "update", "watch");
    private static final List<String> OF_PARTS = List.of("get", "patch", "update");

    public CustomKind {
        resources = List.copyOf(resources);
    }

    /** The kinds that a definition makes, one for each version that is served. */
    public static List<CustomKind> of(ObjectNode definition) {
        JsonNode spec = definition.path("spec");
        List<CustomKind> kinds = new ArrayList<>();
        for (JsonNode version : spec.path("versions")) {
            if (version.path("served").asBoolean()) {
                GroupVersionKind kind = new GroupVersionKind(
                        spec.path("group").asText(),
                        version.path("name").asText(),
                        spec.path("names").path("kind").asText());
                Struct type = SchemaTypes.root(schemaOf(version));
                kinds.add(new CustomKind(kind, version, type, resources(spec, version, kind)));
            }
        }
        return kinds;
    }

    private static List<Resource> resources(JsonNode spec, JsonNode version, GroupVersionKind kind) {
        JsonNode names = spec.path("names");
        boolean namespaced = spec.path("scope").asText().equals("Namespaced");
        String plural = names.path("plural").asText();
        List<Resource> resources = new ArrayList<>();
        resources.add(new Resource(
                kind.group(),
                kind.version(),
                plural,
                names.path("singular").asText(),
                kind,
                namespaced,
                ALL_VERBS,
                texts(names.path("shortNames")),
                texts(names.path("categories"))));
        if (version.path("subresources").has("status")) {
            resources.add(part(plural + "/status", kind, kind, namespaced));
        }
        if (version.path("subresources").has("scale")) {
            GroupVersionKind scale = new GroupVersionKind("autoscaling", "v1", "Scale");
            resources.add(part(plural + "/scale", kind, scale, namespaced));
        }
        return resources;
    }

    private static Resource part(String name, GroupVersionKind of, GroupVersionKind kind, boolean namespaced) {
        return new Resource(of.group(), of.version(), name, "", kind, namespaced, OF_PARTS, List.of(), List.of());
    }

    private static List<String> texts(JsonNode list) {
        return list.valueStream().map(JsonNode::asText).toList();
    }

    private static JsonNode schemaOf(JsonNode version) {
        return version.path("schema").path("openAPIV3Schema");
    }

    /** The schema, as the definition has it. */
    public JsonNode schema() {
        return schemaOf(version);
    }

    /** Whether status is a resource of its own, which requests to the whole object do not change. */
    public boolean hasStatus() {
        return version.path("subresources").has("status");
    }

    /**
     * An object as it is kept: its metadata in the usual form, what the schema does not know taken out, defaults filled in.
     * The tree that is given is not changed.
     *
     * @throws UnreadableObjectException where the metadata is of another form
     */
    public Parsed read(ObjectNode object) throws UnreadableObjectException {
        ObjectNode result = object.deepCopy();
        List<String> complaints = new ArrayList<>();
        if (result.path("metadata") instanceof ObjectNode metadata) {
            Parsed usual = Conform.to(BuiltIns.table().objectMeta(), metadata);
            result.set("metadata", usual.object());
            usual.complaints().forEach(text -> complaints.add(text.replaceFirst("\"", "\"metadata.")));
        }
        complaints.addAll(Pruning.prune(schema(), result));
        Pruning.fillIn(schema(), result);
        return new Parsed(result, complaints);
    }

    /** What the schema refuses in an object. */
    public void check(ObjectNode object, Causes causes) {
        new SchemaRules(causes).checkObject(schema(), object);
    }
}

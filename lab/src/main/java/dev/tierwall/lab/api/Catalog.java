package dev.tierwall.lab.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tierwall.lab.schema.GroupVersionKind;
import dev.tierwall.lab.schema.Resource;
import dev.tierwall.lab.schema.Resources;
import dev.tierwall.lab.store.GroupResource;
import dev.tierwall.lab.store.ObjectStore;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.StreamSupport;

/** What is served: the built-in kinds, and those that CustomResourceDefinitions add. Always as the store says now. */
public final class Catalog {

    private static final List<String> CUSTOM_VERBS =
            List.of("create", "delete", "deletecollection", "get", "list", "patch", "update", "watch");
    private static final List<String> PART_VERBS = List.of("get", "patch", "update");

    private final ObjectStore store;

    public Catalog(ObjectStore store) {
        this.store = store;
    }

    /** Everything, group by group. */
    public List<Resource> resources() {
        List<Resource> all = new ArrayList<>(Resources.builtIn());
        for (ObjectNode definition : store.list(GroupResource.CUSTOM_RESOURCE_DEFINITIONS)) {
            all.addAll(of(definition));
        }
        return all;
    }

    /** What is served of a group in a version. */
    public List<Resource> resources(String group, String version) {
        return resources().stream()
                .filter(resource ->
                        resource.group().equals(group) && resource.version().equals(version))
                .toList();
    }

    /** One resource, or a part as in {@code pods/log}. */
    public Optional<Resource> find(String group, String version, String name) {
        return resources(group, version).stream()
                .filter(resource -> resource.name().equals(name))
                .findFirst();
    }

    /** The resource that holds objects of a kind. */
    public Optional<Resource> find(GroupVersionKind kind) {
        return resources(kind.group(), kind.version()).stream()
                .filter(resource -> !resource.isPart() && resource.kind().equals(kind))
                .findFirst();
    }

    /** The resource that holds objects of a kind in some version: the one that its group prefers. */
    public Optional<Resource> preferred(GroupResource wanted) {
        return resources().stream()
                .filter(resource -> resource.group().equals(wanted.group())
                        && resource.name().equals(wanted.resource()))
                .findFirst();
    }

    /** The versions of each group, the preferred one first; groups in the order in which they are listed. */
    public Map<String, List<String>> groups() {
        Map<String, List<String>> groups = new LinkedHashMap<>();
        for (Resource resource : resources()) {
            List<String> versions = groups.computeIfAbsent(resource.group(), group -> new ArrayList<>());
            if (!versions.contains(resource.version())) {
                versions.add(resource.version());
            }
        }
        return groups;
    }

    /** The definition that a custom resource comes from. */
    public Optional<ObjectNode> definition(Resource resource) {
        return store.get(GroupResource.CUSTOM_RESOURCE_DEFINITIONS.key(
                "", resource.name().replaceFirst("/.*", "") + "." + resource.group()));
    }

    private static List<Resource> of(ObjectNode definition) {
        JsonNode spec = definition.path("spec");
        JsonNode names = spec.path("names");
        List<Resource> resources = new ArrayList<>();
        for (JsonNode version : spec.path("versions")) {
            if (!version.path("served").asBoolean()) {
                continue;
            }
            String group = spec.path("group").asText();
            String name = version.path("name").asText();
            GroupVersionKind kind =
                    new GroupVersionKind(group, name, names.path("kind").asText());
            String plural = names.path("plural").asText();
            boolean namespaced = spec.path("scope").asText().equals("Namespaced");
            Resource whole = new Resource(
                    group,
                    name,
                    plural,
                    names.path("singular").asText(kind.kind().toLowerCase(Locale.ROOT)),
                    kind,
                    namespaced,
                    CUSTOM_VERBS,
                    texts(names.path("shortNames")),
                    texts(names.path("categories")));
            resources.add(whole);
            if (version.path("subresources").has("status")) {
                resources.add(part(whole, "status", kind));
            }
            if (version.path("subresources").has("scale")) {
                GroupVersionKind scale = new GroupVersionKind("autoscaling", "v1", "Scale");
                resources.add(part(whole, "scale", scale));
            }
        }
        return resources;
    }

    private static Resource part(Resource whole, String name, GroupVersionKind kind) {
        return new Resource(
                whole.group(),
                whole.version(),
                whole.name() + "/" + name,
                "",
                kind,
                whole.namespaced(),
                PART_VERBS,
                List.of(),
                List.of());
    }

    private static List<String> texts(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false)
                .map(JsonNode::asText)
                .toList();
    }
}

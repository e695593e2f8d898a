package dev.tierwall.lab.api;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tierwall.lab.schema.GroupVersionKind;
import dev.tierwall.lab.schema.Resource;
import java.util.List;
import java.util.Map;

/** How clients find out what is served, in the older form of many documents and in the newer one of one. */
public final class Discovery {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private final Catalog catalog;

    public Discovery(Catalog catalog) {
        this.catalog = catalog;
    }

    /** {@code /api}. */
    public ObjectNode coreVersions() {
        ObjectNode answer = JSON.objectNode();
        answer.put("kind", "APIVersions");
        answer.putArray("versions").add("v1");
        answer.putArray("serverAddressByClientCIDRs");
        return answer;
    }

    /** {@code /apis}. */
    public ObjectNode groups() {
        ObjectNode answer = JSON.objectNode();
        answer.put("kind", "APIGroupList").put("apiVersion", "v1");
        ArrayNode groups = answer.putArray("groups");
        catalog.groups().forEach((group, versions) -> {
            if (!group.isEmpty()) {
                groups.add(group(group, versions));
            }
        });
        return answer;
    }

    /** {@code /apis/GROUP}. */
    public ObjectNode group(String name) throws ApiException {
        List<String> versions = catalog.groups().get(name);
        if (versions == null || name.isEmpty()) {
            throw ApiException.noSuchPath();
        }
        ObjectNode group = JSON.objectNode().put("kind", "APIGroup").put("apiVersion", "v1");
        group.setAll(group(name, versions));
        return group;
    }

    private static ObjectNode group(String name, List<String> versions) {
        ObjectNode group = JSON.objectNode().put("name", name);
        ArrayNode all = group.putArray("versions");
        versions.forEach(version -> all.add(version(name, version)));
        group.set("preferredVersion", version(name, versions.getFirst()));
        return group;
    }

    private static ObjectNode version(String group, String version) {
        return JSON.objectNode().put("groupVersion", group + "/" + version).put("version", version);
    }

    /** {@code /api/v1} and {@code /apis/GROUP/VERSION}. */
    public ObjectNode resources(String group, String version) throws ApiException {
        List<Resource> served = catalog.resources(group, version);
        if (served.isEmpty()) {
            throw ApiException.noSuchPath();
        }
        ObjectNode answer = JSON.objectNode().put("kind", "APIResourceList").put("apiVersion", "v1");
        answer.put("groupVersion", served.getFirst().groupVersion());
        ArrayNode resources = answer.putArray("resources");
        served.forEach(resource -> resources.add(resource(resource)));
        return answer;
    }

    private static ObjectNode resource(Resource resource) {
        ObjectNode entry = JSON.objectNode();
        entry.put("name", resource.name()).put("singularName", resource.singularName());
        entry.put("namespaced", resource.namespaced());
        GroupVersionKind kind = resource.kind();
        if (!kind.group().equals(resource.group()) || !kind.version().equals(resource.version())) {
            entry.put("group", kind.group()).put("version", kind.version());
        }
        entry.put("kind", kind.kind());
        ArrayNode verbs = entry.putArray("verbs");
        resource.verbs().forEach(verbs::add);
        addAll(entry, "shortNames", resource.shortNames());
        addAll(entry, "categories", resource.categories());
        return entry;
    }

    private static void addAll(ObjectNode entry, String field, List<String> words) {
        if (!words.isEmpty()) {
            ArrayNode array = entry.putArray(field);
            words.forEach(array::add);
        }
    }

    /**
     * {@code /api} and {@code /apis} in one document each.
     *
     * @param core whether the core group is asked for, or all others
     * @param version of the document: {@code v2} or {@code v2beta1}
     */
    public ObjectNode aggregated(boolean core, String version) {
        ObjectNode answer = JSON.objectNode();
        answer.put("kind", "APIGroupDiscoveryList").put("apiVersion", "apidiscovery.k8s.io/" + version);
        answer.putObject("metadata");
        ArrayNode items = answer.putArray("items");
        for (Map.Entry<String, List<String>> group : catalog.groups().entrySet()) {
            if (group.getKey().isEmpty() == core) {
                items.add(aggregated(group.getKey(), group.getValue()));
            }
        }
        return answer;
    }

    private ObjectNode aggregated(String group, List<String> versions) {
        ObjectNode item = JSON.objectNode();
        ObjectNode metadata = item.putObject("metadata");
        if (!group.isEmpty()) {
            metadata.put("name", group);
        }
        metadata.putNull("creationTimestamp");
        ArrayNode all = item.putArray("versions");
        for (String version : versions) {
            ObjectNode one = all.addObject().put("version", version);
            one.put("freshness", "Current");
            ArrayNode resources = one.putArray("resources");
            List<Resource> served = catalog.resources(group, version);
            for (Resource resource : served) {
                if (!resource.isPart()) {
                    resources.add(aggregated(resource, served));
                }
            }
        }
        return item;
    }

    private static ObjectNode aggregated(Resource resource, List<Resource> served) {
        ObjectNode entry = JSON.objectNode();
        entry.put("resource", resource.name());
        entry.set("responseKind", responseKind(resource.kind()));
        entry.put("scope", resource.namespaced() ? "Namespaced" : "Cluster");
        entry.put("singularResource", resource.singularName());
        addAll(entry, "verbs", resource.verbs());
        addAll(entry, "shortNames", resource.shortNames());
        addAll(entry, "categories", resource.categories());
        for (Resource part : served) {
            if (part.name().startsWith(resource.name() + "/")) {
                ObjectNode one = entry.withArray("subresources").addObject();
                one.put("subresource", part.name().substring(resource.name().length() + 1));
                one.set("responseKind", responseKind(part.kind()));
                addAll(one, "verbs", part.verbs());
            }
        }
        return entry;
    }

    private static ObjectNode responseKind(GroupVersionKind kind) {
        return JSON.objectNode()
                .put("group", kind.group())
                .put("version", kind.version())
                .put("kind", kind.kind());
    }
}

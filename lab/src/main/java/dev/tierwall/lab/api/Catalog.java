package dev.tierwall.lab.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tierwall.lab.custom.CustomKind;
import dev.tierwall.lab.schema.BuiltIns;
import dev.tierwall.lab.schema.GroupVersionKind;
import dev.tierwall.lab.schema.Resource;
import dev.tierwall.lab.schema.Resources;
import dev.tierwall.lab.schema.Struct;
import dev.tierwall.lab.store.GroupResource;
import dev.tierwall.lab.store.ObjectStore;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What is served: the built-in kinds, and those that CustomResourceDefinitions add. Always as the store says now. */
public final class Catalog {

    private final ObjectStore store;
    private volatile Known known = Known.of(List.of());

    /** Definitions, the kinds that they make, and all that is served with them. */
    private record Known(List<ObjectNode> definitions, List<CustomKind> kinds, List<Resource> resources) {
        static Known of(List<ObjectNode> definitions) {
            List<CustomKind> kinds = new ArrayList<>();
            definitions.forEach(definition -> kinds.addAll(CustomKind.of(definition)));
            List<Resource> resources = new ArrayList<>(Resources.builtIn());
            kinds.forEach(kind -> resources.addAll(kind.resources()));
            return new Known(definitions, List.copyOf(kinds), List.copyOf(resources));
        }
    }

    public Catalog(ObjectStore store) {
        this.store = store;
    }

    /** Definitions change seldom, and are asked for at every request. */
    private Known known() {
        List<ObjectNode> definitions = store.list(GroupResource.CUSTOM_RESOURCE_DEFINITIONS);
        Known now = known;
        if (!now.definitions().equals(definitions)) {
            now = Known.of(definitions);
            known = now;
        }
        return now;
    }

    /** Everything, group by group. */
    public List<Resource> resources() {
        return known().resources();
    }

    /** The kinds that definitions make. */
    public List<CustomKind> customKinds() {
        return known().kinds();
    }

    /** The kind of a custom resource; empty for built-in ones. */
    public Optional<CustomKind> custom(GroupVersionKind kind) {
        return customKinds().stream()
                .filter(custom -> custom.kind().equals(kind))
                .findFirst();
    }

    /** What objects of a kind are made of, if it is served. */
    public Optional<Struct> type(GroupVersionKind kind) {
        return custom(kind).map(CustomKind::type).or(() -> BuiltIns.table().kind(kind));
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
}

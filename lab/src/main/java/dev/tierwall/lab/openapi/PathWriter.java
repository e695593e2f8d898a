package dev.tierwall.lab.openapi;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tierwall.lab.schema.Resource;
import java.util.List;
import java.util.Map;

/**
 * Writes the paths under which resources are served. Clients look there for the kind of a resource, for the ways to patch it,
 * and for whether a request may ask for strict reading or for a dry run.
 */
final class PathWriter {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final List<String> PATCHES = List.of(
            "application/json-patch+json",
            "application/merge-patch+json",
            "application/strategic-merge-patch+json",
            "application/apply-patch+yaml");

    /** The verbs on one object or the list of them, with the method of HTTP and the word by which OpenAPI calls the action. */
    private static final Map<String, List<String>> ON_LIST = Map.of(
            "list",
            List.of("get", "list"),
            "create",
            List.of("post", "post"),
            "deletecollection",
            List.of("delete", "deletecollection"));

    private static final Map<String, List<String>> ON_OBJECT = Map.of(
            "get", List.of("get", "get"),
            "update", List.of("put", "put"),
            "patch", List.of("patch", "patch"),
            "delete", List.of("delete", "delete"));

    private final Dialect dialect;
    private final ObjectNode paths = JSON.objectNode();

    PathWriter(Dialect dialect) {
        this.dialect = dialect;
    }

    ObjectNode paths() {
        return paths;
    }

    /** Adds the paths of a resource. */
    void add(Resource resource, boolean custom) {
        String prefix = (resource.group().isEmpty() ? "/api/" : "/apis/") + resource.groupVersion() + "/";
        int slash = resource.name().indexOf('/');
        String collection = slash < 0 ? resource.name() : resource.name().substring(0, slash);
        String scoped = prefix + (resource.namespaced() ? "namespaces/{namespace}/" : "") + collection;
        if (resource.isPart()) {
            item(scoped + "/{name}" + resource.name().substring(slash), resource, custom, true);
            return;
        }
        if (resource.namespaced() && resource.verbs().contains("list")) {
            ObjectNode item = paths.putObject(prefix + collection);
            item.set("get", operation(resource, "list", List.of()));
        }
        ObjectNode list = JSON.objectNode();
        ON_LIST.forEach((verb, method) -> {
            if (resource.verbs().contains(verb)) {
                list.set(method.getFirst(), operation(resource, method.getLast(), List.of()));
            }
        });
        set(scoped, list, resource, false);
        item(scoped + "/{name}", resource, custom, false);
    }

    private void item(String path, Resource resource, boolean custom, boolean part) {
        ObjectNode item = JSON.objectNode();
        ON_OBJECT.forEach((verb, method) -> {
            if (resource.verbs().contains(verb)) {
                List<String> consumes = verb.equals("patch") ? patches(custom) : List.of();
                item.set(method.getFirst(), operation(resource, method.getLast(), consumes));
            }
        });
        if (part && resource.verbs().contains("create")) {
            item.set("post", operation(resource, "post", List.of()));
        }
        set(path, item, resource, true);
    }

    private static List<String> patches(boolean custom) {
        return PATCHES.stream()
                .filter(patch -> !custom || !patch.contains("strategic"))
                .toList();
    }

    private void set(String path, ObjectNode item, Resource resource, boolean named) {
        if (item.isEmpty()) {
            return;
        }
        ArrayNode parameters = item.putArray("parameters");
        if (resource.namespaced()) {
            parameter(parameters, "namespace", "path", "string").put("required", true);
        }
        if (named) {
            parameter(parameters, "name", "path", "string").put("required", true);
        }
        paths.set(path, item);
    }

    private ObjectNode operation(Resource resource, String action, List<String> consumes) {
        ObjectNode operation = JSON.objectNode();
        ArrayNode parameters = JSON.arrayNode();
        switch (action) {
            case "post", "put", "patch" -> {
                parameter(parameters, "dryRun", "query", "string");
                parameter(parameters, "fieldManager", "query", "string");
                parameter(parameters, "fieldValidation", "query", "string");
                if (action.equals("patch")) {
                    parameter(parameters, "force", "query", "boolean");
                }
            }
            case "delete", "deletecollection" -> {
                parameter(parameters, "dryRun", "query", "string");
                parameter(parameters, "propagationPolicy", "query", "string");
            }
            case "list" -> {
                for (String name : List.of("labelSelector", "fieldSelector", "resourceVersion", "continue")) {
                    parameter(parameters, name, "query", "string");
                }
                parameter(parameters, "limit", "query", "integer");
                parameter(parameters, "watch", "query", "boolean");
            }
            default -> {
                // Reading one object takes no parameters.
            }
        }
        if (!parameters.isEmpty()) {
            operation.set("parameters", parameters);
        }
        body(operation, consumes);
        operation.putObject("responses").putObject("200").put("description", "OK");
        operation.put("x-kubernetes-action", action);
        operation.set("x-kubernetes-group-version-kind", SchemaWriter.kind(resource.kind()));
        return operation;
    }

    private void body(ObjectNode operation, List<String> consumes) {
        if (consumes.isEmpty()) {
            return;
        }
        if (dialect == Dialect.V2) {
            ArrayNode types = operation.putArray("consumes");
            consumes.forEach(types::add);
        } else {
            ObjectNode content = operation.putObject("requestBody").putObject("content");
            consumes.forEach(type -> content.putObject(type).putObject("schema").put("type", "object"));
        }
    }

    private ObjectNode parameter(ArrayNode parameters, String name, String in, String type) {
        ObjectNode parameter = parameters.addObject().put("name", name).put("in", in);
        if (dialect == Dialect.V2) {
            parameter.put("type", type);
        } else {
            parameter.putObject("schema").put("type", type);
        }
        return parameter;
    }
}

package dev.tierwall.lab.spec;

import com.fasterxml.jackson.databind.JsonNode;

/** An environment variable, and where its value comes from. */
public sealed interface Variable {

    /** A text, in which {@code $(NAME)} stands for variables that come before it. */
    record Plain(String name, String value) implements Variable {}

    /** One entry of a ConfigMap or Secret. */
    record Entry(String name, Bag bag, String key, boolean optional) implements Variable {}

    /** A field of the pod, such as {@code status.podIP}. */
    record Field(String name, String path) implements Variable {}

    /** What a container may use of a resource. */
    record Resource(String name, String container, String resource) implements Variable {}

    /** All entries of a ConfigMap or Secret, their names with a prefix. */
    record All(String prefix, Bag bag, boolean optional) implements Variable {}

    /** A ConfigMap or Secret. */
    record Bag(boolean isSecret, String name) {}

    /** Reads an item of {@code env}. */
    static Variable of(JsonNode tree) {
        String name = Trees.text(tree, "/name");
        JsonNode from = tree.at("/valueFrom");
        if (from.has("configMapKeyRef") || from.has("secretKeyRef")) {
            boolean isSecret = from.has("secretKeyRef");
            JsonNode ref = from.get(isSecret ? "secretKeyRef" : "configMapKeyRef");
            Bag bag = new Bag(isSecret, Trees.text(ref, "/name"));
            return new Entry(name, bag, Trees.text(ref, "/key"), Trees.flag(ref, "/optional", false));
        }
        if (from.has("fieldRef")) {
            return new Field(name, Trees.text(from, "/fieldRef/fieldPath"));
        }
        if (from.has("resourceFieldRef")) {
            return new Resource(
                    name,
                    Trees.text(from, "/resourceFieldRef/containerName"),
                    Trees.text(from, "/resourceFieldRef/resource"));
        }
        return new Plain(name, Trees.text(tree, "/value"));
    }

    /** Reads an item of {@code envFrom}. */
    static Variable allOf(JsonNode tree) {
        boolean isSecret = tree.has("secretRef");
        JsonNode ref = tree.at(isSecret ? "/secretRef" : "/configMapRef");
        return new All(
                Trees.text(tree, "/prefix"),
                new Bag(isSecret, Trees.text(ref, "/name")),
                Trees.flag(ref, "/optional", false));
    }
}

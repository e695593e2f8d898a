package dev.tierwall.lab.schema;

import com.fasterxml.jackson.databind.JsonNode;

/** What an object says that it is. The core group is written as an empty string. */
public record GroupVersionKind(String group, String version, String kind) {

    /** From the two fields of an object, {@code apps/v1} and {@code Deployment}. */
    public static GroupVersionKind of(String apiVersion, String kind) {
        int slash = apiVersion.indexOf('/');
        return slash < 0
                ? new GroupVersionKind("", apiVersion, kind)
                : new GroupVersionKind(apiVersion.substring(0, slash), apiVersion.substring(slash + 1), kind);
    }

    /** What an object says; empty strings where it says nothing. */
    public static GroupVersionKind of(JsonNode object) {
        return of(object.path("apiVersion").asText(""), object.path("kind").asText(""));
    }

    public String apiVersion() {
        return group.isEmpty() ? version : group + "/" + version;
    }

    /** The kind of a list of such objects. */
    public GroupVersionKind list() {
        return new GroupVersionKind(group, version, kind + "List");
    }

    /** As the API server names a kind in its messages: {@code Deployment.apps}, or {@code Pod} of the core group. */
    public String qualifiedKind() {
        return group.isEmpty() ? kind : kind + "." + group;
    }
}

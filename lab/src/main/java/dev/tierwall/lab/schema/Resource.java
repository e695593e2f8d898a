package dev.tierwall.lab.schema;

import java.util.List;

/**
 * Something that is served under a path: a collection of objects of one kind, or a part of each object in it.
 *
 * @param group the group under which it is served
 * @param version the version under which it is served
 * @param name plural, with the part after a slash if it is one: {@code pods}, {@code pods/log}
 * @param singularName what one object is called; empty for parts
 * @param kind what it holds
 * @param namespaced whether each object is in a namespace
 * @param verbs what can be done, in alphabetical order
 * @param shortNames other words for it on the command line
 * @param categories words for several resources at once, such as {@code all}
 */
public record Resource(
        String group,
        String version,
        String name,
        String singularName,
        GroupVersionKind kind,
        boolean namespaced,
        List<String> verbs,
        List<String> shortNames,
        List<String> categories) {

    public Resource {
        verbs = List.copyOf(verbs);
        shortNames = List.copyOf(shortNames);
        categories = List.copyOf(categories);
    }

    /** Whether this is a part of the objects of another resource. */
    public boolean isPart() {
        return name.indexOf('/') >= 0;
    }

    public String groupVersion() {
        return group.isEmpty() ? version : group + "/" + version;
    }

    /** As the API server names a resource in its messages: {@code deployments.apps}, or {@code pods} of the core group. */
    public String qualifiedName() {
        return group.isEmpty() ? name : name + "." + group;
    }
}

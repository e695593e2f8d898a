package dev.tierwall.kube.wire;

import dev.tierwall.core.label.Labels;
import dev.tierwall.core.model.Location;
import dev.tierwall.core.model.ObjectKey;
import dev.tierwall.kube.tree.Node;
import org.jspecify.annotations.Nullable;

/**
 * What every object has: its identity, labels and owner.
 *
 * @param key kind, namespace and name
 * @param labels its labels; those that are no valid labels are left out
 * @param owner the object that controls it; its own key if none does
 * @param location where the object begins
 */
record Meta(ObjectKey key, Labels labels, ObjectKey owner, Location location) {

    private static final String[] KNOWN = {
        "name",
        "generateName",
        "namespace",
        "labels",
        "annotations",
        "ownerReferences",
        "finalizers",
        "uid",
        "resourceVersion",
        "generation",
        "creationTimestamp",
        "deletionTimestamp",
        "deletionGracePeriodSeconds",
        "managedFields",
        "selfLink"
    };

    /** Reads and judges the metadata of an object of this kind. */
    static Meta of(Kind kind, Fields object, String defaultNamespace) {
        Fields metadata = object.mapping("metadata");
        if (metadata == null) {
            if (!object.has("metadata")) {
                object.missing("metadata", "add `metadata:` with a `name:` in it");
            }
            ObjectKey key = new ObjectKey(kind.word(), kind.isNamespaced() ? defaultNamespace : "", nameless(object));
            return new Meta(key, Labels.NONE, key, object.location());
        }
        if (kind.isPolicy()) {
            metadata.only(KNOWN);
        }
        String namespace = kind.isNamespaced() ? namespace(metadata, defaultNamespace) : "";
        ObjectKey key = new ObjectKey(kind.word(), namespace, name(kind, metadata));
        Labels labels = LabelRules.labels(metadata, "labels");
        return new Meta(key, labels, owner(metadata, key), object.location());
    }

    private static String name(Kind kind, Fields metadata) {
        Node.Text name = metadata.text("name");
        if (name == null || name.value().isEmpty()) {
            String prefix = metadata.text("generateName", "");
            if (prefix.isEmpty() && (!metadata.has("name") || name != null)) {
                metadata.missing("name", "give the object a name");
            }
            return prefix.isEmpty() ? nameless(metadata) : prefix;
        }
        String problem = kind.nameProblem(name.value());
        if (!problem.isEmpty()) {
            metadata.problems()
                    .error(
                            metadata.at("name"),
                            "the name " + Spelling.quoted(name.value()) + " " + problem,
                            "choose another name");
        }
        return name.value();
    }

    /** Something to call an object by that has no name: its place, so that two such objects are not taken for one. */
    private static String nameless(Fields fields) {
        Location at = fields.location();
        return "(no name, line " + at.line() + ")";
    }

    private static String namespace(Fields metadata, String defaultNamespace) {
        Node.Text namespace = metadata.text("namespace");
        if (namespace == null || namespace.value().isEmpty()) {
            return defaultNamespace;
        }
        String problem = Names.dnsLabelProblem(namespace.value());
        if (!problem.isEmpty()) {
            metadata.problems()
                    .error(
                            metadata.at("namespace"),
                            "the namespace " + Spelling.quoted(namespace.value()) + " " + problem,
                            "choose another namespace");
        }
        return namespace.value();
    }

    private static ObjectKey owner(Fields metadata, ObjectKey own) {
        if (!(metadata.value("ownerReferences") instanceof Node.Sequence references)) {
            return own;
        }
        for (Node node : references.items()) {
            if (node instanceof Node.Mapping reference && isController(reference)) {
                String kind = reference.text("kind");
                String name = reference.text("name");
                if (kind != null && name != null && !kind.equals("Node")) {
                    return new ObjectKey(kind, own.namespace(), name);
                }
            }
        }
        return own;
    }

    private static boolean isController(Node.Mapping reference) {
        return reference.get("controller") instanceof Node.Bool controller && controller.value();
    }

    /** The value of an annotation, or null. */
    static @Nullable Node annotation(Fields object, String name) {
        Node metadata = object.value("metadata");
        Node annotations = metadata instanceof Node.Mapping mapping ? mapping.get("annotations") : null;
        return annotations instanceof Node.Mapping mapping ? mapping.get(name) : null;
    }
}

package dev.tierwall.cli.output;

import dev.tierwall.core.model.Location;
import dev.tierwall.core.model.ObjectKey;
import java.io.PrintWriter;
import java.util.Collection;

/**
 * Writes objects and lists as JSON or as YAML, piece by piece, so that what is written may be of any size. Names and
 * values are written in turn inside an object, values alone inside an array.
 */
public sealed interface Tree permits JsonTree, YamlTree {
    /** The version of all JSON and YAML that Tierwall writes. */
    String API_VERSION = "tierwall.dev/v1";

    /** Begins a document of the given kind, an object whose version and kind are written already. */
    static Tree document(Format format, PrintWriter out, String kind) {
        Tree tree = format == Format.YAML ? new YamlTree(out) : new JsonTree(out);
        tree.beginObject();
        tree.field("apiVersion", API_VERSION);
        tree.field("kind", kind);
        return tree;
    }

    /** Begins an object, each field on a line of its own. */
    void beginObject();

    /** Begins an object that stands on one line with all that is in it. */
    void beginLine();

    /** Begins an array, each element on a line of its own unless all stands on one line. */
    void beginArray();

    /** Ends the innermost object or array. */
    void end();

    /** The name of the field that follows. */
    void name(String name);

    void text(String value);

    void number(long value);

    void truth(boolean value);

    /** Ends everything that was begun, and the last line. Does not close the writer. */
    void close();

    default void field(String name, String value) {
        name(name);
        text(value);
    }

    default void field(String name, long value) {
        name(name);
        number(value);
    }

    default void field(String name, boolean value) {
        name(name);
        truth(value);
    }

    /** A field that holds an array of texts. */
    default void field(String name, Collection<String> values) {
        name(name);
        beginArray();
        values.forEach(this::text);
        end();
    }

    /** A field that refers to an object of the cluster, on one line. */
    default void field(String name, ObjectKey key) {
        name(name);
        key(key);
    }

    /** A reference to an object of the cluster, on one line. */
    default void key(ObjectKey key) {
        beginLine();
        field("kind", key.kind());
        if (!key.namespace().isEmpty()) {
            field("namespace", key.namespace());
        }
        field("name", key.name());
        end();
    }

    /** A field that says where something is written, on one line; none for what was never written down. */
    default void field(String name, Location location) {
        if (location.file().isEmpty()) {
            return;
        }
        name(name);
        beginLine();
        field("file", location.file());
        if (location.line() > 0) {
            field("line", location.line());
            field("column", location.column());
        }
        end();
    }
}

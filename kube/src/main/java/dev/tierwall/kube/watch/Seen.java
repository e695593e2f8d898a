package dev.tierwall.kube.watch;

import dev.tierwall.core.model.ClusterObject;
import dev.tierwall.core.model.Finding;
import dev.tierwall.kube.tree.Node;
import dev.tierwall.kube.tree.Problems;
import dev.tierwall.kube.wire.Decoder;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An object as an API server told of it.
 *
 * @param object what it states
 * @param version its resource version; -1 if that is no number
 * @param ending whether it is a namespace that is being deleted
 * @param findings what is wrong with it
 */
record Seen(ClusterObject object, long version, boolean ending, List<Finding> findings) {

    /** As many objects share what is equal in them; then it is forgotten, lest the dead be kept. */
    private static final int SHARED = 4096;

    /** Turns trees into what they state. For one thread. */
    static final class Reader {
        private final Resource resource;
        private final String apiVersion;
        private final String file;
        private Interned interned = new Interned();
        private int read;

        Reader(Resource resource, String version, String file) {
            this.resource = resource;
            this.apiVersion = resource.apiVersion(version);
            this.file = file;
        }

        Optional<Seen> read(Node.Mapping tree) {
            if (++read % SHARED == 0) {
                interned = new Interned();
            }
            Problems problems = new Problems(file);
            Optional<ClusterObject> object = new Decoder(problems, "").decode(apiVersion, resource.kind(), tree);
            return object.map(interned::of)
                    .map(one -> new Seen(one, Seen.version(tree), isEnding(tree), problems.findings()));
        }

        private boolean isEnding(Node.Mapping tree) {
            return resource == Resource.NAMESPACES
                    && tree.get("metadata") instanceof Node.Mapping metadata
                    && metadata.text("deletionTimestamp") != null;
        }
    }

    /** The resource version in an object's or a list's metadata; -1 if there is none that is a number. */
    static long version(Node.Mapping tree) {
        return tree.get("metadata") instanceof Node.Mapping metadata ? number(metadata.text("resourceVersion")) : -1;
    }

    private static long number(@Nullable String text) {
        return text != null && text.matches("[0-9]{1,18}") ? Long.parseLong(text) : -1;
    }
}

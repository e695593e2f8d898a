package dev.tierwall.kube.wire;

import dev.tierwall.core.label.Selector;
import dev.tierwall.core.model.ClusterObject;
import dev.tierwall.core.model.Direction;
import dev.tierwall.core.model.NetworkPolicy;
import dev.tierwall.kube.tree.Node;
import dev.tierwall.kube.tree.Problems;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Makes a closed policy of a document that broke off in the middle of one: it is known to be there, but not what it
 * says. What broke has been reported already.
 */
final class Salvage {

    private Salvage() {}

    /** The policy that the beginning of a document tells of; empty if it tells of none. */
    static Optional<ClusterObject> policy(Node.Mapping beginning, Problems problems, String defaultNamespace) {
        String apiVersion = beginning.text("apiVersion");
        String word = beginning.text("kind");
        Kind kind = apiVersion == null || word == null ? null : Kind.of(apiVersion, word);
        if (kind == null || !kind.isPolicy()) {
            return Optional.empty();
        }
        Fields fields = new Fields(beginning, "the " + kind.word(), new Problems(problems.file()));
        Meta meta = Meta.of(kind, fields, defaultNamespace);
        if (kind != Kind.NETWORK_POLICY) {
            return Optional.of(new ClusterPolicies(kind, fields, meta).closed());
        }
        return Optional.of(new NetworkPolicy(
                meta.key(),
                subject(fields),
                Set.of(Direction.INGRESS, Direction.EGRESS),
                List.of(),
                List.of(),
                false,
                meta.location()));
    }

    /** The policy's own selector where it was read to its end, that is, where something follows it in the spec. */
    private static Selector subject(Fields object) {
        Fields spec = object.mapping("spec");
        if (spec == null || spec.node().entries().isEmpty()) {
            return Selector.EVERYTHING;
        }
        boolean ended = !spec.node().entries().getLast().key().equals("podSelector");
        int before = spec.problems().errors();
        Selector selector = LabelRules.selector(spec, "podSelector");
        return ended && spec.problems().errors() == before ? selector : Selector.EVERYTHING;
    }
}

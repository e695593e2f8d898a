package dev.tierwall.kube.wire;

import dev.tierwall.kube.tree.Node;
import dev.tierwall.kube.tree.Problems;
import java.util.Set;

/**
 * Says which of the objects that are not read would change what connections are allowed. All others are passed over in
 * silence.
 */
final class Strangers {

    private static final Set<String> POLICY_KINDS = Set.of(
            "NetworkPolicy",
            "GlobalNetworkPolicy",
            "ClusterNetworkPolicy",
            "CiliumNetworkPolicy",
            "CiliumClusterwideNetworkPolicy",
            "AuthorizationPolicy",
            "MultiNetworkPolicy");

    private Strangers() {}

    static void report(String apiVersion, String kind, Node.Mapping object, Problems problems) {
        if (POLICY_KINDS.contains(kind)) {
            problems.warning(
                    problems.at(object),
                    "a " + kind + " of " + Spelling.quoted(apiVersion) + " is not read, and verdicts leave it out",
                    "what it allows or denies must be judged apart");
        } else if (kind.equals("Kustomization")) {
            problems.note(
                    problems.at(object),
                    "not read: a Kustomization says how to make manifests",
                    "make them first and read the result, as in `kubectl kustomize DIR | tierwall … -f -`");
        }
    }
}

package dev.tierwall.core.verdict;

import dev.tierwall.core.model.Direction;
import dev.tierwall.core.model.Node;
import dev.tierwall.core.model.Pod;
import dev.tierwall.core.net.Address;
import dev.tierwall.core.net.ConnectionSet;
import dev.tierwall.core.net.IpFamily;
import dev.tierwall.core.policy.Block;
import dev.tierwall.core.policy.CompiledPolicy;
import dev.tierwall.core.policy.EndpointClass;
import java.util.List;
import java.util.Optional;

/** Verdicts without reasons, from the folded blocks of both sides: two look-ups. */
public final class Verdicts {

    private Verdicts() {}

    /** Whether a flow is allowed; never, if an end has no address of its family. */
    public static boolean isAllowed(CompiledPolicy policy, Flow flow) {
        boolean hairpin = flow.viaService() && isSelf(flow.source(), flow.destination());
        if (hairpin) {
            return isIn(policy, flow.source(), flow.family())
                    && Explainer.explain(policy, flow).isAllowed();
        }
        return allowed(policy, flow.source(), flow.destination(), flow.family()).contains(flow.protocol(), flow.port());
    }

    /**
     * All that a source may open to a destination when it reaches it directly, or through a Service unless both are the
     * same pod. Nothing if one of them has no address in the family.
     */
    public static ConnectionSet allowed(CompiledPolicy policy, End source, End destination, IpFamily family) {
        if (!isIn(policy, source, family) || !isIn(policy, destination, family)) {
            return ConnectionSet.NONE;
        }
        if (isSelf(source, destination) || ownNode(policy, source, destination).isPresent()) {
            return ConnectionSet.ALL;
        }
        ConnectionSet egress = side(policy, source, destination, Direction.EGRESS, family);
        return egress.isEmpty()
                ? egress
                : egress.intersect(side(policy, destination, source, Direction.INGRESS, family));
    }

    /** Whether both ends are one pod. */
    static boolean isSelf(End source, End destination) {
        return source instanceof End.OfPod(Pod from)
                && destination instanceof End.OfPod(Pod to)
                && from.key().equals(to.key())
                && !from.isTemplate();
    }

    /** Whether an end has, or may have, an address of the family. */
    static boolean isIn(CompiledPolicy policy, End end, IpFamily family) {
        return switch (end) {
            case End.OfAddress(Address address) -> address.family() == family;
            case End.OfPod(Pod pod) ->
                policy.classOf(pod.key())
                        .map(endpoints -> endpoints.key().isIn(family))
                        .orElse(false);
        };
    }

    /** The node that is the source and runs the destination, if the source is that node: nothing blocks it. */
    static Optional<String> ownNode(CompiledPolicy policy, End source, End destination) {
        if (!(destination instanceof End.OfPod(Pod pod)) || pod.node().isEmpty()) {
            return Optional.empty();
        }
        List<Address> ofNode = pod.node()
                .flatMap(policy.snapshot().nodes()::get)
                .map(Node::addresses)
                .orElse(List.of());
        boolean same = switch (source) {
            case End.OfPod(Pod host) ->
                host.hostNetwork()
                        && (host.node().equals(pod.node())
                                || host.addresses().stream().anyMatch(ofNode::contains));
            case End.OfAddress(Address address) -> ofNode.contains(address);
        };
        return same ? pod.node() : Optional.empty();
    }

    private static ConnectionSet side(
            CompiledPolicy policy, End subject, End peer, Direction direction, IpFamily family) {
        if (!(subject instanceof End.OfPod(Pod pod))) {
            return ConnectionSet.ALL;
        }
        EndpointClass endpoints = policy.classOf(pod.key()).orElseThrow();
        int peerClass = peer instanceof End.OfPod(Pod other)
                ? policy.classOf(other.key()).orElseThrow().id()
                : -1;
        int atom =
                peer instanceof End.OfAddress(Address address) ? policy.atoms().indexOf(address) : -1;
        for (Block block : policy.blocks(endpoints.id(), direction, family)) {
            boolean inside = peerClass >= 0
                    ? block.peers().endpoints().contains(peerClass)
                    : block.peers().atoms().contains(atom);
            if (inside) {
                return block.allowed();
            }
        }
        throw new IllegalStateException("blocks leave out a peer of " + pod.key());
    }
}

package dev.tierwall.core.verdict;

import dev.tierwall.core.model.Direction;
import dev.tierwall.core.model.Pod;
import dev.tierwall.core.model.PortMatch;
import dev.tierwall.core.net.Address;
import dev.tierwall.core.policy.CompiledPolicy;
import dev.tierwall.core.policy.CompiledRule;
import dev.tierwall.core.policy.GroupKey;
import dev.tierwall.core.policy.PeerGroup;
import java.util.Optional;

/** Whether rules match one flow, seen from one of its sides. */
final class Match {

    private final CompiledPolicy policy;
    private final Flow flow;
    private final End peer;
    private final int peerClass;

    Match(CompiledPolicy policy, Flow flow, Direction direction) {
        this.policy = policy;
        this.flow = flow;
        this.peer = direction == Direction.INGRESS ? flow.source() : flow.destination();
        this.peerClass = peer instanceof End.OfPod(Pod pod)
                ? policy.classOf(pod.key()).orElseThrow().id()
                : -1;
    }

    End peer() {
        return peer;
    }

    /** The first peer of a rule that the flow's peer belongs to, if one of the rule's ports matches too. */
    Optional<CompiledRule.PeerRef> of(CompiledRule rule) {
        if (!anyPort(rule)) {
            return Optional.empty();
        }
        for (CompiledRule.PeerRef candidate : rule.peers()) {
            if (isIn(candidate)) {
                return Optional.of(candidate);
            }
        }
        return Optional.empty();
    }

    boolean isIn(CompiledRule.PeerRef candidate) {
        PeerGroup group = policy.group(candidate.group());
        if (group.key() instanceof GroupKey.Everyone) {
            return true;
        }
        return switch (peer) {
            case End.OfPod pod -> group.members(flow.family()).contains(peerClass);
            case End.OfAddress(Address address) -> group.addresses().contains(address);
        };
    }

    boolean anyPort(CompiledRule rule) {
        for (PortMatch match : rule.ports()) {
            if (isOn(match)) {
                return true;
            }
        }
        return false;
    }

    boolean isOn(PortMatch match) {
        return switch (match) {
            case PortMatch.Everything everything -> true;
            case PortMatch.Numbers numbers ->
                numbers.protocol() == flow.protocol() && numbers.ports().contains(flow.port());
            case PortMatch.Named named ->
                named.protocols().contains(flow.protocol()) && numberOf(named).equals(Optional.of(flow.port()));
        };
    }

    /** The number that the destination gives a port's name, for the flow's protocol. */
    Optional<Integer> numberOf(PortMatch.Named named) {
        return flow.destination() instanceof End.OfPod(Pod pod)
                ? pod.port(named.name(), flow.protocol())
                : Optional.empty();
    }
}

package dev.tierwall.core.verdict;

import dev.tierwall.core.model.Direction;
import dev.tierwall.core.model.Pod;
import dev.tierwall.core.model.PortMatch;
import dev.tierwall.core.net.Address;
import dev.tierwall.core.net.ConnectionSet;
import dev.tierwall.core.net.IpFamily;
import dev.tierwall.core.net.PortSet;
import dev.tierwall.core.net.Protocol;
import dev.tierwall.core.policy.CompiledPolicy;
import dev.tierwall.core.policy.CompiledRule;
import dev.tierwall.core.policy.GroupKey;
import dev.tierwall.core.policy.PeerGroup;
import java.util.Optional;

/** Whether rules match what goes between two ends, seen from one of its sides. */
final class Match {

    private final CompiledPolicy policy;
    private final IpFamily family;
    private final End peer;
    private final End destination;
    private final int peerClass;

    Match(CompiledPolicy policy, End source, End destination, IpFamily family, Direction direction) {
        this.policy = policy;
        this.family = family;
        this.peer = direction == Direction.INGRESS ? source : destination;
        this.destination = destination;
        this.peerClass = peer instanceof End.OfPod(Pod pod)
                ? policy.classOf(pod.key()).orElseThrow().id()
                : -1;
    }

    static Match of(CompiledPolicy policy, Flow flow, Direction direction) {
        return new Match(policy, flow.source(), flow.destination(), flow.family(), direction);
    }

    End peer() {
        return peer;
    }

    /** The first peer of a rule that the peer belongs to. */
    Optional<CompiledRule.PeerRef> peerOf(CompiledRule rule) {
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
            case End.OfPod pod -> group.members(family).contains(peerClass);
            case End.OfAddress(Address address) -> group.addresses().contains(address);
        };
    }

    /** Whether one of a rule's ports is the flow's. */
    boolean anyPort(CompiledRule rule, Flow flow) {
        for (PortMatch match : rule.ports()) {
            boolean on = switch (match) {
                case PortMatch.Everything everything -> true;
                case PortMatch.Numbers numbers ->
                    numbers.protocol() == flow.protocol() && numbers.ports().contains(flow.port());
                case PortMatch.Named named ->
                    named.protocols().contains(flow.protocol())
                            && numberOf(named, flow.protocol()).equals(Optional.of(flow.port()));
            };
            if (on) {
                return true;
            }
        }
        return false;
    }

    /** All that a rule's ports mean between these ends. */
    ConnectionSet connectionsOf(CompiledRule rule) {
        ConnectionSet all = ConnectionSet.NONE;
        for (PortMatch match : rule.ports()) {
            switch (match) {
                case PortMatch.Everything everything -> all = ConnectionSet.ALL;
                case PortMatch.Numbers numbers ->
                    all = all.union(ConnectionSet.of(numbers.protocol(), numbers.ports()));
                case PortMatch.Named named -> {
                    for (Protocol protocol : named.protocols()) {
                        Optional<Integer> number = numberOf(named, protocol);
                        if (number.isPresent()) {
                            all = all.union(ConnectionSet.of(protocol, PortSet.of(number.get())));
                        }
                    }
                }
            }
        }
        return all;
    }

    /** The number that the destination gives a port's name. */
    Optional<Integer> numberOf(PortMatch.Named named, Protocol protocol) {
        return destination instanceof End.OfPod(Pod pod) ? pod.port(named.name(), protocol) : Optional.empty();
    }
}

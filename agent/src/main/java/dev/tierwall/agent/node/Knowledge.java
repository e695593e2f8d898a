package dev.tierwall.agent.node;

import dev.tierwall.core.model.Pod;
import dev.tierwall.core.net.Address;
import dev.tierwall.core.net.ConnectionSet;
import dev.tierwall.core.net.Protocol;
import dev.tierwall.core.policy.CompiledPolicy;
import dev.tierwall.core.verdict.End;
import dev.tierwall.core.verdict.Verdicts;
import java.util.List;
import java.util.Optional;

/**
 * What a node knew when a program was made: enough to say afterwards why that program denied something. Immutable.
 *
 * @param node the node
 * @param policy the facts, compiled
 * @param inhabitants who has which address
 */
public record Knowledge(String node, CompiledPolicy policy, Inhabitants inhabitants) {

    private static final int TCP = 6;
    private static final int UDP = 17;
    private static final int SCTP = 132;

    /** The protocol that a number in an IP packet stands for, if a policy can name it. */
    public static Optional<Protocol> protocol(int number) {
        return switch (number) {
            case TCP -> Optional.of(Protocol.TCP);
            case UDP -> Optional.of(Protocol.UDP);
            case SCTP -> Optional.of(Protocol.SCTP);
            default -> Optional.empty();
        };
    }

    /** The end of a connection that has an address. */
    public End end(Address address) {
        List<Pod> pods = inhabitants.of(address);
        return pods.isEmpty() ? new End.OfAddress(address) : new End.OfPod(pods.getFirst());
    }

    /** Whether an end is a pod that is policed here. */
    public boolean isLocal(End end) {
        return end instanceof End.OfPod(Pod pod) && pod.node().equals(Optional.of(node)) && !pod.hostNetwork();
    }

    /** Whether a connection that a pod of this node takes part in is denied. */
    public boolean isDenied(Address client, Address server, int protocol, int port) {
        if (client.family() != server.family()) {
            return false; // translated between families on the way, which no policy speaks of
        }
        End from = end(client);
        End to = end(server);
        if (!isLocal(from) && !isLocal(to)) {
            return false;
        }
        ConnectionSet allowed = Verdicts.allowed(policy, from, to, client.family());
        return protocol(protocol).map(known -> !allowed.contains(known, port)).orElse(!allowed.others());
    }
}

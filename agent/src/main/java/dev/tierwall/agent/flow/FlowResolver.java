package dev.tierwall.agent.flow;

import dev.tierwall.agent.flow.FlowRecord.Cause;
import dev.tierwall.agent.flow.FlowRecord.Responsible;
import dev.tierwall.agent.node.Generations;
import dev.tierwall.agent.node.Knowledge;
import dev.tierwall.core.model.Direction;
import dev.tierwall.core.model.ObjectKey;
import dev.tierwall.core.net.Address;
import dev.tierwall.core.net.Protocol;
import dev.tierwall.core.policy.Origin;
import dev.tierwall.core.verdict.End;
import dev.tierwall.core.verdict.Explanation.Decision;
import dev.tierwall.core.verdict.Reasons;
import dev.tierwall.core.words.ReasonWords;
import dev.tierwall.linux.conntrack.Connection;
import dev.tierwall.linux.conntrack.ConnectionEvent;
import dev.tierwall.linux.log.LoggedPacket;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Turns what the kernel tells into records with names and reasons, by what was known when the kernel decided. */
final class FlowResolver {

    private static final int TCP = 6;
    private static final int SYN = 2;
    private static final int ICMP = 1;
    private static final int ICMP6 = 58;

    private final Generations generations;

    FlowResolver(Generations generations) {
        this.generations = generations;
    }

    /** Who denied a packet; empty if it began no connection, or nothing was known yet. */
    Optional<FlowRecord> denied(LoggedPacket packet) {
        if (packet.protocol() == TCP && (packet.tcpFlags() & SYN) == 0) {
            return Optional.empty(); // of a connection that was cut: it was told when it began
        }
        Optional<Knowledge> then = generations.at(packet.generation());
        if (then.isEmpty() || packet.source().family() != packet.destination().family()) {
            return Optional.empty();
        }
        Knowledge knowledge = then.get();
        End source = knowledge.end(packet.source());
        End destination = knowledge.end(packet.destination());
        Cause cause = new Why(knowledge, source, destination, packet.source())
                .denied(packet.direction(), packet.protocol(), packet.ports().destination(), packet.generation());
        return Optional.of(new FlowRecord(
                FlowRecord.Kind.DENIED,
                packet.millis(),
                packet.direction(),
                end(source, packet.source(), packet.protocol(), packet.ports().source()),
                end(
                        destination,
                        packet.destination(),
                        packet.protocol(),
                        packet.ports().destination()),
                name(packet.protocol()),
                cause,
                1,
                Optional.empty()));
    }

    /** Who allowed a connection; empty if no pod of this node takes part in it. */
    Optional<FlowRecord> allowed(ConnectionEvent event, long millis) {
        Connection connection = event.connection();
        Optional<Knowledge> now = generations.latest();
        if (now.isEmpty() || connection.client().family() != connection.server().family()) {
            return Optional.empty();
        }
        Knowledge knowledge = now.get();
        End source = knowledge.end(connection.client());
        End destination = knowledge.end(connection.server());
        boolean isServerHere = knowledge.isLocal(destination);
        if (!isServerHere && !knowledge.isLocal(source)) {
            return Optional.empty();
        }
        int protocol = connection.protocol();
        boolean ended = event.kind() == ConnectionEvent.Kind.ENDED;
        return Optional.of(new FlowRecord(
                ended ? FlowRecord.Kind.ENDED : FlowRecord.Kind.OPENED,
                millis,
                isServerHere ? Direction.INGRESS : Direction.EGRESS,
                end(source, connection.client(), protocol, connection.original().sourcePort()),
                end(destination, connection.server(), protocol, connection.serverPort()),
                name(protocol),
                new Why(knowledge, source, destination, connection.client())
                        .allowed(protocol, connection.serverPort(), generations.generation()),
                1,
                ended
                        ? Optional.of(new FlowRecord.Volume(
                                connection.sent().packets()
                                        + connection.received().packets(),
                                connection.sent().bytes(),
                                connection.received().bytes()))
                        : Optional.empty()));
    }

    private static FlowEnd end(End end, Address address, int protocol, int port) {
        return FlowEnd.of(end, address, Knowledge.protocol(protocol).isPresent() ? port : 0);
    }

    private static String name(int protocol) {
        return Knowledge.protocol(protocol)
                .map(Protocol::name)
                .orElseGet(() -> protocol == ICMP ? "ICMP" : protocol == ICMP6 ? "ICMPv6" : "IP " + protocol);
    }

    /** The reasons of one connection. */
    private record Why(Knowledge knowledge, End source, End destination, Address client) {

        Cause denied(Direction direction, int protocol, int port, int generation) {
            End subject = direction == Direction.EGRESS ? source : destination;
            for (Reasons.Reason reason : reasons(direction)) {
                if (!reason.allowed() && concerns(reason, protocol, port)) {
                    return new Cause(
                            new ReasonWords(knowledge.policy()).reason(reason.decision(), subject, direction),
                            responsible(reason.decision(), direction),
                            generation);
                }
            }
            return new Cause("denied by rules that have changed since", List.of(), generation);
        }

        Cause allowed(int protocol, int port, int generation) {
            List<String> words = new ArrayList<>();
            List<Responsible> policies = new ArrayList<>();
            for (Direction direction : List.of(Direction.EGRESS, Direction.INGRESS)) {
                End subject = direction == Direction.EGRESS ? source : destination;
                if (!(subject instanceof End.OfPod)) {
                    continue;
                }
                for (Reasons.Reason reason : reasons(direction)) {
                    if (reason.allowed() && concerns(reason, protocol, port)) {
                        words.add(direction.label() + ": "
                                + new ReasonWords(knowledge.policy()).reason(reason.decision(), subject, direction));
                        policies.addAll(responsible(reason.decision(), direction));
                        break;
                    }
                }
            }
            return new Cause(String.join("; ", words), policies, generation);
        }

        private List<Reasons.Reason> reasons(Direction direction) {
            return Reasons.of(knowledge.policy(), source, destination, client.family(), direction);
        }

        private static boolean concerns(Reasons.Reason reason, int protocol, int port) {
            return Knowledge.protocol(protocol)
                    .map(known -> reason.connections().contains(known, port))
                    .orElse(reason.connections().others());
        }

        private static List<Responsible> responsible(Decision decision, Direction direction) {
            return switch (decision.origin()) {
                case Origin.Written written ->
                    List.of(new Responsible(written.policy(), direction, written.rule(), written.name()));
                case Origin.Isolation(List<ObjectKey> policies) ->
                    policies.stream()
                            .map(policy -> new Responsible(policy, direction, 0, ""))
                            .toList();
                default -> List.of();
            };
        }
    }
}

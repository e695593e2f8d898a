package dev.tierwall.core.question;

import dev.tierwall.core.model.Node;
import dev.tierwall.core.model.Pod;
import dev.tierwall.core.naming.AskedPort;
import dev.tierwall.core.naming.Meaning;
import dev.tierwall.core.naming.Reading;
import dev.tierwall.core.net.Address;
import dev.tierwall.core.net.Protocol;
import dev.tierwall.core.policy.CompiledPolicy;
import dev.tierwall.core.words.Words;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Takes the two sides of a question apart: who may open the connection, and who accepts it on which port. */
public final class Aims {
    private final CompiledPolicy policy;

    public Aims(CompiledPolicy policy) {
        this.policy = policy;
    }

    /** All who may open the connection; behind a Service its pods, for it opens none itself. */
    public Reading<List<Member>> sources(Meaning source) {
        return switch (source) {
            case Meaning.Pods pods -> Reading.of(ofPods(pods.pods()));
            case Meaning.Behind behind -> new Backends(policy, behind.service()).members();
            case Meaning.Single single -> Reading.of(List.of(single(single.address())));
            case Meaning.Many many -> members(many);
        };
    }

    /** All who may accept it, each with the port. */
    public Reading<Remarked<Aim>> destinations(Meaning destination, AskedPort port) {
        return switch (destination) {
            case Meaning.Pods pods -> ports(pods, port);
            case Meaning.Behind behind -> new Backends(policy, behind.service()).aims(port);
            case Meaning.Single single -> numbered(single.label(), List.of(single(single.address())), port);
            case Meaning.Many many -> members(many).then(members -> numbered(many.label(), members, port));
        };
    }

    private Reading<List<Member>> members(Meaning.Many many) {
        List<Member> members = Blocks.members(policy, many);
        return members.isEmpty()
                ? Reading.problem("there is no address in " + many.label() + " that anybody may have", "")
                : Reading.of(members);
    }

    private static List<Member> ofPods(List<Pod> pods) {
        return pods.stream().<Member>map(Member.OfPod::new).toList();
    }

    private Member single(Address address) {
        return Member.OfAddresses.single(address, nodeOf(policy, address));
    }

    static Optional<String> nodeOf(CompiledPolicy policy, Address address) {
        for (Node node : policy.snapshot().nodes().values()) {
            if (node.addresses().contains(address)) {
                return Optional.of(node.name());
            }
        }
        return Optional.empty();
    }

    private static Reading<Remarked<Aim>> numbered(String label, List<Member> members, AskedPort port) {
        if (!(port instanceof AskedPort.Numbered(int number, Optional<Protocol> protocol))) {
            return Reading.problem(
                    "which port of " + label + "?",
                    "write its number after a colon, as in "
                            + (label.contains(":") ? "[2001:db8::1]:443" : label.split(" ", -1)[0] + ":443"));
        }
        return Reading.of(new Remarked<>(
                members.stream()
                        .map(member -> new Aim(member, protocol.orElse(Protocol.TCP), number, Optional.empty()))
                        .toList(),
                List.of()));
    }

    private static Reading<Remarked<Aim>> ports(Meaning.Pods asked, AskedPort port) {
        List<Aim> aims = new ArrayList<>();
        List<String> remarks = new ArrayList<>();
        for (Pod pod : asked.pods()) {
            Set<Aim> own = new LinkedHashSet<>();
            switch (port) {
                case AskedPort.Numbered(int number, Optional<Protocol> protocol) ->
                    own.add(aim(pod, protocol.orElse(Protocol.TCP), number));
                case AskedPort.Named(String name, Optional<Protocol> protocol) -> {
                    for (Protocol each : protocol.<Set<Protocol>>map(Set::of).orElse(EnumSet.allOf(Protocol.class))) {
                        pod.port(name, each).ifPresent(number -> own.add(aim(pod, each, number)));
                    }
                }
                case AskedPort.Declared declared ->
                    pod.ports().forEach(each -> own.add(aim(pod, each.protocol(), each.number())));
            }
            if (own.isEmpty()) {
                remarks.add(pod.key().qualifiedName()
                        + (port instanceof AskedPort.Named named
                                ? " has no port named " + named.name()
                                : " declares no port"));
            }
            aims.addAll(own);
        }
        if (!aims.isEmpty()) {
            return Reading.of(new Remarked<>(aims, remarks));
        }
        return port instanceof AskedPort.Named
                ? Reading.problem(remarks.getFirst(), declared(asked.pods()))
                : Reading.problem(
                        "which port of " + asked.label() + "?", "it declares none; write its number after a colon");
    }

    private static String declared(List<Pod> pods) {
        List<String> ports = pods.stream()
                .flatMap(pod -> pod.ports().stream())
                .map(port ->
                        port.number() + "/" + port.protocol() + (port.name().isEmpty() ? "" : " (" + port.name() + ")"))
                .distinct()
                .toList();
        return ports.isEmpty() ? "it declares no port; write a number" : "it has " + Words.and(ports);
    }

    private static Aim aim(Pod pod, Protocol protocol, int port) {
        return new Aim(new Member.OfPod(pod), protocol, port, Optional.empty());
    }
}

package dev.tierwall.core.semantics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tierwall.core.model.ClusterObject;
import dev.tierwall.core.model.Pod;
import dev.tierwall.core.model.Snapshot;
import dev.tierwall.core.net.Address;
import dev.tierwall.core.net.IpFamily;
import dev.tierwall.core.net.Protocol;
import dev.tierwall.core.oracle.Answer;
import dev.tierwall.core.oracle.Oracle;
import dev.tierwall.core.oracle.Party;
import dev.tierwall.core.oracle.Question;
import dev.tierwall.core.verdict.VerdictJudge;
import java.util.List;
import java.util.Optional;

/**
 * A cluster of which the oracle and the engine must say the same, and what is expected.
 *
 * @param snapshot the cluster
 */
public record Judged(Snapshot snapshot) {

    static Judged cluster(ClusterObject... objects) {
        return new Judged(Snapshot.of(List.of(objects)));
    }

    /** The port is {@code 80}, {@code 53/UDP}, or {@code icmp} for a protocol without ports. */
    public Judged allows(String source, String destination, String port) {
        return is(Answer.ALLOWED, question(source, destination, port, false));
    }

    public Judged denies(String source, String destination, String port) {
        return is(Answer.DENIED, question(source, destination, port, false));
    }

    public Judged says(boolean allowed, String source, String destination, String port) {
        return allowed ? allows(source, destination, port) : denies(source, destination, port);
    }

    public Judged allowsViaService(String source, String destination, String port) {
        return is(Answer.ALLOWED, question(source, destination, port, true));
    }

    public Judged deniesViaService(String source, String destination, String port) {
        return is(Answer.DENIED, question(source, destination, port, true));
    }

    public Judged allowsIpv6(String source, String destination, String port) {
        return is(Answer.ALLOWED, ipv6(question(source, destination, port, false)));
    }

    public Judged deniesIpv6(String source, String destination, String port) {
        return is(Answer.DENIED, ipv6(question(source, destination, port, false)));
    }

    /** No connection of this kind can exist. */
    public Judged knowsNoFlow(String source, String destination, IpFamily family) {
        Question asked = question(source, destination, "80", false);
        return is(Answer.NO_FLOW, family == IpFamily.IPV6 ? ipv6(asked) : asked);
    }

    private Judged is(Answer expected, Question question) {
        assertThat(new Oracle(snapshot).answer(question))
                .as("the oracle on %s", question)
                .isEqualTo(expected);
        assertThat(VerdictJudge.of(snapshot).complaint(question))
                .as("the engine on %s", question)
                .isEmpty();
        return this;
    }

    private Question question(String source, String destination, String port, boolean viaService) {
        String[] parts = port.split("/");
        boolean portless = port.equals("icmp");
        Party from = party(source);
        Party to = party(destination);
        return new Question(
                from,
                to,
                isIpv6(from) || isIpv6(to) ? IpFamily.IPV6 : IpFamily.IPV4,
                portless ? Optional.empty() : Optional.of(parts.length == 1 ? Protocol.TCP : protocol(parts[1])),
                portless ? 0 : Integer.parseInt(parts[0]),
                viaService);
    }

    private static Protocol protocol(String text) {
        return Protocol.parse(text).orElseThrow();
    }

    private static boolean isIpv6(Party party) {
        return party instanceof Party.Outside(Address address) && address.family() == IpFamily.IPV6;
    }

    private static Question ipv6(Question it) {
        return new Question(it.source(), it.destination(), IpFamily.IPV6, it.protocol(), it.port(), it.viaService());
    }

    /** An address, or the pod or template of that namespace and name. */
    private Party party(String text) {
        Optional<Address> address = Address.parse(text);
        if (address.isPresent()) {
            return new Party.Outside(address.get());
        }
        for (Pod pod : snapshot.pods().values()) {
            if (pod.key().qualifiedName().equals(text)) {
                return new Party.OfPod(pod.key());
            }
        }
        throw new IllegalArgumentException("no such pod: " + text);
    }
}

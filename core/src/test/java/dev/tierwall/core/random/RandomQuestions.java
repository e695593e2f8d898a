package dev.tierwall.core.random;

import dev.tierwall.core.model.ObjectKey;
import dev.tierwall.core.model.Pod;
import dev.tierwall.core.model.Snapshot;
import dev.tierwall.core.net.Address;
import dev.tierwall.core.net.IpFamily;
import dev.tierwall.core.net.Protocol;
import dev.tierwall.core.oracle.Answer;
import dev.tierwall.core.oracle.Oracle;
import dev.tierwall.core.oracle.Party;
import dev.tierwall.core.oracle.Question;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;

/** Questions about one cluster, near the places where its verdicts change. */
public final class RandomQuestions {

    private final Dice dice;
    private final List<Party> pods = new ArrayList<>();
    private final List<Party> outside;
    private final Oracle oracle;

    public RandomQuestions(Snapshot snapshot, Random random) {
        dice = new Dice(random);
        for (Pod pod : snapshot.pods().values()) {
            pods.add(new Party.OfPod(pod.key()));
        }
        outside = outside(snapshot);
        oracle = new Oracle(snapshot);
    }

    /** The places that no running pod has, each an address that may be asked about by itself. */
    public static List<Party> outside(Snapshot snapshot) {
        Set<Address> taken = new HashSet<>();
        for (Pod pod : snapshot.pods().values()) {
            if (pod.isEndpoint()) {
                taken.addAll(pod.addresses());
                if (pod.hostNetwork() && pod.addresses().isEmpty()) {
                    pod.node()
                            .flatMap(node -> snapshot.nodes().get(node))
                            .ifPresent(node -> taken.addAll(node.addresses()));
                }
            }
        }
        List<Party> free = new ArrayList<>();
        for (Address address : Pools.PLACES) {
            if (!taken.contains(address)) {
                free.add(new Party.Outside(address));
            }
        }
        return free;
    }

    /** Mostly about connections that can exist. */
    public Question next() {
        Question question = any();
        for (int i = 0; i < 4 && oracle.answer(question) == Answer.NO_FLOW; i++) {
            question = any();
        }
        return question;
    }

    private Question any() {
        Party source = party();
        boolean toItself = source instanceof Party.OfPod && dice.oneIn(8);
        Party destination = toItself ? source : party();
        IpFamily family = family(source, destination);
        Optional<Protocol> protocol =
                dice.oneIn(10) ? Optional.empty() : Optional.of(dice.pick(List.of(Protocol.values())));
        int port = protocol.isEmpty() ? 0 : dice.pick(Pools.PORT_PLACES);
        boolean viaService = destination instanceof Party.OfPod && dice.oneIn(toItself ? 2 : 8);
        return new Question(source, destination, family, protocol, port, viaService);
    }

    private IpFamily family(Party source, Party destination) {
        if (source instanceof Party.Outside(Address address)) {
            return address.family();
        }
        if (destination instanceof Party.Outside(Address address)) {
            return address.family();
        }
        return dice.oneIn(3) ? IpFamily.IPV6 : IpFamily.IPV4;
    }

    private Party party() {
        return pods.isEmpty() || dice.oneIn(5) ? dice.pick(outside) : dice.pick(pods);
    }

    /** Whether both ends of a question are in the cluster as the question means them. */
    public static boolean makesSense(Question question, Snapshot snapshot) {
        return present(question.source(), snapshot) && present(question.destination(), snapshot);
    }

    private static boolean present(Party party, Snapshot snapshot) {
        return switch (party) {
            case Party.OfPod(ObjectKey key) -> snapshot.pods().has(key);
            case Party.Outside there -> outside(snapshot).contains(there);
        };
    }
}

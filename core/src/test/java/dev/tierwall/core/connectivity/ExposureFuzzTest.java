package dev.tierwall.core.connectivity;

import dev.tierwall.core.label.Labels;
import dev.tierwall.core.model.ClusterObject;
import dev.tierwall.core.model.Direction;
import dev.tierwall.core.model.Location;
import dev.tierwall.core.model.Namespace;
import dev.tierwall.core.model.ObjectKey;
import dev.tierwall.core.model.Peer;
import dev.tierwall.core.model.Peer.NamespaceMatch;
import dev.tierwall.core.model.Pod;
import dev.tierwall.core.model.Policy;
import dev.tierwall.core.model.Snapshot;
import dev.tierwall.core.net.IpFamily;
import dev.tierwall.core.net.Protocol;
import dev.tierwall.core.oracle.Oracle;
import dev.tierwall.core.oracle.Party;
import dev.tierwall.core.oracle.Question;
import dev.tierwall.core.policy.CompiledPolicy;
import dev.tierwall.core.policy.GroupKey;
import dev.tierwall.core.policy.PolicyCompiler;
import dev.tierwall.core.random.ClusterText;
import dev.tierwall.core.random.Dice;
import dev.tierwall.core.random.Pools;
import dev.tierwall.core.random.RandomCluster;
import dev.tierwall.core.random.Shrinker;
import dev.tierwall.core.random.Trials;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/** What is open to pods that do not exist is what the oracle says once such a pod does. */
class ExposureFuzzTest {

    private static final List<String> VALUES = List.of("x", "y", "", "unheard-of");

    /** Every combination of labels that the random selectors can tell apart, the smaller first. */
    private static final List<Labels> LABELS = labels();

    private static List<Labels> labels() {
        List<Labels> all = new ArrayList<>(List.of(Labels.NONE));
        VALUES.forEach(app -> all.add(Labels.of(Map.of("app", app))));
        VALUES.forEach(tier -> all.add(Labels.of(Map.of("tier", tier))));
        VALUES.forEach(app -> VALUES.forEach(tier -> all.add(Labels.of(Map.of("app", app, "tier", tier)))));
        return all;
    }

    @Test
    void whatIsOpenToAnyPodIsOpenToAPodThatNoSelectorMatches() {
        Trials.fuzz("open to any pod", 250, random -> {
            Dice dice = new Dice(random);
            Labels namespaceLabels = dice.pick(LABELS);
            Labels labels = dice.pick(LABELS);
            String namespace = dice.pick(List.of("a", "b", "unread", "new"));
            check(new RandomCluster(random).snapshot(), dice.pick(Pools.PORT_PLACES), (opening, some) -> {
                Comer comer = new Comer(namespace, namespaceLabels, labels);
                return opening.pods().isEmpty() && !isSelected(comer, some) ? List.of(comer) : List.of();
            });
        });
    }

    /** Whether a rule means the pod by its labels or its namespace, and not as one of all. */
    private static boolean isSelected(Comer comer, Snapshot snapshot) {
        Labels namespaceLabels = comer.in(snapshot).namespaceLabels(comer.namespace());
        for (Policy policy : snapshot.policies().values()) {
            for (Direction direction : Direction.values()) {
                for (Policy.Rule rule : policy.rules(direction)) {
                    for (Peer peer : rule.peers()) {
                        if (peer instanceof Peer.Pods pods && isSelected(comer, pods, namespaceLabels)) {
                            return true;
                        }
                    }
                }
            }
        }
        return false;
    }

    private static boolean isSelected(Comer comer, Peer.Pods pods, Labels namespaceLabels) {
        return switch (pods.namespaces()) {
            case NamespaceMatch.Named(String name) ->
                name.equals(comer.namespace()) && pods.pods().matches(comer.labels());
            case NamespaceMatch.Matching(var namespaces) ->
                !(namespaces.isEverything() && pods.pods().isEverything())
                        && namespaces.matches(namespaceLabels)
                        && pods.pods().matches(comer.labels());
        };
    }

    @Test
    void whatIsOpenToASelectorIsOpenToThePodThatHasJustWhatItAsksFor() {
        Trials.fuzz("open to selected pods", 250, random -> {
            Dice dice = new Dice(random);
            check(
                    new RandomCluster(random).snapshot(),
                    dice.pick(Pools.PORT_PLACES),
                    (opening, some) ->
                            opening.pods().map(ExposureFuzzTest::least).orElse(List.of()));
        });
    }

    /** A pod to come. A namespace that is there already keeps its labels. */
    private record Comer(String namespace, Labels namespaceLabels, Labels labels) {

        private static final ObjectKey TEMPLATE = new ObjectKey("Deployment", "", "comer");

        ObjectKey key() {
            return new ObjectKey(TEMPLATE.kind(), namespace, TEMPLATE.name());
        }

        Snapshot in(Snapshot snapshot) {
            List<ClusterObject> objects = new ArrayList<>(ClusterText.objects(snapshot));
            if (namespace.equals("new")) {
                objects.add(new Namespace(namespace, namespaceLabels, Location.NONE));
            }
            objects.add(new Pod(
                    key(),
                    labels,
                    List.of(),
                    List.of(),
                    false,
                    Pod.State.RUNNING,
                    Optional.empty(),
                    key(),
                    Location.NONE));
            return Snapshot.of(objects);
        }
    }

    /** Who an opening is about: it must hold for one of these. */
    private interface Concerned {
        List<Comer> by(Exposure.Opening opening, Snapshot snapshot);
    }

    /** The pods with the fewest labels that a selector matches; several where it leaves a choice of values. */
    private static List<Comer> least(GroupKey.Pods selector) {
        List<Comer> comers = new ArrayList<>();
        for (Labels labels : fewest(selector.pods()::matches)) {
            switch (selector.namespaces()) {
                case NamespaceMatch.Named(String name) -> comers.add(new Comer(name, Labels.NONE, labels));
                case NamespaceMatch.Matching(var namespaces) -> {
                    for (String name : List.of("new", "a", "b", "unread")) {
                        for (Labels some : LABELS) {
                            boolean fits = namespaces.matches(new Namespace(name, some, Location.NONE).labels());
                            if (fits && name.equals("new")) {
                                comers.add(new Comer(name, some, labels));
                            }
                        }
                    }
                }
            }
        }
        int least = comers.stream()
                .mapToInt(comer -> comer.namespaceLabels().size())
                .min()
                .orElse(0);
        return comers.stream()
                .filter(comer -> comer.namespaceLabels().size() == least)
                .toList();
    }

    private static List<Labels> fewest(Predicate<Labels> matches) {
        List<Labels> matching = LABELS.stream().filter(matches).toList();
        return matching.stream()
                .filter(labels -> labels.size() == matching.get(0).size())
                .toList();
    }

    private static void check(Snapshot snapshot, int port, Concerned concerned) {
        if (complaint(snapshot, port, concerned).isPresent()) {
            Snapshot small = Shrinker.shrink(
                    snapshot, some -> complaint(some, port, concerned).isPresent());
            throw new AssertionError(
                    complaint(small, port, concerned).orElseThrow() + "\n---\n" + ClusterText.of(small));
        }
    }

    private static Optional<String> complaint(Snapshot snapshot, int port, Concerned concerned) {
        CompiledPolicy policy = PolicyCompiler.compile(snapshot);
        for (Pod pod : snapshot.pods().values()) {
            for (IpFamily family : IpFamily.values()) {
                for (Exposure.Opening opening : Exposure.of(policy, pod, family)) {
                    List<Comer> comers = concerned.by(opening, snapshot);
                    boolean right = comers.isEmpty()
                            || comers.stream().anyMatch(comer -> holds(opening, pod, comer, snapshot, port));
                    if (!right) {
                        return Optional.of(pod.key() + ", port " + port + ": " + opening + " is not true of " + comers);
                    }
                }
            }
        }
        return Optional.empty();
    }

    /** What is open must be open to this pod, and nothing else. */
    private static boolean holds(Exposure.Opening opening, Pod pod, Comer comer, Snapshot snapshot, int port) {
        Oracle oracle = new Oracle(comer.in(snapshot));
        boolean incoming = opening.direction() == Direction.INGRESS;
        Party self = new Party.OfPod(pod.key());
        Party other = new Party.OfPod(comer.key());
        for (Protocol protocol : Set.of(Protocol.values())) {
            Question question = new Question(
                    incoming ? other : self,
                    incoming ? self : other,
                    opening.family(),
                    Optional.of(protocol),
                    port,
                    false);
            boolean allowed =
                    oracle.ruling(question, opening.direction()).orElseThrow().allowed();
            boolean claimed = opening.connections().contains(protocol, port);
            if (claimed != allowed) {
                return false;
            }
        }
        return true;
    }
}

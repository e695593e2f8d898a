package dev.tierwall.cli.cases;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tierwall.cli.CommandRun;
import dev.tierwall.core.model.Direction;
import dev.tierwall.core.model.Node;
import dev.tierwall.core.model.ObjectKey;
import dev.tierwall.core.model.Pod;
import dev.tierwall.core.model.Snapshot;
import dev.tierwall.core.net.Address;
import dev.tierwall.core.oracle.Answer;
import dev.tierwall.core.oracle.Oracle;
import dev.tierwall.core.oracle.Party;
import dev.tierwall.core.oracle.Question;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What {@code explain} says of each pod of every case, held against the oracle and against the cases themselves. */
class CaseExplainTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Map<ObjectKey, JsonNode> explained = new HashMap<>();

    static Stream<Case> all() throws IOException {
        return Case.all().stream();
    }

    @ParameterizedTest
    @MethodSource("all")
    void contactsAreThoseThatTheOracleAllows(Case it) throws IOException {
        Snapshot snapshot = it.snapshot();
        List<String> wrong = new ArrayList<>();
        for (Case.Expected flow : it.flows()) {
            Set<String> named = new TreeSet<>();
            for (Question question : new Cast(snapshot).questions(flow)) {
                Answer answer = new Oracle(snapshot).answer(question);
                if (answer == Answer.NO_FLOW) {
                    continue;
                }
                for (Direction direction : Direction.values()) {
                    boolean outgoing = direction == Direction.EGRESS;
                    Party subject = outgoing ? question.source() : question.destination();
                    Party peer = outgoing ? question.destination() : question.source();
                    if (!(subject instanceof Party.OfPod(ObjectKey pod)) || isOnNode(snapshot, pod)) {
                        continue;
                    }
                    JsonNode side = side(it, pod, direction);
                    named.addAll(policies(side));
                    boolean told = hasContact(side, peer, question, snapshot);
                    if (isToldOf(question, snapshot) && told != (answer == Answer.ALLOWED)) {
                        wrong.add(question + " is " + answer + ", and " + direction + " of " + pod + " has " + side);
                    }
                }
            }
            flow.reason().stream()
                    .map(name -> name.substring(name.lastIndexOf('/') + 1))
                    .filter(name -> !named.contains(name))
                    .forEach(name -> wrong.add(flow + ": " + name + " is not named, only " + named));
        }
        assertThat(wrong).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("all")
    void theSentencesNameWhatTheJsonNames(Case it) throws IOException {
        for (Pod pod : it.snapshot().pods().values()) {
            if (!pod.isEndpoint() || pod.hostNetwork()) {
                continue;
            }
            CommandRun text = CommandRun.of("explain", "-f", it.cluster().toString(), name(pod.key()));
            int outgoing = text.out().indexOf("\nOutgoing\n");
            assertThat(outgoing).as(text.toString()).isPositive();
            for (Direction direction : Direction.values()) {
                JsonNode side = side(it, pod.key(), direction);
                String sentences = direction == Direction.INGRESS
                        ? text.out().substring(0, outgoing)
                        : text.out().substring(outgoing);
                policies(side).forEach(policy -> assertThat(sentences).contains(policy));
                assertThat(sentences.contains("It is isolated by"))
                        .as(sentences)
                        .isEqualTo(side.path("isolated").asBoolean());
            }
        }
    }

    private static String name(ObjectKey pod) {
        return pod.namespace() + "/" + pod.kind() + "/" + pod.name();
    }

    private JsonNode side(Case it, ObjectKey pod, Direction direction) throws IOException {
        JsonNode known = explained.get(pod);
        if (known == null) {
            CommandRun run = CommandRun.of("explain", "-f", it.cluster().toString(), "-o", "json", name(pod));
            known = JSON.readTree(run.out());
            explained.put(pod, known);
        }
        assertThat(known.path("subjects")).as(name(pod) + " of " + it).hasSize(1);
        return known.path("subjects").get(0).path(direction.label());
    }

    private static Set<String> policies(JsonNode side) {
        Set<String> names = new TreeSet<>();
        side.path("isolatedBy").forEach(policy -> names.add(policy.path("name").asText()));
        side.path("rules")
                .forEach(rule -> names.add(rule.path("policy").path("name").asText()));
        return names;
    }

    private static boolean hasContact(JsonNode side, Party peer, Question question, Snapshot snapshot) {
        for (JsonNode contact : side.path("contacts")) {
            String family = contact.path("family").asText("");
            if ((family.isEmpty() || family.equals(question.family().label()))
                    && isAmong(contact, peer, snapshot)
                    && hasPort(contact.path("ports"), question)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isAmong(JsonNode contact, Party peer, Snapshot snapshot) {
        return switch (peer) {
            case Party.OfPod(ObjectKey pod) -> {
                ObjectKey workload = snapshot.pods().get(pod).orElseThrow().workload();
                yield contact.path("workloads")
                        .valueStream()
                        .anyMatch(one -> one.path("name").asText().equals(workload.name())
                                && one.path("namespace").asText("").equals(workload.namespace())
                                && one.path("kind").asText().equals(workload.kind()));
            }
            case Party.Outside(Address address) ->
                contact.path("ranges").valueStream().anyMatch(range -> contains(range.asText(), address));
        };
    }

    private static boolean contains(String range, Address address) {
        String[] ends = range.split("-");
        Address first = Address.parse(ends[0]).orElseThrow();
        Address last = Address.parse(ends[1]).orElseThrow();
        return first.family() == address.family() && first.compareTo(address) <= 0 && address.compareTo(last) <= 0;
    }

    private static boolean hasPort(JsonNode ports, Question question) {
        if (ports.isTextual()) {
            return true;
        }
        String protocol = question.protocol().orElseThrow().name();
        for (JsonNode range : ports.path(protocol)) {
            String[] ends = range.asText().split("-");
            int first = Integer.parseInt(ends[0]);
            int last = Integer.parseInt(ends[ends.length - 1]);
            if (first <= question.port() && question.port() <= last) {
                return true;
            }
        }
        return false;
    }

    /** A pod on its node's network is what the node is, and no policy is asked. */
    private static boolean isOnNode(Snapshot snapshot, ObjectKey pod) {
        return snapshot.pods().get(pod).orElseThrow().hostNetwork();
    }

    /** Contacts tell nothing of a pod and itself, of a node and its own pods, and of pods that are nodes to the network. */
    private static boolean isToldOf(Question question, Snapshot snapshot) {
        for (Party party : List.of(question.source(), question.destination())) {
            if (party instanceof Party.OfPod(ObjectKey pod) && isOnNode(snapshot, pod)) {
                return false;
            }
        }
        for (Node node : snapshot.nodes().values()) {
            if (question.source() instanceof Party.Outside(Address address)
                    && node.addresses().contains(address)) {
                return false;
            }
        }
        return !question.source().equals(question.destination());
    }
}

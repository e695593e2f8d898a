package dev.tierwall.core.oracle;

import dev.tierwall.core.model.ClusterPolicy;
import dev.tierwall.core.model.Direction;
import dev.tierwall.core.model.NetworkPolicy;
import dev.tierwall.core.model.Node;
import dev.tierwall.core.model.ObjectKey;
import dev.tierwall.core.model.Peer;
import dev.tierwall.core.model.Pod;
import dev.tierwall.core.model.Policy;
import dev.tierwall.core.model.Policy.Action;
import dev.tierwall.core.model.Policy.Rule;
import dev.tierwall.core.model.Policy.Tier;
import dev.tierwall.core.model.PortMatch;
import dev.tierwall.core.model.Snapshot;
import dev.tierwall.core.net.Address;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Answers one question by walking the policies as they are written. Nothing is compiled, nothing is remembered.
 *
 * @param snapshot the facts
 */
public record Oracle(Snapshot snapshot) {

    /** What each side of a connection says, the ends being looked up. */
    private record Asked(Question question, Host source, Host destination) {

        Host subject(Direction direction) {
            return direction == Direction.INGRESS ? destination : source;
        }

        Host peer(Direction direction) {
            return direction == Direction.INGRESS ? source : destination;
        }

        boolean isToItself() {
            return source.isSamePodAs(destination);
        }
    }

    public Answer answer(Question question) {
        Optional<Ruling> egress = ruling(question, Direction.EGRESS);
        Optional<Ruling> ingress = ruling(question, Direction.INGRESS);
        if (egress.isEmpty() || ingress.isEmpty()) {
            return Answer.NO_FLOW;
        }
        return egress.get().allowed() && ingress.get().allowed() ? Answer.ALLOWED : Answer.DENIED;
    }

    /** The NetworkPolicies that isolate a party in a direction. */
    public Set<ObjectKey> isolatedBy(Party party, Direction direction) {
        Set<ObjectKey> policies = new HashSet<>();
        if (party instanceof Party.OfPod(ObjectKey key)) {
            Pod pod = snapshot.pods().get(key).orElseThrow();
            for (Policy policy : snapshot.policies().values()) {
                if (!pod.hostNetwork() && isolates(policy, pod, direction)) {
                    policies.add(policy.key());
                }
            }
        }
        return policies;
    }

    private static boolean isolates(Policy policy, Pod pod, Direction direction) {
        return policy instanceof NetworkPolicy networkPolicy
                && networkPolicy.types().contains(direction)
                && Selecting.selects(networkPolicy, pod);
    }

    /** The rules of NetworkPolicies that match, as {@code policy:number}, from 1; for a connection that can exist. */
    public Set<String> networkRules(Question question, Direction direction) {
        Asked asked = asked(question).orElseThrow();
        Matching matching = new Matching(snapshot, question, asked.destination());
        Set<String> rules = new HashSet<>();
        for (Policy policy : snapshot.policies().values()) {
            Pod subject = asked.subject(direction).pod().orElseThrow();
            if (isolates(policy, subject, direction) && policy instanceof NetworkPolicy network && network.valid()) {
                List<Rule> written = network.rules(direction);
                for (int i = 0; i < written.size(); i++) {
                    if (written.get(i).understood() && matching.matches(written.get(i), asked.peer(direction))) {
                        rules.add(policy.key() + ":" + (i + 1));
                    }
                }
            }
        }
        return rules;
    }

    /** Whether the other end is this peer; for a connection that can exist. */
    public boolean isPeer(Question question, Direction direction, Peer peer) {
        Asked asked = asked(question).orElseThrow();
        return new Matching(snapshot, question, asked.destination()).matches(peer, asked.peer(direction));
    }

    /** Whether the connection is on one of these ports; for a connection that can exist. */
    public boolean isOnAny(Question question, List<PortMatch> ports) {
        Matching matching =
                new Matching(snapshot, question, asked(question).orElseThrow().destination());
        return ports.stream().anyMatch(matching::matches);
    }

    private Optional<Asked> asked(Question question) {
        Optional<Host> source = Host.of(snapshot, question.source(), question.family());
        Optional<Host> destination = Host.of(snapshot, question.destination(), question.family());
        return source.isEmpty() || destination.isEmpty()
                ? Optional.empty()
                : Optional.of(new Asked(question, source.get(), destination.get()));
    }

    /** What the egress side of the source, or the ingress side of the destination, says; empty if there is no flow. */
    public Optional<Ruling> ruling(Question question, Direction direction) {
        return asked(question).map(asked -> ruling(asked, direction));
    }

    private Ruling ruling(Asked asked, Direction direction) {
        if (!asked.subject(direction).isOrdinaryPod() || isExempt(asked)) {
            return Ruling.by(Tier.DEFAULT, true);
        }
        Optional<Ruling> admin = clusterTier(Tier.ADMIN, asked, direction);
        if (admin.isPresent()) {
            return admin.get();
        }
        Optional<Ruling> networkPolicies = networkPolicies(asked, direction);
        if (networkPolicies.isPresent()) {
            return networkPolicies.get();
        }
        return clusterTier(Tier.BASELINE, asked, direction).orElse(Ruling.by(Tier.DEFAULT, true));
    }

    /** A pod reaches itself unless it goes through a Service, and a node reaches the pods that it runs. */
    private boolean isExempt(Asked asked) {
        if (asked.isToItself()) {
            return !asked.question().viaService();
        }
        return asked.destination()
                .pod()
                .filter(pod -> isNodeOf(asked.source(), pod))
                .isPresent();
    }

    private boolean isNodeOf(Host source, Pod pod) {
        if (source.isOrdinaryPod()) {
            return false;
        }
        boolean runsOnTheSameNode =
                pod.node().isPresent() && source.pod().flatMap(Pod::node).equals(pod.node());
        List<Address> ofNode = Host.nodeOf(snapshot, pod).map(Node::addresses).orElse(List.of());
        List<Address> ofSource = source.pod()
                .map(Pod::addresses)
                .orElse(source.address().stream().toList());
        return runsOnTheSameNode || ofSource.stream().anyMatch(ofNode::contains);
    }

    /** The first rule that matches decides, unless it passes; empty if the tier does not decide. */
    private Optional<Ruling> clusterTier(Tier tier, Asked asked, Direction direction) {
        Matching matching = new Matching(snapshot, asked.question(), asked.destination());
        Pod subject = asked.subject(direction).pod().orElseThrow();
        for (ClusterPolicy policy : inOrder(tier)) {
            if (!Selecting.selects(snapshot, policy, subject)) {
                continue;
            }
            List<Rule> rules = policy.rules(direction);
            for (int i = 0; i < rules.size(); i++) {
                Rule rule = rules.get(i);
                boolean matches = rule.understood()
                        ? matching.matches(rule, asked.peer(direction))
                        : rule.action() != Action.ACCEPT;
                if (!matches) {
                    continue;
                }
                if (rule.understood() && rule.action() == Action.PASS) {
                    return Optional.empty();
                }
                boolean allowed = rule.action() == Action.ACCEPT;
                return Optional.of(new Ruling(allowed, tier, Optional.of(policy.key()), i));
            }
        }
        return Optional.empty();
    }

    private List<ClusterPolicy> inOrder(Tier tier) {
        List<ClusterPolicy> policies = new ArrayList<>();
        for (Policy policy : snapshot.policies().values()) {
            if (policy instanceof ClusterPolicy clusterPolicy && clusterPolicy.tier() == tier) {
                policies.add(clusterPolicy);
            }
        }
        policies.sort(Comparator.comparingInt(ClusterPolicy::priority)
                .thenComparing((ClusterPolicy policy) -> policy.key().name())
                .thenComparing((ClusterPolicy policy) -> policy.key().kind()));
        return policies;
    }

    /** A pod that some policy selects is isolated: only what a rule of such a policy matches gets through. */
    private Optional<Ruling> networkPolicies(Asked asked, Direction direction) {
        Matching matching = new Matching(snapshot, asked.question(), asked.destination());
        Pod subject = asked.subject(direction).pod().orElseThrow();
        boolean isolated = false;
        boolean accepted = asked.isToItself();
        for (Policy policy : snapshot.policies().values()) {
            if (isolates(policy, subject, direction) && policy instanceof NetworkPolicy networkPolicy) {
                isolated = true;
                accepted |= networkPolicy.valid()
                        && networkPolicy.rules(direction).stream()
                                .anyMatch(rule -> rule.understood() && matching.matches(rule, asked.peer(direction)));
            }
        }
        return isolated ? Optional.of(Ruling.by(Tier.NETWORK_POLICY, accepted)) : Optional.empty();
    }
}

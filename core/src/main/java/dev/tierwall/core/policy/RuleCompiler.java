package dev.tierwall.core.policy;

import dev.tierwall.core.model.ClusterPolicy;
import dev.tierwall.core.model.Direction;
import dev.tierwall.core.model.NetworkPolicy;
import dev.tierwall.core.model.Peer;
import dev.tierwall.core.model.Peer.NamespaceMatch;
import dev.tierwall.core.model.Policy;
import dev.tierwall.core.model.Policy.Action;
import dev.tierwall.core.model.PortMatch;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.ToIntFunction;

/** Turns one written policy into rules as enforced. What could not be understood is closed here. */
final class RuleCompiler {

    private final ToIntFunction<GroupKey> groups;

    /** Every group that a rule or subject needs is asked for once by each user. */
    RuleCompiler(ToIntFunction<GroupKey> groups) {
        this.groups = groups;
    }

    PolicyRules compile(Policy policy) {
        int subject = groups.applyAsInt(subjectOf(policy));
        return new PolicyRules(policy, subject, rules(policy, Direction.INGRESS), rules(policy, Direction.EGRESS));
    }

    private static GroupKey subjectOf(Policy policy) {
        return switch (policy) {
            case NetworkPolicy network ->
                new GroupKey.Pods(new NamespaceMatch.Named(network.key().namespace()), network.subject());
            case ClusterPolicy cluster ->
                new GroupKey.Pods(new NamespaceMatch.Matching(cluster.subjectNamespaces()), cluster.subjectPods());
        };
    }

    private List<CompiledRule> rules(Policy policy, Direction direction) {
        if (policy instanceof NetworkPolicy network
                && (!network.valid() || !network.types().contains(direction))) {
            return List.of();
        }
        List<CompiledRule> compiled = new ArrayList<>();
        int number = 1;
        for (Policy.Rule rule : policy.rules(direction)) {
            Origin origin = new Origin.Written(policy.key(), direction, number++, rule.name(), rule.location());
            compiled.add(rule.understood() ? understood(rule, origin) : closed(rule, origin));
        }
        return compiled;
    }

    private CompiledRule understood(Policy.Rule rule, Origin origin) {
        List<CompiledRule.PeerRef> peers = new ArrayList<>(rule.peers().size());
        int index = 1;
        for (Peer peer : rule.peers()) {
            int group = groups.applyAsInt(GroupKey.of(peer));
            int written = peer instanceof Peer.Anyone ? 0 : index;
            peers.add(new CompiledRule.PeerRef(written, group, peer.location()));
            index++;
        }
        return new CompiledRule(origin, rule.action(), List.copyOf(peers), rule.ports());
    }

    private static CompiledRule closed(Policy.Rule rule, Origin origin) {
        return rule.action() == Action.ACCEPT
                ? new CompiledRule(origin, Action.ACCEPT, List.of(), List.of())
                : new CompiledRule(origin, Action.DENY, CompiledRule.ANYONE, CompiledRule.ANYTHING);
    }

    /** The groups that a compiled policy uses, each as often as it asked for it. */
    static List<Integer> groupsOf(PolicyRules rules) {
        List<Integer> used = new ArrayList<>();
        used.add(rules.subject());
        for (Direction direction : Direction.values()) {
            for (CompiledRule rule : rules.rules(direction)) {
                if (rule.peers() != CompiledRule.ANYONE) {
                    rule.peers().forEach(peer -> used.add(peer.group()));
                }
            }
        }
        return used;
    }

    /** The names of ports that a compiled policy speaks of. */
    static Set<String> portNamesOf(PolicyRules rules) {
        Set<String> names = new TreeSet<>();
        for (Direction direction : Direction.values()) {
            for (CompiledRule rule : rules.rules(direction)) {
                for (PortMatch match : rule.ports()) {
                    if (match instanceof PortMatch.Named named) {
                        names.add(named.name());
                    }
                }
            }
        }
        return names;
    }
}

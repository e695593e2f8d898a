package dev.tierwall.core.policy;

import dev.tierwall.core.collect.Bits;
import dev.tierwall.core.model.Direction;
import dev.tierwall.core.model.Policy.Action;
import dev.tierwall.core.model.PortMatch;
import dev.tierwall.core.net.ConnectionSet;
import dev.tierwall.core.net.IpFamily;
import dev.tierwall.core.net.PortSet;
import dev.tierwall.core.net.Protocol;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Folds the tiers of one subject into blocks: starts with all peers in one block for which everything is undecided, and
 * lets each rule split what is still undecided. Blocks that have come to the same are joined at every step, so that
 * there are never more than there are different answers.
 */
final class Folding {

    /**
     * How far the decision has come for the peers of one block.
     *
     * @param allowed accepted for good
     * @param undecided what the rest of this tier may still decide
     * @param passed what left this tier and waits for the next
     */
    private record State(ConnectionSet allowed, ConnectionSet undecided, ConnectionSet passed) {

        State after(Action action, ConnectionSet matched) {
            ConnectionSet hit = undecided.intersect(matched);
            if (hit.isEmpty()) {
                return this;
            }
            ConnectionSet rest = undecided.minus(hit);
            return switch (action) {
                case ACCEPT -> new State(allowed.union(hit), rest, passed);
                case DENY -> new State(allowed, rest, passed);
                case PASS -> new State(allowed, rest, passed.union(hit));
            };
        }

        State nextTier() {
            return passed.isEmpty() ? this : new State(allowed, undecided.union(passed), ConnectionSet.NONE);
        }
    }

    private final CompiledPolicy policy;
    private final Direction direction;
    private final IpFamily family;
    private final ClassKey subject;
    private Map<State, PeerSet> blocks = new LinkedHashMap<>();

    private Folding(CompiledPolicy policy, Direction direction, IpFamily family, ClassKey subject) {
        this.policy = policy;
        this.direction = direction;
        this.family = family;
        this.subject = subject;
    }

    /** The blocks of a subject, whose own named ports count for ingress. They are disjoint and leave no peer out. */
    static List<Block> fold(CompiledPolicy policy, SubjectClass rules, IpFamily family, ClassKey subject) {
        Folding folding = new Folding(policy, rules.direction(), family, subject);
        folding.blocks.put(
                new State(ConnectionSet.NONE, ConnectionSet.ALL, ConnectionSet.NONE), policy.universe(family));
        for (CompiledTier tier : rules.tiers()) {
            folding.applyTier(tier);
        }
        Map<ConnectionSet, PeerSet> merged = new LinkedHashMap<>();
        folding.blocks.forEach((state, peers) -> merged.merge(state.allowed(), peers, PeerSet::union));
        List<Block> result = new ArrayList<>(merged.size());
        merged.forEach((allowed, peers) -> result.add(new Block(peers, allowed)));
        return List.copyOf(result);
    }

    /** Rules in a row that do the same may be taken in any order: those with the same ports are taken as one. */
    private void applyTier(CompiledTier tier) {
        Map<ConnectionSet, PeerSet> run = new LinkedHashMap<>();
        Action action = Action.ACCEPT;
        for (CompiledRule rule : tier.rules()) {
            if (rule.action() != action) {
                applyRun(action, run);
                run.clear();
                action = rule.action();
            }
            addPieces(rule, run);
        }
        applyRun(action, run);
        Map<State, PeerSet> next = new LinkedHashMap<>();
        blocks.forEach((state, peers) -> next.merge(state.nextTier(), peers, PeerSet::union));
        blocks = next;
    }

    private void applyRun(Action action, Map<ConnectionSet, PeerSet> run) {
        run.forEach((ports, peers) -> apply(action, ports, peers));
    }

    private void apply(Action action, ConnectionSet ports, PeerSet peers) {
        if (peers.isEmpty() || ports.isEmpty()) {
            return;
        }
        Map<State, PeerSet> next = new LinkedHashMap<>();
        blocks.forEach((state, members) -> {
            State changed = state.after(action, ports);
            if (changed == state) {
                next.merge(state, members, PeerSet::union);
                return;
            }
            PeerSet inside = members.intersect(peers);
            if (!inside.isEmpty()) {
                next.merge(changed, inside, PeerSet::union);
            }
            PeerSet outside = members.minus(peers);
            if (!outside.isEmpty()) {
                next.merge(state, outside, PeerSet::union);
            }
        });
        blocks = next;
    }

    /** A rule as pairs of ports and peers, its named ports looked up on whichever side is the destination. */
    private void addPieces(CompiledRule rule, Map<ConnectionSet, PeerSet> run) {
        PeerSet peers = PeerSet.EMPTY;
        for (CompiledRule.PeerRef peer : rule.peers()) {
            peers = peers.union(policy.peers(peer.group(), family));
        }
        ConnectionSet numbers = ConnectionSet.NONE;
        for (PortMatch match : rule.ports()) {
            switch (match) {
                case PortMatch.Everything everything -> numbers = ConnectionSet.ALL;
                case PortMatch.Numbers some -> numbers = numbers.union(ConnectionSet.of(some.protocol(), some.ports()));
                case PortMatch.Named named
                when direction == Direction.INGRESS -> numbers = numbers.union(subject.connections(named));
                case PortMatch.Named named -> addNamed(named, peers, run);
            }
        }
        if (!numbers.isEmpty() && !peers.isEmpty()) {
            run.merge(numbers, peers, PeerSet::union);
        }
    }

    private void addNamed(PortMatch.Named named, PeerSet peers, Map<ConnectionSet, PeerSet> run) {
        for (Protocol protocol : named.protocols()) {
            policy.classesByPort(named.name(), protocol).forEach((number, classes) -> {
                PeerSet some = new PeerSet(peers.endpoints().intersect(classes), Bits.EMPTY);
                if (!some.isEmpty()) {
                    run.merge(ConnectionSet.of(protocol, PortSet.of(number)), some, PeerSet::union);
                }
            });
        }
    }
}

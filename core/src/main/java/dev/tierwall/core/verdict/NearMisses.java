package dev.tierwall.core.verdict;

import dev.tierwall.core.label.Labels;
import dev.tierwall.core.label.Requirement;
import dev.tierwall.core.label.Selector;
import dev.tierwall.core.model.Location;
import dev.tierwall.core.model.Peer;
import dev.tierwall.core.model.Pod;
import dev.tierwall.core.model.Policy;
import dev.tierwall.core.model.PortMatch;
import dev.tierwall.core.net.Address;
import dev.tierwall.core.net.Cidr;
import dev.tierwall.core.policy.CompiledPolicy;
import dev.tierwall.core.policy.CompiledRule;
import dev.tierwall.core.policy.CompiledTier;
import dev.tierwall.core.policy.Origin;
import dev.tierwall.core.verdict.Explanation.NearMiss;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Finds the written rules of a tier that came closest to allowing a flow, and what each of them missed. */
final class NearMisses {

    private final CompiledPolicy policy;
    private final Flow flow;
    private final Match match;

    NearMisses(CompiledPolicy policy, Flow flow, Match match) {
        this.policy = policy;
        this.flow = flow;
        this.match = match;
    }

    /** The rules with the fewest mismatches, in the order written. */
    List<NearMiss> of(CompiledTier tier) {
        List<NearMiss> nearest = new ArrayList<>();
        for (CompiledRule rule : tier.rules()) {
            if (rule.origin() instanceof Origin.Written written) {
                NearMiss miss = miss(rule, written);
                int best = nearest.isEmpty()
                        ? Integer.MAX_VALUE
                        : nearest.get(0).mismatches().size();
                if (miss.mismatches().size() < best) {
                    nearest.clear();
                }
                if (miss.mismatches().size() <= best) {
                    nearest.add(miss);
                }
            }
        }
        return nearest;
    }

    /** The rule's closest peer, with what is wrong with that peer and with the ports. */
    private NearMiss miss(CompiledRule rule, Origin.Written origin) {
        Policy.Rule written = policy.snapshot()
                .policies()
                .get(origin.policy())
                .orElseThrow()
                .rules(origin.direction())
                .get(origin.rule() - 1);
        if (rule.peers().isEmpty()) {
            return new NearMiss(origin, 0, origin.location(), List.of(new Mismatch.NotUnderstood()));
        }
        CompiledRule.PeerRef closest = rule.peers().get(0);
        List<Mismatch> fewest = wrongWith(closest, written);
        for (CompiledRule.PeerRef peer : rule.peers().subList(1, rule.peers().size())) {
            List<Mismatch> wrong = wrongWith(peer, written);
            if (wrong.size() < fewest.size()) {
                closest = peer;
                fewest = wrong;
            }
        }
        List<Mismatch> all = new ArrayList<>(fewest);
        if (!match.anyPort(rule, flow)) {
            all.add(wrongPort(rule.ports()));
        }
        Location location = closest.index() == 0 ? origin.location() : closest.location();
        return new NearMiss(origin, closest.index(), location, all);
    }

    private List<Mismatch> wrongWith(CompiledRule.PeerRef peer, Policy.Rule written) {
        return match.isIn(peer) ? List.of() : wrongWith(written.peers().get(peer.index() - 1));
    }

    private List<Mismatch> wrongWith(Peer peer) {
        return switch (peer) {
            case Peer.Anyone anyone -> List.of();
            case Peer.Pods pods -> wrongPod(pods);
            case Peer.Networks networks -> List.of(wrongAddress(networks));
            case Peer.Nodes nodes -> List.of(new Mismatch.NotANode(nodes));
            case Peer.DomainNames names -> List.of(new Mismatch.OnlyNames(names));
        };
    }

    private List<Mismatch> wrongPod(Peer.Pods needs) {
        return switch (match.peer()) {
            case End.OfAddress(Address address) -> List.of(new Mismatch.NotAPod(address));
            case End.OfPod(Pod pod) when pod.hostNetwork() -> List.of(new Mismatch.HostNetwork());
            case End.OfPod(Pod pod) -> {
                String namespace = pod.key().namespace();
                List<Mismatch> wrong = new ArrayList<>();
                switch (needs.namespaces()) {
                    case Peer.NamespaceMatch.Named(String name) -> {
                        if (!name.equals(namespace)) {
                            wrong.add(new Mismatch.OtherNamespace(name, namespace));
                        }
                    }
                    case Peer.NamespaceMatch.Matching(Selector selector) -> {
                        Labels labels = policy.snapshot().namespaceLabels(namespace);
                        for (Requirement requirement : failing(selector, labels)) {
                            wrong.add(
                                    new Mismatch.NamespaceLabel(requirement, namespace, labels.get(requirement.key())));
                        }
                    }
                }
                for (Requirement requirement : failing(needs.pods(), pod.labels())) {
                    wrong.add(new Mismatch.PodLabel(requirement, pod.labels().get(requirement.key())));
                }
                yield wrong;
            }
        };
    }

    private static List<Requirement> failing(Selector selector, Labels labels) {
        return selector.requirements().stream()
                .filter(requirement -> !requirement.matches(labels))
                .toList();
    }

    private Mismatch wrongAddress(Peer.Networks needs) {
        Optional<Address> has = switch (match.peer()) {
            case End.OfAddress(Address address) -> Optional.of(address);
            case End.OfPod(Pod pod) ->
                policy.addressesOf(pod).stream()
                        .filter(address -> address.family() == flow.family())
                        .findFirst();
        };
        if (has.isPresent() && holds(needs.blocks(), has.get()) && holds(needs.except(), has.get())) {
            return new Mismatch.Excepted(needs, has.get());
        }
        return new Mismatch.OutsideBlocks(needs, has);
    }

    private static boolean holds(List<Cidr> blocks, Address address) {
        return blocks.stream().anyMatch(block -> block.contains(address));
    }

    private Mismatch wrongPort(List<PortMatch> needs) {
        for (PortMatch need : needs) {
            if (need instanceof PortMatch.Named named && named.protocols().contains(flow.protocol())) {
                return new Mismatch.OtherNamedPort(named, match.numberOf(named, flow.protocol()));
            }
        }
        boolean sameProtocol = needs.stream()
                .anyMatch(need -> need instanceof PortMatch.Numbers numbers && numbers.protocol() == flow.protocol());
        return sameProtocol ? new Mismatch.OtherPort(needs) : new Mismatch.OtherProtocol(needs);
    }
}

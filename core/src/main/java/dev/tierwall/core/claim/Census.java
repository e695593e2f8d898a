package dev.tierwall.core.claim;

import dev.tierwall.core.label.Labels;
import dev.tierwall.core.label.Requirement;
import dev.tierwall.core.label.Selector;
import dev.tierwall.core.model.Finding;
import dev.tierwall.core.model.Finding.Severity;
import dev.tierwall.core.model.Location;
import dev.tierwall.core.model.Namespace;
import dev.tierwall.core.model.ObjectKey;
import dev.tierwall.core.model.Pod;
import dev.tierwall.core.naming.Likeness;
import dev.tierwall.core.naming.Meaning;
import dev.tierwall.core.naming.Reading;
import dev.tierwall.core.naming.Resolver;
import dev.tierwall.core.net.AddressSet;
import dev.tierwall.core.policy.CompiledPolicy;
import dev.tierwall.core.question.Aims;
import dev.tierwall.core.question.Member;
import dev.tierwall.core.words.Words;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Finds whom crowds mean in one cluster, and remarks on what means nobody. */
final class Census {
    private final CompiledPolicy policy;
    private final Resolver resolver;
    private final Aims aims;
    private final List<Finding> remarks;

    Census(CompiledPolicy policy, Optional<String> namespace, List<Finding> remarks) {
        this.policy = policy;
        this.resolver = new Resolver(policy, namespace);
        this.aims = new Aims(policy);
        this.remarks = remarks;
    }

    /** Every pod, and every address. */
    Population everyone() {
        return new Population(pods(), AddressSet.ALL);
    }

    private Map<ObjectKey, Pod> pods() {
        Map<ObjectKey, Pod> pods = new HashMap<>();
        for (Pod pod : policy.snapshot().pods().values()) {
            if (pod.isEndpoint()) {
                pods.put(pod.key(), pod);
            }
        }
        return pods;
    }

    Population population(Crowd crowd) {
        return switch (crowd) {
            case Crowd.Everyone everyone -> everyone();
            case Crowd.Named named ->
                meaning(named)
                        .map(meaning -> members(aims.sources(meaning), named.location()))
                        .orElse(Population.NOBODY);
            case Crowd.Selected selected -> selected(selected);
            case Crowd.Addressed addressed -> addressed(addressed);
            case Crowd.AnyOf(List<Crowd> crowds) -> {
                Population all = Population.NOBODY;
                for (Crowd each : crowds) {
                    all = all.union(population(each));
                }
                yield all;
            }
            case Crowd.Without(Crowd all, Crowd others) -> population(all).minus(population(others));
        };
    }

    /** What a name stands for; none, after a remark, if it stands for nothing. */
    Optional<Meaning> meaning(Crowd.Named named) {
        return known(resolver.resolve(named.name()), named.location());
    }

    /** What was made out; none, after a remark, if it was not. */
    <T> Optional<T> known(Reading<T> reading, Location at) {
        return switch (reading) {
            case Reading.Known<T>(T value) -> Optional.of(value);
            case Reading.Unknown<T>(String problem, String remedy) -> {
                remark(Severity.ERROR, at, problem, remedy);
                yield Optional.empty();
            }
        };
    }

    private void remark(Severity severity, Location at, String problem, String remedy) {
        Finding finding = new Finding(severity, at, problem, remedy);
        if (!remarks.contains(finding)) {
            remarks.add(finding);
        }
    }

    private Population members(Reading<List<Member>> members, Location at) {
        return known(members, at).map(Census::of).orElse(Population.NOBODY);
    }

    static Population of(Iterable<Member> members) {
        Map<ObjectKey, Pod> pods = new HashMap<>();
        AddressSet addresses = AddressSet.EMPTY;
        for (Member member : members) {
            switch (member) {
                case Member.OfPod(Pod pod) -> pods.put(pod.key(), pod);
                case Member.OfAddresses some -> addresses = addresses.union(some.addresses());
            }
        }
        return new Population(pods, addresses);
    }

    private Population addressed(Crowd.Addressed addressed) {
        Map<ObjectKey, Pod> pods = pods();
        pods.values().removeIf(pod -> policy.addressesOf(pod).stream().noneMatch(addressed.addresses()::contains));
        return new Population(pods, addressed.addresses());
    }

    private Population selected(Crowd.Selected selected) {
        Set<String> names = new HashSet<>();
        selected.namespaces().forEach(namespace -> names.add(namespace.name()));
        Map<String, Boolean> wanted = new HashMap<>();
        Set<String> seen = new TreeSet<>();
        Map<ObjectKey, Pod> found = new HashMap<>();
        for (Pod pod : policy.snapshot().pods().values()) {
            String namespace = pod.key().namespace();
            seen.add(namespace);
            boolean inside = wanted.computeIfAbsent(
                    namespace,
                    name -> (names.isEmpty() || names.contains(name))
                            && selected.namespaceLabels()
                                    .matches(policy.snapshot().namespaceLabels(name)));
            if (inside && pod.isEndpoint() && selected.pods().matches(pod.labels())) {
                found.put(pod.key(), pod);
            }
        }
        boolean known = remarkOnNamespaces(selected, seen);
        if (known && found.isEmpty()) {
            remark(
                    Severity.WARNING,
                    selected.location(),
                    "no running pod is among " + selected.words(),
                    labelAdvice(selected.pods()));
        }
        return new Population(found, AddressSet.EMPTY);
    }

    /** Whether all namespaces that are named exist. */
    private boolean remarkOnNamespaces(Crowd.Selected selected, Set<String> seen) {
        for (Namespace namespace : policy.snapshot().namespaces().values()) {
            seen.add(namespace.name());
        }
        boolean known = true;
        for (Crowd.InNamespace namespace : selected.namespaces()) {
            if (!seen.contains(namespace.name())) {
                known = false;
                remark(
                        Severity.WARNING,
                        namespace.location(),
                        "there is no namespace '" + namespace.name() + "'",
                        didYouMean(Likeness.of(namespace.name(), seen)));
            }
        }
        return known;
    }

    /** The first requirement that no pod at all fulfils, and what there is instead. */
    private String labelAdvice(Selector selector) {
        for (Requirement requirement : selector.requirements()) {
            Set<String> keys = new TreeSet<>();
            Set<String> values = new TreeSet<>();
            boolean fulfilled = false;
            for (Pod pod : policy.snapshot().pods().values()) {
                Labels labels = pod.labels();
                fulfilled |= requirement.matches(labels);
                for (int i = 0; i < labels.size(); i++) {
                    keys.add(labels.key(i));
                    if (labels.key(i).equals(requirement.key())) {
                        values.add(labels.value(i));
                    }
                }
            }
            if (!fulfilled) {
                List<String> like = new ArrayList<>();
                if (!keys.contains(requirement.key())) {
                    like.addAll(Likeness.of(requirement.key(), keys));
                } else {
                    requirement.values().forEach(value -> like.addAll(Likeness.of(value, values)));
                }
                String advice = didYouMean(like);
                return "no pod has " + requirement + (advice.isEmpty() ? "" : "; " + advice);
            }
        }
        return "";
    }

    private static String didYouMean(List<String> words) {
        return words.isEmpty() ? "" : "did you mean " + Words.or(words) + "?";
    }
}

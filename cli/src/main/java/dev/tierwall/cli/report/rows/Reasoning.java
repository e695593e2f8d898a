package dev.tierwall.cli.report.rows;

import dev.tierwall.core.connectivity.Families;
import dev.tierwall.core.connectivity.Party;
import dev.tierwall.core.model.Direction;
import dev.tierwall.core.model.ObjectKey;
import dev.tierwall.core.model.Pod;
import dev.tierwall.core.net.AddressSet;
import dev.tierwall.core.net.IpFamily;
import dev.tierwall.core.policy.CompiledPolicy;
import dev.tierwall.core.verdict.End;
import dev.tierwall.core.verdict.Reasons;
import dev.tierwall.core.verdict.Reasons.Reason;
import dev.tierwall.core.words.ReasonWords;
import dev.tierwall.core.words.Words;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Why the parties of a row may connect as they may: asked of one pod of each class of a workload. */
final class Reasoning {

    private final CompiledPolicy policy;
    private final ReasonWords words;
    private final Set<IpFamily> families;
    private final Map<ObjectKey, List<Pod>> samples = new HashMap<>();

    /**
     * One reason, and of whom.
     *
     * @param reason what a rule decides
     * @param subject the end whose side it is
     */
    record Because(Reason reason, End subject) {}

    Reasoning(CompiledPolicy policy) {
        this.policy = policy;
        this.words = new ReasonWords(policy);
        this.families = Families.of(policy.snapshot());
        policy.liveClasses().forEach(id -> {
            Map<ObjectKey, Pod> first = new HashMap<>();
            for (Pod pod : policy.endpointClass(id).members().values()) {
                first.merge(pod.workload(), pod, (one, other) -> one.key().compareTo(other.key()) <= 0 ? one : other);
            }
            first.forEach((workload, pod) ->
                    samples.computeIfAbsent(workload, key -> new ArrayList<>(1)).add(pod));
        });
    }

    /** The reasons of one side of a row, in the order of evaluation. */
    List<Because> of(Party source, Party destination, Optional<IpFamily> only, Direction direction) {
        Set<Reason> known = new LinkedHashSet<>();
        List<Because> reasons = new ArrayList<>();
        for (IpFamily family : families) {
            if (only.isPresent() && only.get() != family) {
                continue;
            }
            for (End from : ends(source, family)) {
                for (End to : ends(destination, family)) {
                    End subject = direction == Direction.EGRESS ? from : to;
                    for (Reason reason : Reasons.of(policy, from, to, family, direction)) {
                        if (known.add(reason)) {
                            reasons.add(new Because(reason, subject));
                        }
                    }
                }
            }
        }
        return reasons;
    }

    private List<End> ends(Party party, IpFamily family) {
        return switch (party) {
            case Party.OfWorkload(ObjectKey key) -> {
                List<End> ends = new ArrayList<>(1);
                for (Pod pod : samples.getOrDefault(key, List.of())) {
                    if (policy.classOf(pod.key())
                            .filter(endpoints -> endpoints.key().isIn(family))
                            .isPresent()) {
                        ends.add(new End.OfPod(pod));
                    }
                }
                yield ends;
            }
            case Party.OfAddresses(AddressSet addresses) -> {
                AddressSet part = addresses.only(family);
                yield part.isEmpty()
                        ? List.of()
                        : List.of(new End.OfAddress(part.ranges().getFirst().first()));
            }
        };
    }

    /** How rules are named. */
    ReasonWords words() {
        return words;
    }

    /** A reason as a sentence, about the workload where it is true of all of its pods alike. */
    String sentence(Because because, Direction direction) {
        End subject = because.subject();
        String name = subject instanceof End.OfPod(Pod pod) ? pod.workload().qualifiedName() : Words.end(subject);
        return words.reason(because.reason().decision(), subject, direction, name);
    }
}

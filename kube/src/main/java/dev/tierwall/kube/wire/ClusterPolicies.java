package dev.tierwall.kube.wire;

import dev.tierwall.core.label.Selector;
import dev.tierwall.core.model.ClusterPolicy;
import dev.tierwall.core.model.Direction;
import dev.tierwall.core.model.Location;
import dev.tierwall.core.model.Policy;
import dev.tierwall.kube.tree.Node;
import dev.tierwall.kube.tree.Problems;
import dev.tierwall.kube.wire.ClusterRules.Dialect;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads ClusterNetworkPolicies of v1alpha2, and AdminNetworkPolicies and BaselineAdminNetworkPolicies of v1alpha1. One
 * that the API server would refuse is read too, with rules that are not understood, so that it closes what it selects.
 */
final class ClusterPolicies {

    private static final int HIGHEST_PRIORITY = 1000;
    private static final String SINGLETON = "default";

    private final Fields object;
    private final Meta meta;
    private final Problems problems;
    private final Dialect dialect;
    private final ClusterRules rules;

    ClusterPolicies(Kind kind, Fields object, Meta meta) {
        this.object = object;
        this.meta = meta;
        this.problems = object.problems();
        this.dialect = switch (kind) {
            case CLUSTER_NETWORK_POLICY -> Dialect.CLUSTER;
            case ADMIN_NETWORK_POLICY -> Dialect.ADMIN;
            default -> Dialect.BASELINE;
        };
        this.rules = new ClusterRules(dialect, problems);
    }

    /**
     * @param errorsBefore how many errors there were before the object was looked at
     */
    ClusterPolicy read(int errorsBefore) {
        object.only("apiVersion", "kind", "metadata", "spec", "status");
        if (dialect == Dialect.BASELINE && !meta.key().name().equals(SINGLETON)) {
            problems.error(
                    meta.location(),
                    "a BaselineAdminNetworkPolicy must be named \"" + SINGLETON + "\"",
                    "there is only one in a cluster: rename it, or merge it into that one");
        }
        Fields spec = object.mapping("spec");
        if (spec == null) {
            if (!object.has("spec")) {
                object.missing("spec", "add a `spec:` with the subject and the rules");
            }
            return closed();
        }
        int beforeFields = problems.errors();
        switch (dialect) {
            case CLUSTER -> spec.only("tier", "priority", "subject", "ingress", "egress");
            case ADMIN -> spec.only("priority", "subject", "ingress", "egress");
            case BASELINE -> spec.only("subject", "ingress", "egress");
        }
        boolean unknownFields = problems.errors() > beforeFields;
        Policy.Tier tier = tier(spec);
        int priority = dialect == Dialect.BASELINE ? 0 : priority(spec);
        Subject subject = subject(spec);
        ClusterRules.Rules ingress = rules.read(spec, Direction.INGRESS);
        ClusterRules.Rules egress = rules.read(spec, Direction.EGRESS);
        boolean refused = problems.errors() - ingress.errors() - egress.errors() > errorsBefore;
        return new ClusterPolicy(
                meta.key(),
                tier,
                priority,
                subject.namespaces,
                subject.pods,
                refused ? closed(ingress.rules(), unknownFields || isNoList(spec, "ingress")) : ingress.rules(),
                refused ? closed(egress.rules(), unknownFields || isNoList(spec, "egress")) : egress.rules(),
                meta.location());
    }

    /** A policy of which nothing can be said but that it is there. */
    ClusterPolicy closed() {
        return new ClusterPolicy(
                meta.key(),
                dialect == Dialect.BASELINE ? Policy.Tier.BASELINE : Policy.Tier.ADMIN,
                0,
                Selector.EVERYTHING,
                Selector.EVERYTHING,
                closed(List.of(), true),
                closed(List.of(), true),
                meta.location());
    }

    private static boolean isNoList(Fields spec, String field) {
        return spec.has(field) && !(spec.value(field) instanceof Node.Sequence);
    }

    /** The rules of a policy that the API server would refuse; where some may be missing, everything is denied. */
    private List<Policy.Rule> closed(List<Policy.Rule> rules, boolean incomplete) {
        List<Policy.Rule> closed = new ArrayList<>();
        for (Policy.Rule rule : rules) {
            closed.add(new Policy.Rule(rule.name(), rule.action(), rule.peers(), rule.ports(), false, rule.location()));
        }
        if (incomplete) {
            Location location = meta.location();
            closed.add(new Policy.Rule("", Policy.Action.DENY, List.of(), List.of(), false, location));
        }
        return closed;
    }

    private Policy.Tier tier(Fields spec) {
        if (dialect != Dialect.CLUSTER) {
            return dialect == Dialect.ADMIN ? Policy.Tier.ADMIN : Policy.Tier.BASELINE;
        }
        Node.Text written = spec.text("tier");
        String word = written == null ? "" : written.value();
        if (word.equals(Policy.Tier.BASELINE.label())) {
            return Policy.Tier.BASELINE;
        }
        if (written != null && !word.equals(Policy.Tier.ADMIN.label())) {
            String meant = Spelling.nearest(word, "Admin", "Baseline");
            problems.error(
                    spec.at("tier"),
                    Spelling.quoted(word) + " is not a tier of cluster-wide policies",
                    meant.isEmpty() ? "use Admin or Baseline" : "did you mean `" + meant + "`?");
        } else if (!spec.has("tier")) {
            spec.missing("tier", "use Admin or Baseline");
        }
        return Policy.Tier.ADMIN;
    }

    private int priority(Fields spec) {
        Node.Whole priority = spec.whole("priority");
        if (priority == null) {
            if (!spec.has("priority")) {
                spec.missing("priority", "add a number from 0 to " + HIGHEST_PRIORITY + "; lower numbers count first");
            }
            return 0;
        }
        if (priority.value() < 0 || priority.value() > HIGHEST_PRIORITY) {
            problems.error(
                    problems.at(priority),
                    "the priority " + priority.value() + " is out of range",
                    "use a number from 0 to " + HIGHEST_PRIORITY + "; lower numbers count first");
        }
        return Math.clamp(priority.value(), 0, HIGHEST_PRIORITY);
    }

    /** Whom the policy is about. */
    private record Subject(Selector namespaces, Selector pods) {}

    private Subject subject(Fields spec) {
        int before = problems.errors();
        Fields subject = spec.mapping("subject");
        Selector namespaces = Selector.EVERYTHING;
        Selector pods = Selector.EVERYTHING;
        if (subject == null) {
            if (!spec.has("subject")) {
                spec.missing("subject", "say whom the policy is about: `namespaces: {}` means all pods");
            }
            return new Subject(namespaces, pods);
        }
        subject.only("namespaces", "pods");
        if (subject.count() != 1 && problems.errors() == before) {
            problems.error(
                    subject.location(),
                    "the subject has " + subject.count() + " fields",
                    "write exactly one of namespaces, pods");
        }
        Fields inner = subject.mapping("pods");
        if (inner != null) {
            rules.checkNamespacedPods(inner);
            namespaces = LabelRules.selector(inner, "namespaceSelector");
            pods = LabelRules.selector(inner, "podSelector");
        } else {
            namespaces = LabelRules.selector(subject, "namespaces");
        }
        boolean sound = problems.errors() == before;
        return sound ? new Subject(namespaces, pods) : new Subject(Selector.EVERYTHING, Selector.EVERYTHING);
    }
}

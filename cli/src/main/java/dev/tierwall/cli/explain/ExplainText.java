package dev.tierwall.cli.explain;

import dev.tierwall.cli.output.Paint;
import dev.tierwall.cli.report.naming.BlockNames;
import dev.tierwall.cli.report.naming.PortNames;
import dev.tierwall.core.connectivity.Exposure.Opening;
import dev.tierwall.core.label.Labels;
import dev.tierwall.core.model.Direction;
import dev.tierwall.core.model.NetworkPolicy;
import dev.tierwall.core.model.Pod;
import dev.tierwall.core.model.Policy;
import dev.tierwall.core.net.Address;
import dev.tierwall.core.net.ConnectionSet;
import dev.tierwall.core.policy.CompiledPolicy;
import dev.tierwall.core.question.Contacts.Contact;
import dev.tierwall.core.words.PeerWords;
import dev.tierwall.core.words.PortWords;
import dev.tierwall.core.words.RuleWords;
import dev.tierwall.core.words.Words;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Writes for a person what policies do to pods. */
final class ExplainText {
    private static final int BLOCKS = 6;
    private static final int PODS = 4;

    private final CompiledPolicy policy;
    private final RuleWords names;
    private final Paint paint;
    private final PrintWriter out;

    ExplainText(CompiledPolicy policy, Paint paint, PrintWriter out) {
        this.policy = policy;
        this.names = new RuleWords(policy.snapshot());
        this.paint = paint;
        this.out = out;
    }

    void write(List<Subject> subjects) {
        boolean first = true;
        for (Subject subject : subjects) {
            if (!first) {
                out.println();
            }
            first = false;
            out.println(paint.bold(subject.name()) + " is " + what(subject) + ".");
            if (subject.pod().hostNetwork()) {
                out.println(
                        "It is on its node's network: no policy applies to it, and to the policies of others it is the"
                                + " node.");
                continue;
            }
            for (Direction direction : Direction.values()) {
                out.println();
                write(Side.of(policy, subject, direction), subject);
            }
        }
    }

    private static String what(Subject subject) {
        Pod pod = subject.pod();
        int count = subject.pods().size();
        String kind = "a pod";
        if (pod.isTemplate()) {
            kind = "a " + pod.key().kind() + " whose pods are not known yet,";
        } else if (count > 1) {
            kind = "a " + pod.workload().kind() + " of " + count + " pods (" + podNames(subject.pods()) + ")";
        }
        Labels common = subject.labels();
        String labels = common.size() == 0
                ? " without labels"
                : " with labels " + common.toString().replace(",", ", ");
        if (count > 1 || pod.addresses().isEmpty()) {
            return kind + labels;
        }
        List<String> addresses = pod.addresses().stream().map(Address::toString).toList();
        return kind + labels + " and " + (addresses.size() == 1 ? "address " : "addresses ") + Words.and(addresses);
    }

    private static String podNames(List<Pod> pods) {
        return Words.few(pods.stream().map(pod -> pod.key().name()).toList(), PODS);
    }

    private void write(Side side, Subject subject) {
        boolean in = side.direction() == Direction.INGRESS;
        out.println(paint.bold(in ? "Incoming" : "Outgoing"));
        writeTier(
                side, Policy.Tier.ADMIN, "The Admin tier comes first; of these rules the first that matches decides:");
        isolation(side, subject);
        writeTier(
                side,
                Policy.Tier.BASELINE,
                "The Baseline tier comes next; of these rules the first that matches decides:");
        if (!side.isIsolated()) {
            out.println(
                    side.rules().isEmpty()
                            ? "  No policy selects it: everything is allowed on its side."
                            : "  No NetworkPolicy selects it: what is left is allowed on its side.");
        } else if (in) {
            out.println("  Its own node always reaches it.");
        }
        contacts(side, in);
        openings(side, in);
    }

    private void writeTier(Side side, Policy.Tier tier, String heading) {
        List<Side.RuleAt> rules = side.rules(tier);
        if (!rules.isEmpty()) {
            out.println("  " + heading);
            rules.forEach(this::rule);
        }
    }

    private void isolation(Side side, Subject subject) {
        if (!side.isIsolated()) {
            return;
        }
        String namespace = subject.pod().key().namespace();
        List<String> policies = side.isolatedBy().stream()
                .map(each -> names.policy(each.key(), namespace) + paint.dim(Words.at(each.location())))
                .toList();
        if (policies.size() == 1) {
            out.println("  It is isolated by " + policies.getFirst() + ".");
        } else {
            out.println("  It is isolated by " + policies.size() + " policies:");
            policies.forEach(each -> out.println("    - " + each));
        }
        for (Policy each : side.isolatedBy()) {
            if (each instanceof NetworkPolicy network && !network.valid()) {
                out.println("  " + network.key().name() + " is invalid, so that none of its rules counts.");
            }
        }
        List<Side.RuleAt> rules = side.rules(Policy.Tier.NETWORK_POLICY);
        if (rules.isEmpty()) {
            out.println(policies.size() == 1 ? "  It accepts nothing." : "  None of them accepts anything.");
        } else {
            out.println("  Only this is accepted:");
            rules.forEach(this::rule);
        }
    }

    private void rule(Side.RuleAt at) {
        Policy.Rule rule = at.rule();
        String action = at.tier() == Policy.Tier.NETWORK_POLICY
                ? ""
                : rule.action().label().toLowerCase(Locale.ROOT) + " ";
        out.println("    - " + action + matched(rule, at.origin().direction()));
        String name = names.rule(at.origin(), 0, at.origin().policy().namespace());
        out.println("      " + paint.dim("by " + name + Words.at(at.origin().location())));
    }

    /** What a rule is about: one that is not understood fails closed. */
    private static String matched(Policy.Rule rule, Direction direction) {
        if (!rule.understood()) {
            String what = rule.action() == Policy.Action.ACCEPT ? "nothing" : "everything, as a denial";
            return what + ", for the rule is not understood";
        }
        return PortWords.and(rule.ports())
                + (direction == Direction.INGRESS ? " from " : " to ")
                + PeerWords.or(rule.peers());
    }

    private void contacts(Side side, boolean in) {
        List<Contact> contacts = side.contacts().all();
        if (contacts.isEmpty()) {
            out.println("  As things are, " + (in ? "nobody can connect to it." : "it can connect to nobody."));
        } else if (contacts.size() == 1 && contacts.getFirst().everybody()) {
            String ports = ports(contacts.getFirst());
            out.println("  As things are, " + (in ? "everybody can connect to it" : "it can connect to everybody")
                    + ports + ".");
        } else {
            out.println("  As things are, " + (in ? "these can connect to it:" : "it can connect to these:"));
            BlockNames blocks = new BlockNames(List.of(side.contacts().outside()), BLOCKS);
            contacts.forEach(contact -> out.println("    - " + who(contact, blocks) + ports(contact)));
        }
    }

    private static String ports(Contact contact) {
        return on(contact.connections())
                + contact.only().map(family -> " over " + family).orElse("");
    }

    private static String who(Contact contact, BlockNames blocks) {
        if (contact.everybody()) {
            return "everybody";
        }
        List<String> all = new ArrayList<>(WorkloadNames.of(contact.workloads()));
        if (!contact.addresses().isEmpty()) {
            all.add(blocks.of(contact.addresses()));
        }
        return Words.and(all);
    }

    /** Worth a word only where some rule tells pods apart. */
    private void openings(Side side, boolean in) {
        if (side.openings().isEmpty() || (!side.isIsolated() && side.rules().isEmpty())) {
            return;
        }
        out.println("  Of pods to come, " + (in ? "these could connect to it:" : "it could connect to these:"));
        for (Opening opening : side.openings()) {
            String who = opening.pods()
                    .map(pods -> PeerWords.pods(pods.namespaces(), pods.pods()))
                    .orElse("any pod in any namespace");
            out.println("    - " + who
                    + (opening.connections().isEmpty() ? ", but on no port" : on(opening.connections())));
        }
    }

    private static String on(ConnectionSet connections) {
        return " on " + (connections.isAll() ? "all ports" : PortNames.of(connections));
    }
}

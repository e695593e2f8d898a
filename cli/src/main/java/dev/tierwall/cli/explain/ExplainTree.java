package dev.tierwall.cli.explain;

import dev.tierwall.cli.output.Format;
import dev.tierwall.cli.output.Tree;
import dev.tierwall.core.connectivity.Exposure.Opening;
import dev.tierwall.core.model.Direction;
import dev.tierwall.core.model.NetworkPolicy;
import dev.tierwall.core.model.Pod;
import dev.tierwall.core.model.Policy;
import dev.tierwall.core.net.Address;
import dev.tierwall.core.net.AddressRange;
import dev.tierwall.core.net.ConnectionSet;
import dev.tierwall.core.net.PortSet;
import dev.tierwall.core.net.Protocol;
import dev.tierwall.core.policy.CompiledPolicy;
import dev.tierwall.core.question.Contacts.Contact;
import dev.tierwall.core.words.PeerWords;
import dev.tierwall.core.words.PortWords;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;

/** Writes for a program what policies do to pods: docs/schemas/pod-explanation.json. */
final class ExplainTree {
    private final CompiledPolicy policy;

    ExplainTree(CompiledPolicy policy) {
        this.policy = policy;
    }

    void write(List<Subject> subjects, Format format, PrintWriter out) {
        Tree tree = Tree.document(format, out, "PodExplanation");
        tree.name("subjects");
        tree.beginArray();
        subjects.forEach(subject -> write(subject, tree));
        tree.close();
    }

    private void write(Subject subject, Tree tree) {
        tree.beginObject();
        tree.name("pods");
        tree.beginArray();
        subject.pods().forEach(pod -> pod(pod, tree));
        tree.end();
        tree.field("workload", subject.pod().workload());
        tree.name("labels");
        tree.beginLine();
        subject.labels().asMap().forEach(tree::field);
        tree.end();
        tree.field("hostNetwork", subject.pod().hostNetwork());
        for (Direction direction : Direction.values()) {
            tree.name(direction.label());
            side(Side.of(policy, subject, direction), tree);
        }
        tree.end();
    }

    private static void pod(Pod pod, Tree tree) {
        tree.beginLine();
        tree.field("kind", pod.key().kind());
        tree.field("namespace", pod.key().namespace());
        tree.field("name", pod.key().name());
        if (!pod.addresses().isEmpty()) {
            tree.field(
                    "addresses", pod.addresses().stream().map(Address::toString).toList());
        }
        tree.end();
    }

    private static void side(Side side, Tree tree) {
        tree.beginObject();
        tree.field("isolated", side.isIsolated());
        tree.name("isolatedBy");
        tree.beginArray();
        side.isolatedBy().forEach(each -> isolating(each, tree));
        tree.end();
        tree.name("rules");
        tree.beginArray();
        side.rules().forEach(rule -> rule(rule, tree));
        tree.end();
        tree.name("contacts");
        tree.beginArray();
        side.contacts().all().forEach(contact -> contact(contact, tree));
        tree.end();
        tree.name("openings");
        tree.beginArray();
        side.openings().forEach(opening -> opening(opening, tree));
        tree.end();
        tree.end();
    }

    private static void isolating(Policy policy, Tree tree) {
        tree.beginLine();
        tree.field("kind", policy.key().kind());
        tree.field("namespace", policy.key().namespace());
        tree.field("name", policy.key().name());
        if (policy instanceof NetworkPolicy network && !network.valid()) {
            tree.field("valid", false);
        }
        tree.field("location", policy.location());
        tree.end();
    }

    private static void rule(Side.RuleAt at, Tree tree) {
        Policy.Rule rule = at.rule();
        tree.beginObject();
        tree.field("tier", at.tier().label());
        tree.field("action", rule.action().label());
        tree.field("policy", at.origin().policy());
        tree.field("rule", at.origin().rule());
        if (!rule.name().isEmpty()) {
            tree.field("ruleName", rule.name());
        }
        if (!rule.understood()) {
            tree.field("understood", false);
        }
        tree.field("peers", rule.peers().stream().map(PeerWords::of).toList());
        tree.field("ports", rule.ports().stream().map(PortWords::of).toList());
        tree.field("location", rule.location());
        tree.end();
    }

    private static void contact(Contact contact, Tree tree) {
        tree.beginObject();
        tree.field("everybody", contact.everybody());
        tree.name("workloads");
        tree.beginArray();
        contact.workloads().forEach(tree::key);
        tree.end();
        tree.field(
                "ranges",
                contact.addresses().ranges().stream()
                        .map(AddressRange::toString)
                        .toList());
        contact.only().ifPresent(family -> tree.field("family", family.label()));
        ports(contact.connections(), tree);
        tree.end();
    }

    private static void opening(Opening opening, Tree tree) {
        tree.beginObject();
        tree.field(
                "pods",
                opening.pods()
                        .map(pods -> PeerWords.pods(pods.namespaces(), pods.pods()))
                        .orElse("any pod in any namespace"));
        ports(opening.connections(), tree);
        tree.end();
    }

    /** As in a list of connections: {@code "all"}, or ranges by protocol. */
    private static void ports(ConnectionSet connections, Tree tree) {
        if (connections.allPorts()) {
            tree.field("ports", "all");
            return;
        }
        tree.name("ports");
        tree.beginLine();
        for (Protocol protocol : Protocol.values()) {
            PortSet ports = connections.ports(protocol);
            if (!ports.isEmpty()) {
                tree.field(protocol.name(), ranges(ports));
            }
        }
        tree.end();
    }

    private static List<String> ranges(PortSet ports) {
        List<String> ranges = new ArrayList<>();
        for (int i = 0; i < ports.rangeCount(); i++) {
            int first = ports.first(i);
            int last = ports.last(i);
            ranges.add(first == last ? Integer.toString(first) : first + "-" + last);
        }
        return ranges;
    }
}

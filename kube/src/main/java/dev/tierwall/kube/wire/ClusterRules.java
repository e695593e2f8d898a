package dev.tierwall.kube.wire;

import dev.tierwall.core.label.Selector;
import dev.tierwall.core.model.Direction;
import dev.tierwall.core.model.Peer;
import dev.tierwall.core.model.Policy;
import dev.tierwall.core.model.PortMatch;
import dev.tierwall.core.net.Cidr;
import dev.tierwall.kube.tree.Node;
import dev.tierwall.kube.tree.Problems;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads the rules of cluster-wide policies, whose two generations differ in words, limits and ports. A rule with a fault
 * is read as not understood.
 */
final class ClusterRules {

    private static final int LONGEST_NAME = 100;
    private static final int MOST_NETWORKS = 25;

    private final Dialect dialect;
    private final Problems problems;

    ClusterRules(Dialect dialect, Problems problems) {
        this.dialect = dialect;
        this.problems = problems;
    }

    /** What tells the kinds of cluster-wide policies apart. */
    enum Dialect {
        CLUSTER(25, "protocols"),
        ADMIN(100, "ports"),
        BASELINE(100, "ports");

        private final int limit;
        private final String portsField;

        Dialect(int limit, String portsField) {
            this.limit = limit;
            this.portsField = portsField;
        }

        private List<String> actions() {
            return switch (this) {
                case CLUSTER -> List.of("Accept", "Deny", "Pass");
                case ADMIN -> List.of("Allow", "Deny", "Pass");
                case BASELINE -> List.of("Allow", "Deny");
            };
        }
    }

    /** The rules of one direction, and how many errors were found inside of single rules. */
    record Rules(List<Policy.Rule> rules, int errors) {}

    Rules read(Fields spec, Direction direction) {
        String field = direction.label();
        atMost(dialect.limit, spec, field, "rules");
        List<Policy.Rule> rules = new ArrayList<>();
        int errors = 0;
        for (Node node : spec.list(field)) {
            int before = problems.errors();
            Fields rule = Fields.of(node, "a rule of `" + field + "`", problems);
            rules.add(
                    rule == null
                            ? new Policy.Rule("", Policy.Action.DENY, List.of(), List.of(), false, problems.at(node))
                            : rule(rule, direction));
            errors += problems.errors() - before;
        }
        return new Rules(rules, errors);
    }

    private void atMost(int limit, Fields fields, String field, String what) {
        int size = fields.list(field).size();
        if (size > limit) {
            problems.error(
                    fields.at(field),
                    size + " " + what + " in `" + field + "`, and the API server takes at most " + limit,
                    "split the policy, or merge some of them");
        }
    }

    private Policy.Rule rule(Fields rule, Direction direction) {
        int before = problems.errors();
        String field = direction == Direction.INGRESS ? "from" : "to";
        rule.only("name", "action", field, dialect.portsField);
        String name = rule.text("name", "");
        if (name.length() > LONGEST_NAME) {
            problems.error(
                    rule.at("name"), "the rule's name is longer than " + LONGEST_NAME + " characters", "shorten it");
        }
        Policy.Action action = action(rule);
        atMost(dialect.limit, rule, field, "peers");
        List<Peer> peers = new ArrayList<>();
        for (Fields peer : rule.mappings(field, "an entry of `" + field + "`")) {
            Peer read = peer(peer, direction, action);
            if (read != null) {
                peers.add(read);
            }
        }
        if (rule.list(field).isEmpty() && !wrongType(rule, field)) {
            problems.error(
                    rule.at(field),
                    "the rule has no peers in `" + field + "`",
                    "write at least one; `- namespaces: {}` means all pods");
        }
        List<PortMatch> ports = ports(rule);
        noNamesOutside(rule, peers, ports);
        return new Policy.Rule(name, action, peers, ports, problems.errors() == before, rule.location());
    }

    private static boolean wrongType(Fields rule, String field) {
        return rule.has(field) && !(rule.value(field) instanceof Node.Sequence);
    }

    private Policy.Action action(Fields rule) {
        Node.Text written = rule.text("action");
        String word = written == null ? "" : written.value();
        if (dialect.actions().contains(word)) {
            return switch (word) {
                case "Deny" -> Policy.Action.DENY;
                case "Pass" -> Policy.Action.PASS;
                default -> Policy.Action.ACCEPT;
            };
        }
        String choice = "use one of " + String.join(", ", dialect.actions());
        if (written != null) {
            String known = word.equals("Allow") ? "Accept" : word.equals("Accept") ? "Allow" : word;
            String meant = Spelling.nearest(known, dialect.actions().toArray(String[]::new));
            problems.error(
                    rule.at("action"),
                    Spelling.quoted(word) + " is not an action of this kind of policy",
                    meant.isEmpty() ? choice : "did you mean `" + meant + "`?");
        } else if (!rule.has("action")) {
            rule.missing("action", choice);
        }
        return Policy.Action.DENY;
    }

    private @Nullable Peer peer(Fields peer, Direction direction, Policy.Action action) {
        int before = problems.errors();
        List<String> known = known(direction);
        peer.only(known.toArray(String[]::new));
        if (problems.errors() > before) {
            return null;
        }
        if (peer.count() != 1) {
            problems.error(
                    peer.location(),
                    peer.count() == 0
                            ? "a peer that says nothing"
                            : "a peer that says " + peer.count() + " things at once",
                    "write exactly one of " + String.join(", ", known) + " in each entry");
            return null;
        }
        Peer read = switch (first(peer)) {
            case "namespaces" -> pods(peer, LabelRules.selector(peer, "namespaces"), Selector.EVERYTHING);
            case "pods" -> namespacedPods(peer);
            case "nodes" -> new Peer.Nodes(LabelRules.selector(peer, "nodes"), peer.location());
            case "networks" -> networks(peer);
            default -> domainNames(peer, action);
        };
        return problems.errors() == before ? read : null;
    }

    private List<String> known(Direction direction) {
        if (direction == Direction.INGRESS) {
            return List.of("namespaces", "pods");
        }
        return dialect == Dialect.BASELINE
                ? List.of("namespaces", "pods", "nodes", "networks")
                : List.of("namespaces", "pods", "nodes", "networks", "domainNames");
    }

    /** The one field that is given. */
    static String first(Fields fields) {
        for (Node.Entry entry : fields.node().entries()) {
            if (!(entry.value() instanceof Node.Null)) {
                return entry.key();
            }
        }
        return "";
    }

    private static Peer pods(Fields peer, Selector namespaces, Selector pods) {
        return new Peer.Pods(new Peer.NamespaceMatch.Matching(namespaces), pods, peer.location());
    }

    private Peer namespacedPods(Fields peer) {
        Fields pods = peer.mapping("pods");
        if (pods == null) {
            return pods(peer, Selector.EVERYTHING, Selector.EVERYTHING);
        }
        checkNamespacedPods(pods);
        return pods(peer, LabelRules.selector(pods, "namespaceSelector"), LabelRules.selector(pods, "podSelector"));
    }

    void checkNamespacedPods(Fields pods) {
        pods.only("namespaceSelector", "podSelector");
        if (!pods.has("podSelector")) {
            pods.missing("podSelector", "write `podSelector: {}` to mean all pods of the namespaces");
        }
        if (!pods.has("namespaceSelector") && dialect != Dialect.CLUSTER) {
            pods.missing("namespaceSelector", "write `namespaceSelector: {}` to mean all namespaces");
        }
    }

    private Peer networks(Fields peer) {
        atMost(MOST_NETWORKS, peer, "networks", "blocks");
        List<Cidr> blocks = new ArrayList<>();
        for (Node.Text text : peer.texts("networks")) {
            Cidr block = Addresses.strictCidr(text, problems);
            if (block != null) {
                blocks.add(block);
            }
        }
        if (peer.list("networks").isEmpty() && !wrongType(peer, "networks")) {
            problems.error(peer.at("networks"), "`networks` is empty", "write at least one block of addresses");
        }
        return new Peer.Networks(blocks, List.of(), peer.location());
    }

    private Peer domainNames(Fields peer, Policy.Action action) {
        atMost(MOST_NETWORKS, peer, "domainNames", "names");
        if (action != Policy.Action.ACCEPT) {
            problems.error(
                    peer.at("domainNames"),
                    "`domainNames` in a rule that does not accept",
                    "names can only be accepted: deny the rest by a later rule with `networks`");
        }
        List<String> names = new ArrayList<>();
        for (Node.Text text : peer.texts("domainNames")) {
            if (!Names.isDomainName(text.value())) {
                problems.error(
                        problems.at(text),
                        Spelling.quoted(text.value()) + " is not a domain name",
                        "write it as in example.com, or *.example.com for all names below it");
            }
            names.add(text.value());
        }
        if (peer.list("domainNames").isEmpty() && !wrongType(peer, "domainNames")) {
            problems.error(peer.at("domainNames"), "`domainNames` is empty", "write at least one name");
        }
        return new Peer.DomainNames(names, peer.location());
    }

    private List<PortMatch> ports(Fields rule) {
        atMost(dialect.limit, rule, dialect.portsField, dialect.portsField);
        List<PortMatch> ports = new ArrayList<>();
        for (Fields port : rule.mappings(dialect.portsField, "an entry of `" + dialect.portsField + "`")) {
            PortMatch match = ClusterPorts.read(port, dialect == Dialect.CLUSTER);
            if (match != null) {
                ports.add(match);
            }
        }
        boolean written = rule.value(dialect.portsField) instanceof Node.Sequence;
        if (rule.list(dialect.portsField).isEmpty()) {
            ports.add(new PortMatch.Everything(rule.location()));
            if (written) {
                problems.error(
                        rule.at(dialect.portsField),
                        "`" + dialect.portsField + "` is empty",
                        "leave it out to mean all ports of all protocols");
            }
        }
        return ports;
    }

    /** Only pods have named ports. */
    private void noNamesOutside(Fields rule, List<Peer> peers, List<PortMatch> ports) {
        boolean outside = peers.stream()
                .anyMatch(peer -> peer instanceof Peer.Networks
                        || peer instanceof Peer.Nodes
                        || peer instanceof Peer.DomainNames);
        if (outside && ports.stream().anyMatch(PortMatch.Named.class::isInstance)) {
            problems.error(
                    rule.at(dialect.portsField),
                    "a named port together with networks, nodes or domainNames, which have no named ports",
                    "give the port by number, or make two rules of this");
        }
    }
}

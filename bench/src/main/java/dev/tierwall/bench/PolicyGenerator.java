package dev.tierwall.bench;

import dev.tierwall.core.label.Requirement;
import dev.tierwall.core.label.Requirement.Operator;
import dev.tierwall.core.label.Selector;
import dev.tierwall.core.model.ClusterObject;
import dev.tierwall.core.model.ClusterPolicy;
import dev.tierwall.core.model.Direction;
import dev.tierwall.core.model.Location;
import dev.tierwall.core.model.Namespace;
import dev.tierwall.core.model.NetworkPolicy;
import dev.tierwall.core.model.ObjectKey;
import dev.tierwall.core.model.Peer;
import dev.tierwall.core.model.Peer.NamespaceMatch;
import dev.tierwall.core.model.Policy.Action;
import dev.tierwall.core.model.Policy.Rule;
import dev.tierwall.core.model.Policy.Tier;
import dev.tierwall.core.model.PortMatch;
import dev.tierwall.core.net.Address;
import dev.tierwall.core.net.Cidr;
import dev.tierwall.core.net.IpFamily;
import dev.tierwall.core.net.PortSet;
import dev.tierwall.core.net.Protocol;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;

/** Writes policies as people write them: defaults that close a namespace, and then what its applications need. */
final class PolicyGenerator {

    private static final Location NOWHERE = Location.NONE;
    private static final List<String> PRIVATE = List.of("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16");

    private final Random random;
    private final int count;
    private final List<Cidr> partners = new ArrayList<>();

    PolicyGenerator(Random random, int count) {
        this.random = random;
        this.count = count;
        for (int i = 0; i < 8 + count / 60; i++) {
            int prefix = 16 + random.nextInt(9);
            long base = (20L + random.nextInt(150)) << 24 | random.nextInt(1 << 24);
            partners.add(new Cidr(new Address(IpFamily.IPV4, 0, base), prefix));
        }
    }

    /** Adds the policies, spread over the namespaces; one in a hundred is for the whole cluster. */
    void addPolicies(List<Namespace> namespaces, List<ClusterObject> objects) {
        int[] used = new int[namespaces.size()];
        for (int i = 0; i < count; i++) {
            if (i % 100 == 99) {
                objects.add(clusterPolicy(i / 100));
                continue;
            }
            int home = i % namespaces.size();
            objects.add(policy(namespaces.get(home), used[home]++, namespaces));
        }
    }

    private NetworkPolicy policy(Namespace home, int number, List<Namespace> namespaces) {
        if (number == 0 && random.nextInt(3) == 0) {
            return named(home, "default-deny-ingress", Selector.EVERYTHING, new Part(Direction.INGRESS, List.of()));
        }
        if (number == 1 && random.nextInt(4) == 0) {
            return named(home, "only-dns-out", Selector.EVERYTHING, new Part(Direction.EGRESS, List.of(dns())));
        }
        String app = pick(ClusterGenerator.appsOf(home.name()));
        return switch (random.nextInt(9)) {
            case 0 ->
                in(
                        home,
                        "api-from-frontend",
                        number,
                        pods("app", app, "tier", "api"),
                        rule(
                                near(home, pods("app", app, "tier", "frontend")),
                                new PortMatch.Named("http", Set.of(Protocol.TCP), NOWHERE)));
            case 1 ->
                in(
                        home,
                        "data-from-api",
                        number,
                        pods("app", app, "tier", "data"),
                        rule(near(home, oneOf("tier", "api", "worker")), tcp(5432, 5432)));
            case 2 ->
                in(
                        home,
                        "metrics",
                        number,
                        pods("app", app),
                        rule(
                                far(pods("purpose", "monitoring"), Selector.EVERYTHING),
                                new PortMatch.Named("metrics", Set.of(Protocol.TCP), NOWHERE)));
            case 3 ->
                in(
                        home,
                        "from-team",
                        number,
                        pods("app", app),
                        rule(
                                far(pods("team", pick(ClusterGenerator.TEAMS)), oneOf("tier", "api", "worker")),
                                tcp(8080, 8081),
                                tcp(9000, 9010)));
            case 4 -> out(home, "to-the-web", number, pods("app", app), rule(internet(), tcp(443, 443)), dns());
            case 5 ->
                out(
                        home,
                        "to-partner",
                        number,
                        pods("app", app, "tier", "worker"),
                        rule(partner(), tcp(443, 443), tcp(8443, 8443)),
                        dns());
            case 6 ->
                in(
                        home,
                        "from-balancer",
                        number,
                        pods("app", app, "tier", "frontend"),
                        rule(partner(), new PortMatch.Named("http", Set.of(Protocol.TCP), NOWHERE)));
            case 7 ->
                in(
                        home,
                        "from-prod",
                        number,
                        pods(new Requirement("tier", Operator.NOT_IN, List.of("data"))),
                        rule(
                                far(
                                        pods("env", "prod"),
                                        pods(new Requirement("canary", Operator.DOES_NOT_EXIST, List.of()))),
                                tcp(8080, 8081)));
            default ->
                out(
                        home,
                        "to-services",
                        number,
                        pods("app", app),
                        rule(
                                far(
                                        oneOf(
                                                Namespace.NAME_LABEL,
                                                pick(namespaces).name(),
                                                pick(namespaces).name()),
                                        pods("tier", "api")),
                                tcp(8080, 8081)),
                        dns());
        };
    }

    /** The rules of one direction. */
    private record Part(Direction direction, List<Rule> rules) {}

    private static NetworkPolicy in(Namespace home, String name, int number, Selector subject, Rule... rules) {
        return named(home, name + "-" + number, subject, new Part(Direction.INGRESS, Arrays.asList(rules)));
    }

    private static NetworkPolicy out(Namespace home, String name, int number, Selector subject, Rule... rules) {
        return named(home, name + "-" + number, subject, new Part(Direction.EGRESS, Arrays.asList(rules)));
    }

    private static NetworkPolicy named(Namespace home, String name, Selector subject, Part part) {
        boolean ingress = part.direction() == Direction.INGRESS;
        return new NetworkPolicy(
                new ObjectKey(NetworkPolicy.KIND, home.name(), name),
                subject,
                Set.of(part.direction()),
                ingress ? part.rules() : List.of(),
                ingress ? List.of() : part.rules(),
                true,
                NOWHERE);
    }

    /** By turns: instances' metadata is closed to everybody, development never reaches production, DNS is open. */
    private ClusterPolicy clusterPolicy(int number) {
        Selector dev = pods("env", "dev");
        Peer prod = far(pods("env", "prod"), Selector.EVERYTHING);
        Peer dns = far(pods(Namespace.NAME_LABEL, "kube-system"), pods("k8s-app", "kube-dns"));
        Cidr metadata = cidr("169.254.169.254/32");
        return switch (number % 3) {
            case 0 ->
                cluster(
                        "no-metadata",
                        number,
                        Selector.EVERYTHING,
                        new Rule(
                                "metadata",
                                Action.DENY,
                                List.of(new Peer.Networks(List.of(metadata), List.of(), NOWHERE)),
                                all(),
                                true,
                                NOWHERE));
            case 1 ->
                cluster(
                        "dev-is-not-prod",
                        number,
                        dev,
                        new Rule("prod", Action.DENY, List.of(prod), all(), true, NOWHERE));
            default ->
                cluster(
                        "dns",
                        number,
                        pods("team", pick(ClusterGenerator.TEAMS)),
                        new Rule("dns", Action.ACCEPT, List.of(dns), List.of(udp53(), tcp(53, 53)), true, NOWHERE));
        };
    }

    private static ClusterPolicy cluster(String name, int number, Selector namespaces, Rule egress) {
        ObjectKey key = new ObjectKey(ClusterPolicy.KIND, "", name + "-" + number);
        return new ClusterPolicy(
                key,
                Tier.ADMIN,
                10 + number % 900,
                namespaces,
                Selector.EVERYTHING,
                List.of(),
                List.of(egress),
                NOWHERE);
    }

    private static Rule rule(Peer peer, PortMatch... ports) {
        return new Rule("", Action.ACCEPT, List.of(peer), Arrays.asList(ports), true, NOWHERE);
    }

    private static Rule dns() {
        return rule(far(pods(Namespace.NAME_LABEL, "kube-system"), pods("k8s-app", "kube-dns")), udp53(), tcp(53, 53));
    }

    private static Peer near(Namespace home, Selector pods) {
        return new Peer.Pods(new NamespaceMatch.Named(home.name()), pods, NOWHERE);
    }

    private static Peer far(Selector namespaces, Selector pods) {
        return new Peer.Pods(new NamespaceMatch.Matching(namespaces), pods, NOWHERE);
    }

    private static Peer internet() {
        return new Peer.Networks(
                List.of(cidr("0.0.0.0/0")),
                PRIVATE.stream().map(PolicyGenerator::cidr).toList(),
                NOWHERE);
    }

    private Peer partner() {
        Cidr block = partners.get(random.nextInt(partners.size()));
        boolean hole = random.nextInt(3) == 0;
        return new Peer.Networks(
                List.of(block), hole ? List.of(new Cidr(block.base(), block.prefix() + 3)) : List.of(), NOWHERE);
    }

    private static Selector pods(String key, String value) {
        return pods(Requirement.equal(key, value));
    }

    private static Selector pods(String key, String value, String otherKey, String otherValue) {
        return new Selector(List.of(Requirement.equal(key, value), Requirement.equal(otherKey, otherValue)));
    }

    private static Selector pods(Requirement requirement) {
        return new Selector(List.of(requirement));
    }

    private static Selector oneOf(String key, String... values) {
        return pods(new Requirement(key, Operator.IN, Arrays.asList(values)));
    }

    private static List<PortMatch> all() {
        return List.of(new PortMatch.Everything(NOWHERE));
    }

    private static PortMatch tcp(int first, int last) {
        return new PortMatch.Numbers(Protocol.TCP, PortSet.range(first, last), NOWHERE);
    }

    private static PortMatch udp53() {
        return new PortMatch.Numbers(Protocol.UDP, PortSet.of(53), NOWHERE);
    }

    private static Cidr cidr(String text) {
        return Cidr.parse(text).orElseThrow();
    }

    private <T> T pick(List<T> choices) {
        return choices.get(random.nextInt(choices.size()));
    }
}

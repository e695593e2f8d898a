package dev.tierwall.bench;

import dev.tierwall.core.label.Labels;
import dev.tierwall.core.model.ClusterObject;
import dev.tierwall.core.model.Location;
import dev.tierwall.core.model.Namespace;
import dev.tierwall.core.model.Node;
import dev.tierwall.core.model.ObjectKey;
import dev.tierwall.core.model.Pod;
import dev.tierwall.core.model.Pod.ContainerPort;
import dev.tierwall.core.net.Address;
import dev.tierwall.core.net.Cidr;
import dev.tierwall.core.net.IpFamily;
import dev.tierwall.core.net.Protocol;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/**
 * Makes up a cluster as companies run them: namespaces of about twenty workloads that belong to teams, applications in
 * tiers, and policies as people write them. The same seed and size give the same cluster.
 */
public final class ClusterGenerator {

    static final List<String> APPS =
            List.of("cart", "orders", "search", "billing", "login", "stock", "mail", "reports", "media", "rates");
    static final List<String> TIERS = List.of("frontend", "api", "worker", "data");
    static final List<String> ENVIRONMENTS = List.of("prod", "prod", "staging", "dev");
    static final List<String> TEAMS =
            List.of("amber", "birch", "cobalt", "dune", "ember", "fjord", "grove", "harbor", "iris", "juniper");
    private static final int PODS_PER_NODE = 100;
    private static final long POD_NETWORK = 0x0a40_0000L; // 10.64.0.0
    private static final long NODE_NETWORK = 0xc0a8_0000L; // 192.168.0.0

    private final ClusterSize size;
    private final Random random;
    private int pods;

    public ClusterGenerator(ClusterSize size, long seed) {
        this.size = size;
        this.random = new Random(seed);
    }

    /** The whole cluster: namespaces, nodes, workloads, then policies. */
    public List<ClusterObject> objects() {
        List<ClusterObject> objects = new ArrayList<>();
        objects.add(new Namespace("kube-system", Labels.of(Map.of("team", "platform")), Location.NONE));
        List<Namespace> namespaces = new ArrayList<>();
        for (int i = 0; i < size.namespaces(); i++) {
            namespaces.add(namespace(i));
        }
        objects.addAll(namespaces);
        addNodes(objects);
        addWorkload(kubeDns(), objects);
        for (int i = 1; i < size.workloads(); i++) {
            Namespace home = namespaces.get(i / ClusterSize.PER_NAMESPACE % namespaces.size());
            addWorkload(workload(home.name(), i % ClusterSize.PER_NAMESPACE), objects);
        }
        new PolicyGenerator(random, size.policies()).addPolicies(namespaces, objects);
        return objects;
    }

    private Namespace namespace(int number) {
        Map<String, String> labels = new LinkedHashMap<>();
        labels.put("team", pick(TEAMS));
        labels.put("env", pick(ENVIRONMENTS));
        if (number % 25 == 0) {
            labels.put("purpose", "monitoring");
        }
        return new Namespace(String.format("%s-%03d", labels.get("team"), number), Labels.of(labels), Location.NONE);
    }

    private void addNodes(List<ClusterObject> objects) {
        for (int i = 0; i < nodes(); i++) {
            Labels labels = Labels.of(Map.of("kubernetes.io/hostname", nodeName(i)));
            Cidr block = new Cidr(ipv4(POD_NETWORK + 256L * i), 24);
            objects.add(
                    new Node(nodeName(i), labels, List.of(ipv4(NODE_NETWORK + 10 + i)), List.of(block), Location.NONE));
        }
    }

    private int nodes() {
        return (size.workloads() * size.podsEach() + PODS_PER_NODE - 1) / PODS_PER_NODE;
    }

    private static String nodeName(int number) {
        return String.format("node-%04d", number);
    }

    private static Address ipv4(long number) {
        return new Address(IpFamily.IPV4, 0, number);
    }

    private Pod kubeDns() {
        ObjectKey key = new ObjectKey("Deployment", "kube-system", "kube-dns");
        Labels labels = Labels.of(Map.of("k8s-app", "kube-dns"));
        List<ContainerPort> ports =
                List.of(new ContainerPort("dns", Protocol.UDP, 53), new ContainerPort("dns-tcp", Protocol.TCP, 53));
        return template(key, labels, ports);
    }

    /** The applications of a namespace, half of all that there are. */
    static List<String> appsOf(String namespace) {
        int first = Math.floorMod(namespace.hashCode(), APPS.size());
        List<String> apps = new ArrayList<>();
        for (int i = 0; i < ClusterSize.PER_NAMESPACE / TIERS.size(); i++) {
            apps.add(APPS.get((first + i) % APPS.size()));
        }
        return apps;
    }

    /** The workload at a place of its namespace: an application's tier. */
    private Pod workload(String namespace, int place) {
        String app = appsOf(namespace).get(place / TIERS.size());
        String tier = TIERS.get(place % TIERS.size());
        Map<String, String> labels = new LinkedHashMap<>();
        labels.put("app", app);
        labels.put("tier", tier);
        labels.put("version", "v" + (1 + random.nextInt(3)));
        if (random.nextInt(4) == 0) {
            labels.put("canary", "true");
        }
        List<ContainerPort> ports = new ArrayList<>();
        ports.add(
                tier.equals("data")
                        ? new ContainerPort("db", Protocol.TCP, 5432)
                        : new ContainerPort("http", Protocol.TCP, random.nextInt(3) == 0 ? 8081 : 8080));
        ports.add(new ContainerPort("metrics", Protocol.TCP, 9090));
        String kind = tier.equals("data") ? "StatefulSet" : "Deployment";
        return template(new ObjectKey(kind, namespace, app + "-" + tier), Labels.of(labels), ports);
    }

    private static Pod template(ObjectKey key, Labels labels, List<ContainerPort> ports) {
        return new Pod(key, labels, List.of(), ports, false, Pod.State.RUNNING, Optional.empty(), key, Location.NONE);
    }

    /** The template, or in its place its pods, each with an address from the block of its node. */
    private void addWorkload(Pod template, List<ClusterObject> objects) {
        if (size.podsEach() == 0) {
            objects.add(template);
            return;
        }
        // A StatefulSet owns its pods directly, so that the pods alone say which workload they belong to.
        ObjectKey key = template.key();
        ObjectKey owner = new ObjectKey("StatefulSet", key.namespace(), key.name());
        for (int i = 0; i < size.podsEach(); i++) {
            int number = pods++;
            int node = number / PODS_PER_NODE;
            Address address = ipv4(POD_NETWORK + 256L * node + 2 + number % PODS_PER_NODE);
            objects.add(new Pod(
                    new ObjectKey(Pod.KIND, key.namespace(), key.name() + "-" + i),
                    template.labels(),
                    List.of(address),
                    template.ports(),
                    false,
                    Pod.State.RUNNING,
                    Optional.of(nodeName(node)),
                    owner,
                    Location.NONE));
        }
    }

    private <T> T pick(List<T> choices) {
        return choices.get(random.nextInt(choices.size()));
    }
}

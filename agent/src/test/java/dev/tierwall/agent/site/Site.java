package dev.tierwall.agent.site;

import dev.tierwall.core.net.Address;
import dev.tierwall.core.net.Cidr;
import dev.tierwall.core.net.IpFamily;
import dev.tierwall.kube.fixture.ApiFixture;
import dev.tierwall.kube.fixture.WatchedCluster;
import dev.tierwall.linux.netns.NetworkNamespace;
import dev.tierwall.linux.process.Program;
import dev.tierwall.linux.process.RunningProgram;
import dev.tierwall.linux.route.LinkAddress;
import dev.tierwall.linux.route.LinkSpec;
import dev.tierwall.linux.route.MacAddress;
import dev.tierwall.linux.route.Network;
import dev.tierwall.linux.route.Route;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** One node, pods on wires to it, and the API server on the node's loopback. Network namespaces without a name. */
public final class Site implements AutoCloseable {

    public static final String NODE = "worker";
    private static final Address GATEWAY = Address.parse("169.254.1.1").orElseThrow();
    private static final String PODS = "/api/v1/pods";
    private static final String NAMESPACES = "/api/v1/namespaces";
    private static final String NODES = "/api/v1/nodes";
    private static final String POLICIES = "/apis/networking.k8s.io/v1/networkpolicies";

    private final NetworkNamespace node = NetworkNamespace.create(NODE);
    private final Map<String, NetworkNamespace> pods = new HashMap<>();
    private final Map<String, String> addresses = new HashMap<>();
    private final List<AgentProcess> agents = new ArrayList<>();
    private final ApiFixture api;
    private final WatchedCluster cluster;
    private final Path config;

    public Site(Path folder) throws IOException {
        node.setting("ipv4/ip_forward", "1");
        node.setting("ipv4/conf/all/rp_filter", "0");
        node.setting("ipv4/conf/default/rp_filter", "0");
        node.network()
                .addAddress("lo", LinkAddress.alone(Address.parse("192.168.0.1").orElseThrow()));
        api = node.call(ApiFixture::http);
        cluster = new WatchedCluster(api);
        config = folder.resolve("kubeconfig");
        Files.writeString(config, """
                apiVersion: v1
                kind: Config
                current-context: c
                contexts: [{name: c, context: {cluster: k, user: u}}]
                clusters: [{name: k, cluster: {server: "%s"}}]
                users: [{name: u, user: {}}]
                """.formatted(api.url()));
        cluster.put(NAMESPACES, "shop", object("Namespace", "v1", "", "shop", "", ""));
        cluster.put(
                NODES,
                NODE,
                object(
                        "Node",
                        "v1",
                        "",
                        NODE,
                        "",
                        ",\"status\":{\"addresses\":[{\"type\":\"InternalIP\",\"address\":\"192.168.0.1\"}]}"));
    }

    private static String object(
            String kind, String apiVersion, String namespace, String name, String labels, String rest) {
        return "{\"kind\":\"" + kind + "\",\"apiVersion\":\"" + apiVersion + "\",\"metadata\":{\"name\":\"" + name
                + "\""
                + (namespace.isEmpty() ? "" : ",\"namespace\":\"" + namespace + "\"")
                + (labels.isEmpty() ? "" : ",\"labels\":{" + labels + "}") + ",\"resourceVersion\":\"@VERSION@\"}"
                + rest + "}";
    }

    public WatchedCluster cluster() {
        return cluster;
    }

    public NetworkNamespace node() {
        return node;
    }

    public NetworkNamespace pod(String name) {
        return pods.get(name);
    }

    public InetAddress address(String pod) {
        return InetAddress.ofLiteral(addresses.get(pod));
    }

    /** A pod of the node, on a wire of its own. */
    public void addPod(String name, String address, String labels) throws IOException {
        NetworkNamespace pod = NetworkNamespace.create(name);
        int number = pods.size() + 1;
        String device = "veth" + number;
        MacAddress here = MacAddress.own(number << 8 | 1);
        MacAddress there = MacAddress.own(number << 8 | 2);
        Address own = Address.parse(address).orElseThrow();
        node.network()
                .addVeth(
                        LinkSpec.named(device).with(here),
                        pod.network(),
                        LinkSpec.named("eth0").with(there));
        Network inside = pod.network();
        inside.addAddress("eth0", LinkAddress.alone(own));
        inside.addNeighbour("eth0", GATEWAY, here);
        inside.addRoute(Route.by(new Cidr(Address.first(IpFamily.IPV4), 0), GATEWAY, "eth0"));
        node.network().addRoute(Route.over(Cidr.of(own), device));
        node.network().addNeighbour(device, own, there);
        pods.put(name, pod);
        addresses.put(name, address);
        putPod(name, labels, address, NODE, "Running");
    }

    /** Tells the cluster of a pod, whether or not there is one on a wire. */
    public void putPod(String name, String labels, String address, String onNode, String phase) {
        cluster.put(
                PODS,
                name,
                object(
                        "Pod",
                        "v1",
                        "shop",
                        name,
                        labels,
                        ",\"spec\":{\"nodeName\":\"" + onNode + "\"},\"status\":{\"phase\":\"" + phase
                                + "\",\"podIPs\":[{\"ip\":\"" + address + "\"}]}"));
    }

    public void deletePod(String name) {
        cluster.delete(PODS, name);
    }

    /** A NetworkPolicy of the namespace; its spec is JSON. */
    public void policy(String name, String spec) {
        cluster.put(
                POLICIES, name, object("NetworkPolicy", "networking.k8s.io/v1", "shop", name, "", ",\"spec\":" + spec));
    }

    public void deletePolicy(String name) {
        cluster.delete(POLICIES, name);
    }

    /** Starts the agent in the node's network. */
    public AgentProcess agent(String... more) throws IOException {
        AgentProcess agent = AgentProcess.start(node, config, more);
        agents.add(agent);
        return agent;
    }

    /** Has nft do something in the node's network; gives what it prints. */
    public String nft(String... words) throws IOException {
        List<String> command = new ArrayList<>(List.of("nft"));
        command.addAll(List.of(words));
        try (RunningProgram nft = node.call(() -> RunningProgram.start(Program.of(command.toArray(String[]::new))))) {
            String printed = new String(nft.stdout().readAllBytes(), StandardCharsets.UTF_8);
            String said = new String(nft.stderr().readAllBytes(), StandardCharsets.UTF_8);
            if (!said.isEmpty()) {
                throw new IOException(said);
            }
            return printed;
        }
    }

    @Override
    public void close() throws IOException {
        for (AgentProcess agent : agents) {
            agent.close();
        }
        cluster.set(WatchedCluster.Fault.CLOSING);
        api.close();
        pods.values().forEach(NetworkNamespace::close);
        node.close();
    }
}

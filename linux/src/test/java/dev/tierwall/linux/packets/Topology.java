package dev.tierwall.linux.packets;

import dev.tierwall.core.net.Address;
import dev.tierwall.core.net.IpFamily;
import dev.tierwall.linux.netns.NetworkNamespace;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Two nodes that route to each other, four pods on the first and two on the second, and a host outside with several
 * addresses behind the first. Each is a network namespace without a name: nothing of it outlives the test.
 */
final class Topology implements AutoCloseable {

    private static final String GATEWAY = "169.254.1.1";
    private static final String GATEWAY6 = "fe80::1";

    private static final List<List<Address>> PODS = List.of(
            addresses("10.0.0.1", "fd00::1"),
            addresses("10.0.0.2", "fd00::2"),
            addresses("10.0.0.3", "fd00::3"),
            addresses("10.0.0.4", "fd00::4"),
            addresses("10.0.0.5", "fd00::5"),
            addresses("10.0.0.6", "fd00::8001"));
    private static final int ON_FIRST = 4;

    private final List<Party> pods = new ArrayList<>();
    private final List<Party> nodes = new ArrayList<>();
    private final Party outside;

    Topology() throws IOException {
        nodes.add(party("n1", addresses("192.168.0.1", "fd01::1")));
        nodes.add(party("n2", addresses("192.168.0.2", "fd01::2")));
        for (int i = 0; i < PODS.size(); i++) {
            pods.add(party("pod" + i, PODS.get(i)));
        }
        outside = party(
                "outside", addresses("192.168.0.3", "1.2.3.4", "10.0.0.9", "128.0.0.1", "fd01::3", "2001:db8::1"));
        for (Party node : nodes) {
            node.namespace().call(() -> {
                route();
                return true;
            });
            own(node, "lo");
        }
        for (int i = 0; i < pods.size(); i++) {
            attach(nodes.get(i < ON_FIRST ? 0 : 1), pods.get(i), i + 1);
        }
        attach(nodes.get(0), outside, 100);
        join();
    }

    private static List<Address> addresses(String... texts) {
        return List.of(texts).stream()
                .map(text -> Address.parse(text).orElseThrow())
                .toList();
    }

    private static Party party(String name, List<Address> addresses) throws IOException {
        NetworkNamespace namespace = NetworkNamespace.create(name);
        Party party = new Party(name, namespace, addresses);
        ip(party, List.of("link set lo up"));
        return party;
    }

    private static void route() throws IOException {
        for (String setting : List.of("ipv4/ip_forward", "ipv6/conf/all/forwarding")) {
            Files.writeString(Path.of("/proc/sys/net", setting), "1");
        }
        for (String which : List.of("all", "default")) {
            Files.writeString(Path.of("/proc/sys/net/ipv4/conf", which, "rp_filter"), "0");
        }
    }

    private static void own(Party party, String device) throws IOException {
        List<String> lines = new ArrayList<>();
        for (Address address : party.addresses()) {
            boolean old = address.family() == IpFamily.IPV4;
            lines.add("addr add " + address + (old ? "/32" : "/128") + " dev " + device + (old ? "" : " nodad"));
        }
        ip(party, lines);
    }

    private static String mac(int link, int end) {
        return "02:00:00:00:%02x:%02x".formatted(link, end);
    }

    /** Connects a host to a node, which routes the host's addresses to it and is its gateway to everything. */
    private static void attach(Party node, Party host, int link) throws IOException {
        String device = "veth" + link;
        ip(
                node,
                List.of(
                        "link add " + device + " address " + mac(link, 1) + " type veth peer name eth0 address "
                                + mac(link, 2) + " netns " + host.namespace().threadId(),
                        "link set " + device + " up"));
        ip(host, List.of("link set eth0 up"));
        own(host, "eth0");
        gateway(host, "eth0", mac(link, 1));
        reach(node, device, mac(link, 2), host.addresses());
    }

    private static void gateway(Party host, String device, String mac) throws IOException {
        List<String> lines = new ArrayList<>();
        for (String gateway : List.of(GATEWAY, GATEWAY6)) {
            lines.add("neigh replace " + gateway + " lladdr " + mac + " dev " + device + " nud permanent");
            lines.add("route add default via " + gateway + " dev " + device + " onlink");
        }
        ip(host, lines);
    }

    private static void reach(Party node, String device, String mac, List<Address> addresses) throws IOException {
        List<String> lines = new ArrayList<>();
        for (Address address : addresses) {
            lines.add("route add " + address + " dev " + device);
            lines.add("neigh replace " + address + " lladdr " + mac + " dev " + device + " nud permanent");
        }
        ip(node, lines);
    }

    /** Connects the nodes: the second reaches everything by the first. */
    private void join() throws IOException {
        Party first = nodes.get(0);
        Party second = nodes.get(1);
        ip(
                first,
                List.of(
                        "link add other address " + mac(200, 1) + " type veth peer name other address " + mac(200, 2)
                                + " netns " + second.namespace().threadId(),
                        "link set other up"));
        ip(second, List.of("link set other up"));
        gateway(second, "other", mac(200, 1));
        List<Address> beyond = new ArrayList<>(second.addresses());
        pods.subList(ON_FIRST, pods.size()).forEach(pod -> beyond.addAll(pod.addresses()));
        reach(first, "other", mac(200, 2), beyond);
    }

    /** Runs ip in a party's network. */
    static void ip(Party party, List<String> lines) throws IOException {
        String said = party.namespace().call(() -> {
            Process process = new ProcessBuilder("ip", "-batch", "-")
                    .redirectErrorStream(true)
                    .start();
            try (var in = process.getOutputStream()) {
                in.write((String.join("\n", lines) + "\n").getBytes(StandardCharsets.UTF_8));
            }
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return process.waitFor() == 0 ? "" : output;
        });
        if (!said.isEmpty()) {
            throw new IOException("ip in " + party.name() + ": " + said + lines);
        }
    }

    /** Pods by their place; those below four are on the first node. */
    List<Party> pods() {
        return pods;
    }

    String nodeOf(int pod) {
        return nodes.get(pod < ON_FIRST ? 0 : 1).name();
    }

    List<Party> nodes() {
        return nodes;
    }

    List<Party> parties() {
        List<Party> all = new ArrayList<>(nodes);
        all.addAll(pods);
        all.add(outside);
        return all;
    }

    @Override
    public void close() {
        parties().forEach(party -> party.namespace().close());
    }
}

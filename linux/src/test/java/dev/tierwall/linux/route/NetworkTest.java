package dev.tierwall.linux.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tierwall.core.net.Address;
import dev.tierwall.core.net.Cidr;
import dev.tierwall.linux.netns.NetworkNamespace;
import dev.tierwall.linux.process.Program;
import dev.tierwall.linux.process.RunningProgram;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Networks made by rtnetlink, seen by the ip command and crossed by packets. */
@Timeout(60)
class NetworkTest {

    private static final Cidr ALL4 = Cidr.parse("0.0.0.0/0").orElseThrow();
    private static final Cidr ALL6 = Cidr.parse("::/0").orElseThrow();
    private static final Address GATEWAY4 = address("169.254.1.1");
    private static final Address GATEWAY6 = address("fe80::1");

    private static Address address(String text) {
        return Address.parse(text).orElseThrow();
    }

    private static Cidr cidr(String text) {
        return Cidr.parse(text).orElseThrow();
    }

    /** What the ip command says in a namespace. */
    private static String ip(NetworkNamespace where, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of("ip"));
        command.addAll(Arrays.asList(arguments));
        try (RunningProgram ip = where.call(() -> RunningProgram.start(Program.of(command.toArray(String[]::new))))) {
            return new String(ip.stdout().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    /** A connection from one namespace to an address in another, and what is said over it. */
    private static String say(NetworkNamespace from, NetworkNamespace to, String address) throws IOException {
        InetAddress there = InetAddress.ofLiteral(address);
        try (ServerSocket server = to.call(() -> new ServerSocket(0, 10, there))) {
            from.call(() -> {
                try (Socket socket = new Socket()) {
                    socket.connect(new InetSocketAddress(there, server.getLocalPort()), 5000);
                    socket.getOutputStream().write("hello".getBytes(StandardCharsets.UTF_8));
                }
                return true;
            });
            try (Socket accepted = server.accept()) {
                return new String(accepted.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            }
        }
    }

    private static void attach(NetworkNamespace node, NetworkNamespace pod, int number) throws IOException {
        String device = "veth" + number;
        node.network()
                .addVeth(
                        LinkSpec.named(device).with(MacAddress.own(2 * number)).withMtu(1400),
                        pod.network(),
                        LinkSpec.named("eth0")
                                .with(MacAddress.own(2 * number + 1))
                                .withMtu(1400));
        for (Address address : List.of(address("10.0.0." + number), address("fd00::" + number))) {
            pod.network().addAddress("eth0", LinkAddress.alone(address));
            node.network().addRoute(Route.over(Cidr.of(address), device));
            node.network().addNeighbour(device, address, MacAddress.own(2 * number + 1));
        }
        pod.network().addNeighbour("eth0", GATEWAY4, MacAddress.own(2 * number));
        pod.network().addNeighbour("eth0", GATEWAY6, MacAddress.own(2 * number));
        pod.network().addRoute(Route.by(ALL4, GATEWAY4, "eth0"));
        pod.network().addRoute(Route.by(ALL6, GATEWAY6, "eth0"));
    }

    private static void forward(NetworkNamespace node) throws IOException {
        node.setting("ipv4/ip_forward", "1");
        node.setting("ipv6/conf/all/forwarding", "1");
    }

    @Test
    void podsBehindANodeReachEachOtherAtOnceInBothFamilies() throws IOException {
        try (NetworkNamespace node = NetworkNamespace.create("node");
                NetworkNamespace one = NetworkNamespace.create("one");
                NetworkNamespace two = NetworkNamespace.create("two")) {
            forward(node);
            attach(node, one, 1);
            attach(node, two, 2);
            assertThat(say(one, two, "10.0.0.2")).isEqualTo("hello");
            assertThat(say(two, one, "fd00::1")).isEqualTo("hello");
            assertThat(ip(node, "-o", "link", "show", "veth1")).contains("mtu 1400", "02:00:00:00:00:02", "state UP");
            assertThat(ip(one, "-4", "route")).contains("default via 169.254.1.1 dev eth0", "onlink");
            assertThat(ip(one, "-6", "route")).contains("default via fe80::1 dev eth0");
            assertThat(ip(node, "-4", "route")).contains("10.0.0.1 dev veth1 proto static scope link");
            assertThat(ip(node, "neigh")).contains("fd00::2 dev veth2 lladdr 02:00:00:00:00:05 PERMANENT");
            assertThat(one.network().addresses("eth0"))
                    .contains(LinkAddress.alone(address("10.0.0.1")), LinkAddress.alone(address("fd00::1")));
        }
    }

    @Test
    void podsOnABridgeReachEachOther() throws IOException {
        try (NetworkNamespace node = NetworkNamespace.create("node");
                NetworkNamespace one = NetworkNamespace.create("one");
                NetworkNamespace two = NetworkNamespace.create("two")) {
            Network here = node.network();
            here.addBridge(LinkSpec.named("cni0").with(MacAddress.own(99)));
            here.addVeth(LinkSpec.named("v1").on("cni0"), one.network(), LinkSpec.named("eth0"));
            two.network()
                    .addVeth(LinkSpec.named("eth0"), here, LinkSpec.named("v2").on("cni0"));
            one.network().addAddress("eth0", new LinkAddress(address("10.1.0.1"), 24));
            two.network().addAddress("eth0", new LinkAddress(address("10.1.0.2"), 24));
            assertThat(say(one, two, "10.1.0.2")).isEqualTo("hello");
            int bridge = here.find("cni0").orElseThrow().index();
            assertThat(here.links())
                    .filteredOn(link -> link.bridge().isPresent())
                    .allMatch(link ->
                            link.bridge().getAsInt() == bridge && link.kind().equals("veth"))
                    .extracting(Link::name)
                    .containsExactlyInAnyOrder("v1", "v2");
            here.setBridge("v2", Optional.empty());
            assertThat(here.find("v2").orElseThrow().bridge()).isEmpty();
        }
    }

    @Test
    void whatWasAddedCanBeChangedAndDeleted() throws IOException {
        try (NetworkNamespace here = NetworkNamespace.create("here")) {
            Network network = here.network();
            network.addBridge(LinkSpec.named("d0"));
            network.setMtu("d0", 1280);
            network.rename("d0", "d1");
            assertThat(network.find("d0")).isEmpty();
            assertThat(network.find("d1")).hasValueSatisfying(link -> {
                assertThat(link.mtu()).isEqualTo(1280);
                assertThat(link.isUp()).isTrue();
                assertThat(link.kind()).isEqualTo("bridge");
            });
            LinkAddress address = new LinkAddress(address("192.0.2.7"), 24);
            network.addAddress("d1", address);
            network.addAddress("d1", address);
            Route route = Route.by(cidr("198.51.100.0/24"), address("192.0.2.1"), "d1")
                    .from(address.address());
            network.addRoute(route);
            network.addRoute(route);
            assertThat(ip(here, "route")).contains("198.51.100.0/24 via 192.0.2.1 dev d1", "src 192.0.2.7");
            network.addProxy("d1", address("192.0.2.9"));
            assertThat(ip(here, "neigh", "show", "proxy")).contains("192.0.2.9 dev d1");
            network.addNeighbour("d1", address("192.0.2.1"), MacAddress.own(1));
            network.deleteNeighbour("d1", address("192.0.2.1"));
            assertThat(ip(here, "neigh")).doesNotContain("192.0.2.1 ");
            network.deleteRoute(route);
            assertThat(ip(here, "route")).doesNotContain("198.51.100");
            network.deleteAddress("d1", address);
            assertThat(network.addresses("d1")).doesNotContain(address);
            network.deleteLink("d1");
            network.deleteLink("d1");
            assertThat(network.find("d1")).isEmpty();
        }
    }

    @Test
    void aRefusalNamesTheObject() throws IOException {
        try (NetworkNamespace here = NetworkNamespace.create("here")) {
            Network network = here.network();
            network.addBridge(LinkSpec.named("d0"));
            assertThatThrownBy(() -> network.addBridge(LinkSpec.named("d0")))
                    .hasMessageStartingWith("the kernel refuses to add bridge d0: File exists");
            assertThatThrownBy(() -> network.setUp("d7"))
                    .hasMessageStartingWith("the kernel refuses to find link d7: No such device");
            assertThatThrownBy(() -> network.deleteRoute(Route.over(cidr("10.0.0.0/8"), "d0")))
                    .hasMessageStartingWith("the kernel refuses to delete the route to 10.0.0.0/8: No such process");
        }
    }

    @Test
    void aNamespaceCanBeEnteredByItsFileAndByManyThreads() throws Exception {
        try (NetworkNamespace first = NetworkNamespace.create("first");
                NetworkNamespace again =
                        NetworkNamespace.enter("again", Path.of("/proc/self/task/" + first.threadId() + "/ns/net"))) {
            assertThat(again.id()).isEqualTo(first.id()).startsWith("net:[");
            for (int i = 0; i < 5; i++) {
                CompletableFuture<String> seen = new CompletableFuture<>();
                first.threads("worker")
                        .newThread(() -> {
                            try {
                                seen.complete(Files.readSymbolicLink(Path.of("/proc/thread-self/ns/net"))
                                        .toString());
                            } catch (IOException failure) {
                                seen.completeExceptionally(failure);
                            }
                        })
                        .start();
                assertThat(seen.get(10, TimeUnit.SECONDS)).isEqualTo(first.id());
            }
        }
    }

    @Test
    void aPodTakesAFewMilliseconds() throws IOException {
        int pods = 60;
        List<NetworkNamespace> open = new ArrayList<>();
        try (NetworkNamespace node = NetworkNamespace.create("node")) {
            forward(node);
            List<Long> times = new ArrayList<>();
            for (int i = 1; i <= pods; i++) {
                long start = System.nanoTime();
                NetworkNamespace pod = NetworkNamespace.create("pod" + i);
                open.add(pod);
                attach(node, pod, i);
                times.add(System.nanoTime() - start);
            }
            assertThat(say(open.get(0), open.get(pods - 1), "10.0.0." + pods)).isEqualTo("hello");
            times.sort(null);
            long median = times.get(pods / 2);
            System.out.printf(
                    "a pod's network: median %.2f ms, 90th of 100 %.2f ms%n",
                    median / 1e6, times.get(pods * 9 / 10) / 1e6);
            // Where others keep the processors busy, only the quickest tells what the work takes.
            assertThat(times.getFirst()).isLessThan(10_000_000);
        } finally {
            open.forEach(NetworkNamespace::close);
        }
    }
}

package dev.tierwall.lab.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tierwall.core.net.Address;
import dev.tierwall.linux.netns.NetworkNamespace;
import dev.tierwall.linux.route.LinkAddress;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Needs root, or a user namespace, and nft and ip. */
@Timeout(60)
class FabricTest {

    private static final int PORT = 8080;
    private static final String TUTORIAL = "10.244.120.69";

    private static Fabric fabric;
    private static final List<PodNetwork> PODS = new ArrayList<>();
    private static final List<ServerSocketChannel> SERVERS = new ArrayList<>();

    @BeforeAll
    static void wire() throws IOException {
        fabric = Fabric.create(List.of(Addresses.address("203.0.113.10"), Addresses.address("2001:db8:1::10")));
        PodAddresses addresses = new PodAddresses();
        for (String name : List.of("one", "two")) {
            NodeNetwork node = fabric.addNode(name);
            PODS.add(node.addPod(
                    name + "-a", addresses.take(node.number(), List.of()).orElseThrow()));
            PODS.add(node.addPod(
                    name + "-b", addresses.take(node.number(), List.of()).orElseThrow()));
        }
        NodeNetwork second = fabric.node("two").orElseThrow();
        PODS.add(second.addPod(
                "asked",
                addresses
                        .take(2, List.of(Addresses.address(TUTORIAL), Addresses.address("fd00:244:0:78::45")))
                        .orElseThrow()));
        for (PodNetwork pod : PODS) {
            SERVERS.add(new Sockets(pod.namespace()).listen(PORT));
        }
        for (NodeNetwork node : fabric.nodes()) {
            SERVERS.add(new Sockets(node.namespace()).listen(PORT));
        }
        SERVERS.add(new Sockets(fabric.outside()).listen(PORT));
    }

    @AfterAll
    static void close() throws IOException {
        for (ServerSocketChannel server : SERVERS) {
            server.close();
        }
        fabric.close();
    }

    /** The address from which the other side sees the connection. */
    private static String connect(NetworkNamespace from, Address to) throws IOException {
        try (Socket socket = new Sockets(from).tcpTo(to).socket()) {
            socket.connect(new InetSocketAddress(Addresses.inet(to), PORT), 2000);
            return Addresses.of(socket.getLocalAddress()).toString();
        }
    }

    @Test
    void podsReachEachOtherOnAllNodesInBothFamilies() throws IOException {
        for (PodNetwork from : PODS) {
            for (PodNetwork to : PODS) {
                for (int family = 0; family < 2; family++) {
                    assertThat(connect(from.namespace(), to.addresses().get(family)))
                            .isEqualTo(from.addresses().get(family).toString());
                }
            }
        }
    }

    @Test
    void nodesSpeakToPodsAndToEachOtherAsThemselves() throws IOException {
        for (NodeNetwork node : fabric.nodes()) {
            for (int family = 0; family < 2; family++) {
                String own = node.addresses().get(family).toString();
                for (PodNetwork pod : PODS) {
                    assertThat(connect(node.namespace(), pod.addresses().get(family)))
                            .isEqualTo(own);
                }
                for (NodeNetwork other : fabric.nodes()) {
                    if (other != node) {
                        assertThat(connect(node.namespace(), other.addresses().get(family)))
                                .isEqualTo(own);
                    }
                }
            }
        }
    }

    @Test
    void theOutsideAnswersToEveryPublicAddressAndToNoPrivateOne() throws IOException {
        PodNetwork pod = PODS.getFirst();
        for (String there : List.of("203.0.113.10", "8.8.8.8", "2001:db8:1::10", "2600::1")) {
            assertThatCode(() -> connect(pod.namespace(), Addresses.address(there)))
                    .as(there)
                    .doesNotThrowAnyException();
        }
        for (String nowhere : List.of("10.244.1.200", "10.96.77.1", "192.168.7.7", "fd00:244:0:1::99")) {
            assertThatThrownBy(() -> connect(pod.namespace(), Addresses.address(nowhere)))
                    .isInstanceOfAny(SocketTimeoutException.class, java.net.NoRouteToHostException.class);
        }
    }

    @Test
    void aPodCannotSpeakAsAnother() throws IOException {
        for (int family = 0; family < 2; family++) {
            PodNetwork liar = PODS.get(0);
            Address stolen = PODS.get(3).addresses().get(family);
            PodNetwork victim = PODS.get(1);
            try (DatagramChannel there = new Sockets(victim.namespace()).receive(new InetSocketAddress(9))) {
                there.configureBlocking(false);
                assertThat(arrives(liar, liar.addresses().get(family), victim, there))
                        .isTrue();
                liar.namespace().network().addAddress("eth0", LinkAddress.alone(stolen));
                assertThat(arrives(liar, stolen, victim, there)).isFalse();
                liar.namespace().network().deleteAddress("eth0", LinkAddress.alone(stolen));
            }
        }
    }

    private static boolean arrives(PodNetwork from, Address as, PodNetwork to, DatagramChannel there)
            throws IOException {
        Address target = to.addresses().get(to.addresses().get(0).family() == as.family() ? 0 : 1);
        try (DatagramChannel channel =
                new Sockets(from.namespace()).receive(new InetSocketAddress(Addresses.inet(as), 0))) {
            for (int i = 0; i < 20; i++) {
                channel.send(ByteBuffer.allocate(4), new InetSocketAddress(Addresses.inet(target), 9));
                Thread.sleep(5);
                if (there.receive(ByteBuffer.allocate(8)) != null) {
                    return true;
                }
            }
            return false;
        } catch (InterruptedException interrupted) {
            throw new IOException(interrupted);
        }
    }

    @Test
    void aPodThatIsGoneAnswersNoMore() throws IOException {
        NodeNetwork node = fabric.nodes().getFirst();
        Address address = Addresses.address("10.244.77.7");
        PodNetwork pod = node.addPod("short", List.of(address));
        PodNetwork from = PODS.getLast();
        try (ServerSocketChannel server = new Sockets(pod.namespace()).listen(PORT)) {
            assertThat(connect(from.namespace(), address)).isEqualTo(TUTORIAL);
            assertThat(server.getLocalAddress()).isNotNull();
        }
        pod.close();
        try (SocketChannel again = new Sockets(from.namespace()).tcpTo(address)) {
            assertThatThrownBy(() -> again.socket().connect(new InetSocketAddress(Addresses.inet(address), PORT), 300))
                    .isInstanceOf(IOException.class);
        }
    }

    @Test
    void addressesAreGivenOnceAndTheOldestFreeOneFirst() {
        PodAddresses addresses = new PodAddresses();
        List<Address> first = addresses.take(1, List.of()).orElseThrow();
        assertThat(first).extracting(Address::toString).containsExactly("10.244.1.2", "fd00:244:0:1::2");
        addresses.give(first);
        assertThat(addresses.take(1, List.of()).orElseThrow()).isNotEqualTo(first);
        assertThat(addresses.take(1, List.of(first.getFirst()))).isPresent();
        assertThat(addresses.take(2, List.of(first.getFirst()))).isEmpty();
    }
}

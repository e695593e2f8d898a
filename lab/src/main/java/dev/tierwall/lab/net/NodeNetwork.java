package dev.tierwall.lab.net;

import dev.tierwall.core.net.Address;
import dev.tierwall.linux.netns.NetworkNamespace;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** A node's network: it routes between its pods and the fabric, and lets no pod speak as somebody else. */
public final class NodeNetwork implements AutoCloseable {

    private static final String POD_LINK = "pod";

    /** Reverse paths are looked up for both families; the kernel's own filter knows IPv4 alone. */
    private static final String GUARD = """
            table inet tierwall-lab-guard {
                chain prerouting {
                    type filter hook prerouting priority raw; policy accept;
                    iifname != "pod*" accept
                    ip6 saddr fe80::/10 icmpv6 type { nd-neighbor-solicit, nd-neighbor-advert, nd-router-solicit, mld-listener-report, mld2-listener-report } accept
                    ip6 saddr :: icmpv6 type { nd-neighbor-solicit, nd-router-solicit, mld-listener-report, mld2-listener-report } accept
                    fib saddr . iif oif missing drop
                }
            }
            """;

    private final Fabric fabric;
    private final Identity identity;
    private final NetworkNamespace namespace;
    private final Set<PodNetwork> pods = ConcurrentHashMap.newKeySet();

    /**
     * Which node this is.
     *
     * @param name its name
     * @param number its place among the nodes, from 1
     * @param link the fabric's end of its wire
     */
    record Identity(String name, int number, String link) {}

    NodeNetwork(Fabric fabric, Identity identity, NetworkNamespace namespace) {
        this.fabric = fabric;
        this.identity = identity;
        this.namespace = namespace;
    }

    void guard() throws IOException {
        Shells.nft(namespace, GUARD);
        namespace.call(() -> {
            Settings.write("ipv4/ip_unprivileged_port_start", "0");
            return true;
        });
    }

    /** The node's name. */
    public String name() {
        return identity.name();
    }

    /** Its place among the nodes, from 1. */
    public int number() {
        return identity.number();
    }

    String link() {
        return identity.link();
    }

    /** Its own addresses. */
    public List<Address> addresses() {
        return Addresses.ofNode(number());
    }

    /** Its namespace. */
    public NetworkNamespace namespace() {
        return namespace;
    }

    /** Makes a pod's network, with these addresses. */
    public PodNetwork addPod(String label, List<Address> addresses) throws IOException {
        NetworkNamespace pod = Wires.namespace(label);
        try {
            pod.call(() -> {
                Settings.write("ipv4/ip_unprivileged_port_start", "0");
                Settings.letEverybodyPing();
                return true;
            });
            String link =
                    Wires.connect(namespace.network(), pod.network(), new Wires.Ends(POD_LINK, addresses, addresses()));
            for (Address address : addresses) {
                fabric.announce(address, this);
            }
            PodNetwork network = new PodNetwork(this, pod, new PodNetwork.Wired(link, addresses));
            pods.add(network);
            return network;
        } catch (IOException refused) {
            pod.close();
            throw refused;
        }
    }

    void remove(PodNetwork pod) throws IOException {
        if (pods.remove(pod)) {
            for (Address address : pod.addresses()) {
                fabric.withdraw(address, this);
            }
            namespace.network().deleteLink(pod.link());
        }
    }

    @Override
    public void close() {
        pods.forEach(pod -> pod.namespace().close());
        namespace.close();
    }
}

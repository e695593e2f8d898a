package dev.tierwall.lab.cluster;

import dev.tierwall.core.net.Address;
import dev.tierwall.lab.container.Machine;
import dev.tierwall.lab.dns.Resolver;
import dev.tierwall.lab.dns.ResolverSettings;
import dev.tierwall.lab.dns.Zone;
import dev.tierwall.lab.image.BuiltIns;
import dev.tierwall.lab.net.Fabric;
import dev.tierwall.lab.net.NodeNetwork;
import dev.tierwall.lab.net.PodAddresses;
import dev.tierwall.lab.net.Sockets;
import dev.tierwall.lab.node.Events;
import dev.tierwall.lab.node.Kubelet;
import dev.tierwall.lab.node.LabPods;
import dev.tierwall.lab.node.NodeContext;
import dev.tierwall.lab.node.NodeObjects;
import dev.tierwall.lab.node.Scheduler;
import dev.tierwall.lab.pods.PodAccess;
import dev.tierwall.lab.service.ServiceProxy;
import dev.tierwall.lab.store.ObjectStore;
import java.io.IOException;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** All that runs in a lab, beside its API server and its controllers. Closing it ends all pods and networks. */
public final class Lab implements AutoCloseable {

    /** The addresses of the cluster's DNS. */
    public static final List<Address> DNS = List.of(Address.parse("10.96.0.10").orElseThrow());

    private final Fabric fabric;
    private final Kubelet kubelet;
    private final Deque<AutoCloseable> parts;

    private Lab(Fabric fabric, Kubelet kubelet, Deque<AutoCloseable> parts) {
        this.fabric = fabric;
        this.kubelet = kubelet;
        this.parts = parts;
    }

    /**
     * How a lab shall be.
     *
     * @param nodes how many nodes
     * @param machine the machine below
     * @param outside the simulated hosts by name
     * @param version the version of Kubernetes that nodes say they are
     */
    public record Plan(int nodes, Machine machine, Map<String, List<Address>> outside, String version) {}

    /**
     * What a lab is given.
     *
     * @param store the cluster's objects
     * @param tokens the tokens of service accounts
     * @param enforcer enforces policies on each node
     * @param complaints hears what goes wrong
     */
    public record Given(
            ObjectStore store, NodeContext.Tokens tokens, NodeEnforcer enforcer, Consumer<String> complaints) {}

    /**
     * A lab's networks, in which nothing runs yet.
     *
     * @param plan how the lab shall be
     * @param fabric what connects the nodes
     * @param parts what is to be closed
     */
    public record Wired(Plan plan, Fabric fabric, Deque<AutoCloseable> parts) {}

    /** Makes the networks. This needs no object, and can be done while the API server begins. */
    public static Wired wire(Plan plan) throws IOException {
        Deque<AutoCloseable> parts = new ArrayDeque<>();
        try {
            List<Address> hosts = plan.outside().values().stream()
                    .flatMap(List::stream)
                    .distinct()
                    .toList();
            Fabric fabric = keep(parts, Fabric.create(hosts));
            keep(parts, Outside.start(new Sockets(fabric.outside()), plan.outside()));
            for (int i = 1; i <= plan.nodes(); i++) {
                fabric.addNode("node" + i);
            }
            return new Wired(plan, fabric, parts);
        } catch (IOException refused) {
            close(parts);
            throw refused;
        }
    }

    /** Lets the nodes run what is in the store. */
    public static Lab start(Wired wired, Given given) throws IOException {
        Deque<AutoCloseable> parts = wired.parts();
        Plan plan = wired.plan();
        try {
            ObjectStore store = given.store();
            Events events = new Events(store, Clock.systemUTC());
            for (NodeNetwork node : wired.fabric().nodes()) {
                keep(parts, given.enforcer().start(node, store));
                NodeObjects.add(store, node, plan.version());
            }
            keep(parts, ServiceProxy.start(store, wired.fabric(), given.complaints()));
            NodeContext context = new NodeContext(
                    store,
                    wired.fabric(),
                    new PodAddresses(),
                    plan.machine(),
                    new BuiltIns(new Zone(store, plan.outside())),
                    DNS,
                    given.tokens(),
                    events);
            Kubelet kubelet = keep(parts, Kubelet.start(context));
            keep(parts, Scheduler.start(store, events));
            return new Lab(wired.fabric(), kubelet, parts);
        } catch (IOException refused) {
            close(parts);
            throw refused;
        }
    }

    private static <T extends AutoCloseable> T keep(Deque<AutoCloseable> parts, T part) {
        parts.push(part);
        return part;
    }

    /** Waits until the cluster's own names are found from its first node. */
    public void awaitNames() throws IOException {
        Resolver resolver = new Resolver(
                new Sockets(nodes().getFirst().namespace()), new ResolverSettings(DNS, List.of(), 1, Map.of()));
        IOException last = new IOException("the cluster's DNS was not asked");
        for (int i = 0; i < 3000; i++) {
            try {
                resolver.resolve("kube-dns.kube-system.svc." + Zone.DOMAIN);
                return;
            } catch (IOException notYet) {
                last = notYet;
                pause();
            }
        }
        throw last;
    }

    private static void pause() throws IOException {
        try {
            Thread.sleep(5);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while a lab starts", interrupted);
        }
    }

    /** Its nodes. */
    public List<NodeNetwork> nodes() {
        return fabric.nodes();
    }

    /** Its running pods. */
    public PodAccess pods() {
        return new LabPods(kubelet);
    }

    @Override
    public void close() {
        close(parts);
    }

    private static void close(Deque<AutoCloseable> parts) {
        while (!parts.isEmpty()) {
            try {
                parts.pop().close();
            } catch (Exception failure) {
                // The rest must go, too; what is in the kernel goes with the namespaces.
            }
        }
    }
}

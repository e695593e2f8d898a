package dev.tierwall.core.connectivity;

import dev.tierwall.core.collect.PersistentMap;
import dev.tierwall.core.label.Selector;
import dev.tierwall.core.model.Direction;
import dev.tierwall.core.model.EndpointSlice;
import dev.tierwall.core.model.Ingress;
import dev.tierwall.core.model.ObjectKey;
import dev.tierwall.core.model.Pod;
import dev.tierwall.core.model.Route;
import dev.tierwall.core.model.Service;
import dev.tierwall.core.model.Snapshot;
import dev.tierwall.core.net.Address;
import dev.tierwall.core.net.AddressSet;
import dev.tierwall.core.net.ConnectionSet;
import dev.tierwall.core.net.IpFamily;
import dev.tierwall.core.net.PortSet;
import dev.tierwall.core.policy.Block;
import dev.tierwall.core.policy.CompiledPolicy;
import dev.tierwall.core.policy.EndpointClass;
import dev.tierwall.core.policy.Imagined;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Who can be reached from outside the cluster, and through what: Services of type NodePort and LoadBalancer, Ingresses,
 * and the routes of Gateways.
 */
public final class Entrances {

    /**
     * One way in.
     *
     * @param via the Service, Ingress or Gateway
     * @param sources the clients that can use it
     * @param destination the workload that it leads to
     * @param connections the ports of the workload's pods that it leads to and that policies allow; never empty
     */
    public record Entrance(ObjectKey via, AddressSet sources, ObjectKey destination, ConnectionSet connections) {}

    private record Way(ObjectKey via, ObjectKey destination) implements Comparable<Way> {
        @Override
        public int compareTo(Way other) {
            int byVia = via.compareTo(other.via);
            return byVia != 0 ? byVia : destination.compareTo(other.destination);
        }
    }

    private final CompiledPolicy policy;
    private final Connectivity connectivity;
    private final Map<Way, Map<AddressSet, ConnectionSet>> found = new TreeMap<>();

    private final List<Pod> controllers;

    private Entrances(CompiledPolicy policy, Connectivity connectivity, List<Pod> controllers) {
        this.policy = policy;
        this.connectivity = connectivity;
        this.controllers = controllers;
    }

    /**
     * All ways in, by entrance and destination.
     *
     * @param controllers the pods that forward for Ingresses and Gateways; if there are none, a pod of which nothing is
     *     known takes their part: a rule lets it in only if it lets every pod of every namespace in
     */
    public static List<Entrance> of(CompiledPolicy policy, Connectivity connectivity, List<Pod> controllers) {
        Entrances entrances = new Entrances(policy, connectivity, controllers);
        Snapshot facts = policy.snapshot();
        for (Service service : facts.services().values()) {
            if (service.type().isExternal()) {
                entrances.addService(service);
            }
        }
        for (Ingress ingress : facts.ingresses().values()) {
            ingress.backends().forEach(backend -> entrances.addForwarded(ingress.key(), backend));
        }
        for (Route route : facts.routes().values()) {
            for (ObjectKey gateway : route.gateways()) {
                if (facts.gateways().has(gateway)) {
                    route.backends().forEach(backend -> entrances.addForwarded(gateway, backend));
                }
            }
        }
        return entrances.collected();
    }

    private List<Entrance> collected() {
        List<Entrance> all = new ArrayList<>();
        found.forEach((way, bySources) -> {
            Map<ConnectionSet, AddressSet> byPorts = new HashMap<>();
            bySources.forEach((sources, ports) -> byPorts.merge(ports, sources, AddressSet::union));
            byPorts.entrySet().stream()
                    .sorted(Map.Entry.comparingByValue(
                            (a, b) -> a.ranges().get(0).compareTo(b.ranges().get(0))))
                    .forEach(entry ->
                            all.add(new Entrance(way.via(), entry.getValue(), way.destination(), entry.getKey())));
        });
        return all;
    }

    private void add(Way way, AddressSet sources, ConnectionSet connections) {
        if (!connections.isEmpty()) {
            found.computeIfAbsent(way, w -> new HashMap<>()).merge(sources, connections, ConnectionSet::union);
        }
    }

    /** Clients of a Service keep their address as far as policies can know: each block of addresses is asked for. */
    private void addService(Service service) {
        for (Service.Port port : service.ports()) {
            for (Pod pod : backends(service)) {
                ConnectionSet target = target(pod, port);
                for (IpFamily family : IpFamily.values()) {
                    addClients(new Way(service.key(), pod.workload()), pod, target, family);
                }
            }
        }
    }

    private void addClients(Way way, Pod pod, ConnectionSet target, IpFamily family) {
        Optional<Integer> endpoints = classIn(pod, family);
        if (endpoints.isEmpty()) {
            return;
        }
        for (Block block : policy.blocks(endpoints.get(), Direction.INGRESS, family)) {
            for (AddressSet clients : connectivity.outside(family)) {
                Address some = clients.ranges().get(0).first();
                if (block.peers().atoms().contains(policy.atoms().indexOf(some))) {
                    add(way, clients, target.intersect(block.allowed()));
                }
            }
        }
    }

    /** The pod's class, if it has or may have an address of the family. */
    private Optional<Integer> classIn(Pod pod, IpFamily family) {
        return policy.classOf(pod.key())
                .filter(endpoints -> endpoints.key().isIn(family))
                .map(EndpointClass::id);
    }

    /** Requests that a controller forwards come from the controller, as far as policies can know. */
    private void addForwarded(ObjectKey via, Ingress.Backend backend) {
        Optional<Service> service = policy.snapshot().services().get(backend.service());
        if (service.isEmpty()) {
            return;
        }
        for (Service.Port port : service.get().ports()) {
            if (backend.means(port)) {
                for (Pod pod : backends(service.get())) {
                    addForwarded(new Way(via, pod.workload()), pod, target(pod, port));
                }
            }
        }
    }

    private void addForwarded(Way way, Pod pod, ConnectionSet target) {
        for (IpFamily family : IpFamily.values()) {
            Optional<Integer> endpoints = classIn(pod, family);
            Optional<Relation> relation = connectivity.relation(family);
            if (endpoints.isEmpty() || relation.isEmpty()) {
                continue;
            }
            ConnectionSet allowed = controllers.isEmpty()
                    ? Imagined.ANY.allowedWith(policy, endpoints.get(), Direction.INGRESS, family)
                    : allowedFromKnown(pod, family);
            add(way, AddressSet.all(family), target.intersect(allowed));
        }
    }

    private ConnectionSet allowedFromKnown(Pod pod, IpFamily family) {
        ConnectionSet allowed = ConnectionSet.NONE;
        for (Pod controller : controllers) {
            allowed = allowed.union(connectivity.between(controller.workload(), pod.workload(), family));
        }
        return allowed;
    }

    private static ConnectionSet target(Pod pod, Service.Port port) {
        return Service.targetOn(pod, port)
                .map(number -> ConnectionSet.of(port.protocol(), PortSet.of(number)))
                .orElse(ConnectionSet.NONE);
    }

    /** The running pods behind a Service: those that its selector selects, or those that its slices name. */
    private List<Pod> backends(Service service) {
        Snapshot facts = policy.snapshot();
        String namespace = service.key().namespace();
        List<Pod> pods = new ArrayList<>();
        if (service.selector().isPresent()) {
            Selector selector = service.selector().get();
            for (Pod pod : podsOf(namespace)) {
                if (selector.matches(pod.labels())) {
                    pods.add(pod);
                }
            }
            return pods;
        }
        for (EndpointSlice slice : facts.slices().values()) {
            if (slice.key().namespace().equals(namespace)
                    && slice.service().equals(Optional.of(service.key().name()))) {
                slice.endpoints().stream()
                        .flatMap(endpoint -> endpoint.pod().stream())
                        .flatMap(name -> facts.pods().get(new ObjectKey(Pod.KIND, namespace, name)).stream())
                        .filter(Pod::isEndpoint)
                        .forEach(pods::add);
            }
        }
        return pods;
    }

    private Map<String, List<Pod>> byNamespace = Map.of();

    private List<Pod> podsOf(String namespace) {
        if (byNamespace.isEmpty()) {
            byNamespace = new HashMap<>();
            for (PersistentMap.Entry<ObjectKey, Pod> entry : policy.snapshot().pods()) {
                if (entry.value().isEndpoint()) {
                    byNamespace
                            .computeIfAbsent(entry.key().namespace(), n -> new ArrayList<>())
                            .add(entry.value());
                }
            }
        }
        return byNamespace.getOrDefault(namespace, List.of());
    }
}

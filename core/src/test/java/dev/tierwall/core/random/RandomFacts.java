package dev.tierwall.core.random;

import dev.tierwall.core.label.Labels;
import dev.tierwall.core.label.Requirement;
import dev.tierwall.core.label.Selector;
import dev.tierwall.core.model.Location;
import dev.tierwall.core.model.Namespace;
import dev.tierwall.core.model.Node;
import dev.tierwall.core.model.ObjectKey;
import dev.tierwall.core.model.Pod;
import dev.tierwall.core.model.Service;
import dev.tierwall.core.net.Address;
import dev.tierwall.core.net.IpFamily;
import dev.tierwall.core.net.Protocol;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Random namespaces, nodes and pods.
 *
 * @param dice what decides
 */
record RandomFacts(Dice dice) {

    private static final List<String> TEMPLATE_KINDS = List.of("Deployment", "StatefulSet", "DaemonSet");

    Namespace namespace(String name) {
        return new Namespace(name, labels(2), Location.NONE);
    }

    Node node(String name) {
        List<Address> addresses = new ArrayList<>();
        int kind = dice.below(5);
        if (kind >= 1) {
            addresses.addAll(dice.some(Pools.of(Pools.NODE_ADDRESSES, IpFamily.IPV4), kind == 4 ? 2 : 1));
        }
        if (kind >= 2) {
            addresses.addAll(dice.some(Pools.of(Pools.NODE_ADDRESSES, IpFamily.IPV6), 1));
        }
        return new Node(name, labels(2), addresses, List.of(), Location.NONE);
    }

    Labels labels(int most) {
        Map<String, String> labels = new HashMap<>();
        for (String key : dice.some(Pools.KEYS, most)) {
            labels.put(key, dice.pick(Pools.VALUES));
        }
        return Labels.of(labels);
    }

    Pod pod(ObjectKey key) {
        boolean template = !key.kind().equals(Pod.KIND);
        boolean hostNetwork = dice.oneIn(7);
        Pod.State state = template || !dice.oneIn(12)
                ? Pod.State.RUNNING
                : dice.pick(List.of(Pod.State.WITHOUT_ADDRESS, Pod.State.FINISHED));
        boolean unknown = template || state == Pod.State.WITHOUT_ADDRESS || dice.oneIn(4);
        return new Pod(
                key,
                labels(3),
                unknown ? List.of() : addresses(hostNetwork ? Pools.NODE_ADDRESSES : Pools.POD_ADDRESSES),
                ports(),
                hostNetwork,
                state,
                template || dice.oneIn(3) ? Optional.empty() : Optional.of(dice.pick(Pools.NODES)),
                template || dice.oneIn(2) ? key : workload(key.namespace()),
                Location.NONE);
    }

    ObjectKey podKey() {
        String kind = dice.oneIn(5) ? dice.pick(TEMPLATE_KINDS) : Pod.KIND;
        return new ObjectKey(kind, dice.pick(Pools.NAMESPACES), "p" + dice.below(4));
    }

    /** A Service with a selector and perhaps some ports. */
    Service service(ObjectKey key) {
        List<Service.Port> ports = new ArrayList<>();
        for (int number : List.of(80, 53)) {
            if (dice.oneIn(2)) {
                Service.Target target = dice.oneIn(2)
                        ? new Service.Target.ByName(dice.pick(Pools.PORT_NAMES))
                        : new Service.Target.ByNumber(dice.pick(Pools.PORTS));
                Protocol protocol = dice.pick(List.of(Protocol.TCP, Protocol.UDP));
                ports.add(new Service.Port("port-" + number, protocol, number, target, 0));
            }
        }
        Requirement label = Requirement.equal(dice.pick(Pools.KEYS), dice.pick(Pools.VALUES));
        return new Service(
                key,
                Labels.NONE,
                Optional.of(new Selector(List.of(label))),
                ports,
                List.of(),
                dice.pick(List.of(Service.Type.CLUSTER_IP, Service.Type.LOAD_BALANCER)),
                Location.NONE);
    }

    ObjectKey serviceKey() {
        return new ObjectKey(Service.KIND, dice.pick(Pools.NAMESPACES), "s" + dice.below(2));
    }

    private ObjectKey workload(String namespace) {
        return new ObjectKey(dice.pick(TEMPLATE_KINDS), namespace, "w" + dice.below(2));
    }

    private List<Address> addresses(List<Address> pool) {
        List<Address> addresses = new ArrayList<>();
        int families = dice.below(8);
        if (families != 0) {
            addresses.add(dice.pick(Pools.of(pool, IpFamily.IPV4)));
        }
        if (families <= 4) {
            addresses.add(dice.pick(Pools.of(pool, IpFamily.IPV6)));
        }
        return dice.oneIn(4) ? addresses.reversed() : addresses;
    }

    private List<Pod.ContainerPort> ports() {
        List<Pod.ContainerPort> ports = new ArrayList<>();
        for (int i = dice.below(4); i > 0; i--) {
            String name = dice.oneIn(5) ? "" : dice.pick(Pools.PORT_NAMES);
            Protocol protocol = dice.oneIn(2) ? Protocol.TCP : dice.pick(List.of(Protocol.values()));
            ports.add(new Pod.ContainerPort(name, protocol, dice.pick(Pools.PORTS)));
        }
        return ports;
    }
}

package dev.tierwall.kube.wire;

import dev.tierwall.core.label.Selector;
import dev.tierwall.core.model.EndpointSlice;
import dev.tierwall.core.model.Service;
import dev.tierwall.core.net.Address;
import dev.tierwall.core.net.Protocol;
import dev.tierwall.kube.tree.Node;
import dev.tierwall.kube.tree.Problems;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads Services and EndpointSlices. */
final class Services {

    private static final String SERVICE_LABEL = "kubernetes.io/service-name";
    private static final String HEADLESS = "None";

    private final Fields object;
    private final Meta meta;
    private final Problems problems;

    Services(Fields object, Meta meta) {
        this.object = object;
        this.meta = meta;
        this.problems = object.problems();
    }

    Service service() {
        Fields spec = object.mapping("spec");
        if (spec == null) {
            spec = new Fields(
                    new Node.Mapping(
                            List.of(), meta.location().line(), meta.location().column()),
                    "the spec",
                    problems);
        }
        Selector selector = LabelRules.plainSelector(spec, "selector");
        List<Service.Port> ports = new ArrayList<>();
        for (Fields port : spec.mappings("ports", "an entry of `ports`")) {
            port(port, ports);
        }
        return new Service(
                meta.key(),
                meta.labels(),
                selector.isEverything() ? Optional.empty() : Optional.of(selector),
                ports,
                addresses(spec),
                type(spec),
                meta.location());
    }

    private Service.Type type(Fields spec) {
        String written = spec.text("type", Service.Type.CLUSTER_IP.label());
        for (Service.Type type : Service.Type.values()) {
            if (type.label().equals(written)) {
                boolean headless = type == Service.Type.CLUSTER_IP
                        && spec.text("clusterIP", "").equals(HEADLESS);
                return headless ? Service.Type.HEADLESS : type;
            }
        }
        problems.error(
                spec.at("type"),
                Spelling.quoted(written) + " is not a type of Service",
                "use one of ClusterIP, NodePort, LoadBalancer, ExternalName");
        return Service.Type.CLUSTER_IP;
    }

    private void port(Fields port, List<Service.Port> ports) {
        Node.Whole written = port.whole("port");
        if (written == null) {
            if (!port.has("port")) {
                port.missing("port", "add the port that clients use");
            }
            return;
        }
        int number = Ports.number(written, problems);
        Node.Whole nodePort = port.whole("nodePort");
        int onNode = nodePort == null || nodePort.value() == 0 ? 0 : Ports.number(nodePort, problems);
        Protocol protocol = Ports.protocol(port);
        if (number > 0) {
            ports.add(new Service.Port(port.text("name", ""), protocol, number, target(port, number), onNode));
        }
    }

    private Service.Target target(Fields port, int number) {
        return switch (port.value("targetPort")) {
            case Node.Whole whole
            when whole.value() != 0 -> {
                int target = Ports.number(whole, problems);
                yield new Service.Target.ByNumber(target == 0 ? number : target);
            }
            case Node.Text name
            when !name.value().isEmpty() -> {
                Ports.checkName(name, problems);
                yield new Service.Target.ByName(name.value());
            }
            case null, default -> new Service.Target.ByNumber(number);
        };
    }

    private List<Address> addresses(Fields spec) {
        List<Node.Text> texts = new ArrayList<>(spec.texts("clusterIPs"));
        Node.Text single = spec.text("clusterIP");
        if (single != null && texts.isEmpty()) {
            texts.add(single);
        }
        texts.addAll(spec.texts("externalIPs"));
        Fields status = object.mapping("status");
        Fields balancer = status == null ? null : status.mapping("loadBalancer");
        if (balancer != null) {
            for (Fields entry : balancer.mappings("ingress", "an entry of `ingress`")) {
                Node.Text ip = entry.text("ip");
                if (ip != null) {
                    texts.add(ip);
                }
            }
        }
        List<Address> addresses = new ArrayList<>();
        for (Node.Text text : texts) {
            if (text.value().isEmpty() || text.value().equals(HEADLESS)) {
                continue;
            }
            Address address = Addresses.address(text, problems);
            if (address != null && !addresses.contains(address)) {
                addresses.add(address);
            }
        }
        return addresses;
    }

    EndpointSlice slice() {
        List<EndpointSlice.Backend> backends = new ArrayList<>();
        boolean named = object.text("addressType", "").equals("FQDN");
        for (Fields endpoint : named ? List.<Fields>of() : object.mappings("endpoints", "an entry of `endpoints`")) {
            Optional<String> pod = pod(endpoint);
            for (Node.Text text : endpoint.texts("addresses")) {
                Address address = Addresses.address(text, problems);
                if (address != null) {
                    backends.add(new EndpointSlice.Backend(address, pod));
                }
            }
        }
        List<EndpointSlice.SlicePort> ports = new ArrayList<>();
        for (Fields port : object.mappings("ports", "an entry of `ports`")) {
            Node.Whole written = port.whole("port");
            int number = written == null ? 0 : Ports.number(written, problems);
            if (written == null || number > 0) {
                ports.add(new EndpointSlice.SlicePort(port.text("name", ""), Ports.protocol(port), number));
            }
        }
        return new EndpointSlice(meta.key(), meta.labels().get(SERVICE_LABEL), backends, ports, meta.location());
    }

    private static Optional<String> pod(Fields endpoint) {
        Fields target = endpoint.mapping("targetRef");
        if (target == null || !target.text("kind", "").equals("Pod")) {
            return Optional.empty();
        }
        return Optional.of(target.text("name", "")).filter(name -> !name.isEmpty());
    }
}

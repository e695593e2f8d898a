package dev.tierwall.kube.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tierwall.core.label.Labels;
import dev.tierwall.core.label.Requirement;
import dev.tierwall.core.label.Selector;
import dev.tierwall.core.model.EndpointSlice;
import dev.tierwall.core.model.Ingress;
import dev.tierwall.core.model.Location;
import dev.tierwall.core.model.Namespace;
import dev.tierwall.core.model.Node;
import dev.tierwall.core.model.ObjectKey;
import dev.tierwall.core.model.Route;
import dev.tierwall.core.model.Service;
import dev.tierwall.core.net.Address;
import dev.tierwall.core.net.Cidr;
import dev.tierwall.core.net.Protocol;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Namespaces, nodes, Services and what leads to them: what is read of each. */
class ObjectsTest {

    private static final Location TOP = new Location("f.yaml", 1, 1);

    private static Address address(String text) {
        return Address.parse(text).orElseThrow();
    }

    private static ObjectKey key(String kind, String name) {
        return new ObjectKey(kind, "shop", name);
    }

    @Test
    void namespace() {
        Namespace namespace =
                (Namespace) Decoded.of("apiVersion: v1\nkind: Namespace\nmetadata: {name: a, labels: {team: x}}\n")
                        .only();
        assertThat(namespace)
                .isEqualTo(new Namespace("a", Labels.of(Map.of("team", "x", "kubernetes.io/metadata.name", "a")), TOP));
    }

    @Test
    void node() {
        Decoded decoded = Decoded.of("""
                apiVersion: v1
                kind: Node
                metadata: {name: n1, labels: {zone: a}}
                spec: {podCIDR: 10.1.0.0/24, podCIDRs: [10.1.0.0/24, "fd00:1::/64"]}
                status:
                  addresses:
                  - {type: InternalIP, address: 192.168.0.1}
                  - {type: InternalIP, address: "fd00::1"}
                  - {type: Hostname, address: n1}
                  - {type: ExternalIP, address: 203.0.113.1}
                """);
        assertThat(decoded.findings()).isEmpty();
        assertThat(decoded.only())
                .isEqualTo(new Node(
                        "n1",
                        Labels.of(Map.of("zone", "a")),
                        List.of(address("192.168.0.1"), address("fd00::1"), address("203.0.113.1")),
                        List.of(
                                Cidr.parse("10.1.0.0/24").orElseThrow(),
                                Cidr.parse("fd00:1::/64").orElseThrow()),
                        TOP));
    }

    @Test
    void service() {
        Decoded decoded = Decoded.of("""
                apiVersion: v1
                kind: Service
                metadata: {name: web, namespace: shop, labels: {a: b}}
                spec:
                  type: LoadBalancer
                  selector: {app: web}
                  clusterIP: 10.96.0.1
                  clusterIPs: [10.96.0.1, "fd00::60"]
                  externalIPs: [203.0.113.9]
                  ports:
                  - {name: http, port: 80, targetPort: http, nodePort: 30080}
                  - {name: dns, port: 53, protocol: UDP, targetPort: 5353}
                  - {name: same, port: 443}
                status: {loadBalancer: {ingress: [{ip: 198.51.100.7}, {hostname: lb.example.com}]}}
                """);
        assertThat(decoded.findings()).isEmpty();
        assertThat(decoded.only())
                .isEqualTo(new Service(
                        key("Service", "web"),
                        Labels.of(Map.of("a", "b")),
                        Optional.of(new Selector(List.of(Requirement.equal("app", "web")))),
                        List.of(
                                new Service.Port("http", Protocol.TCP, 80, new Service.Target.ByName("http"), 30080),
                                new Service.Port("dns", Protocol.UDP, 53, new Service.Target.ByNumber(5353), 0),
                                new Service.Port("same", Protocol.TCP, 443, new Service.Target.ByNumber(443), 0)),
                        List.of(
                                address("10.96.0.1"),
                                address("fd00::60"),
                                address("203.0.113.9"),
                                address("198.51.100.7")),
                        Service.Type.LOAD_BALANCER,
                        TOP));
    }

    @Test
    void headlessServicesHaveNoAddress() {
        Service service = (Service) Decoded.of(
                        "apiVersion: v1\nkind: Service\nmetadata: {name: a}\nspec: {clusterIP: None, ports: [{port: 1}]}\n")
                .only();
        assertThat(service.addresses()).isEmpty();
        assertThat(service.selector()).isEmpty();
        assertThat(service.type()).isEqualTo(Service.Type.HEADLESS);
    }

    @Test
    void faultsOfServices() {
        assertThat(Decoded.of("apiVersion: v1\nkind: Service\nmetadata: {name: 1a}\n"
                                + "spec: {type: Loadbalancer, clusterIP: x, ports: [{port: 70000}, {targetPort: 1}]}\n")
                        .findings())
                .containsExactly(
                        "3:18: error: the name \"1a\" must start with a letter; choose another name",
                        "4:57: error: 70000 is not a port number; port numbers are from 1 to 65535",
                        "4:65: error: an entry of `ports` has no `port`; add the port that clients use",
                        "4:39: error: \"x\" is not an IP address; write it as in 10.0.0.1 or fd00::1",
                        "4:14: error: \"Loadbalancer\" is not a type of Service;"
                                + " use one of ClusterIP, NodePort, LoadBalancer, ExternalName");
    }

    @Test
    void endpointSlice() {
        Decoded decoded = Decoded.of("""
                apiVersion: discovery.k8s.io/v1
                kind: EndpointSlice
                metadata: {name: web-abc, namespace: shop, labels: {kubernetes.io/service-name: web}}
                addressType: IPv4
                endpoints:
                - {addresses: [10.1.0.5], targetRef: {kind: Pod, name: web-1}}
                - {addresses: [192.0.2.1]}
                ports:
                - {name: http, port: 8080}
                - {name: any, protocol: UDP}
                """);
        assertThat(decoded.findings()).isEmpty();
        assertThat(decoded.only())
                .isEqualTo(new EndpointSlice(
                        key("EndpointSlice", "web-abc"),
                        Optional.of("web"),
                        List.of(
                                new EndpointSlice.Backend(address("10.1.0.5"), Optional.of("web-1")),
                                new EndpointSlice.Backend(address("192.0.2.1"), Optional.empty())),
                        List.of(
                                new EndpointSlice.SlicePort("http", Protocol.TCP, 8080),
                                new EndpointSlice.SlicePort("any", Protocol.UDP, 0)),
                        TOP));
    }

    @Test
    void ingress() {
        Decoded decoded = Decoded.of("""
                apiVersion: networking.k8s.io/v1
                kind: Ingress
                metadata: {name: front, namespace: shop}
                spec:
                  defaultBackend: {service: {name: fallback, port: {number: 80}}}
                  rules:
                  - http:
                      paths:
                      - backend: {service: {name: web, port: {name: http}}}
                      - backend: {service: {name: web, port: {name: http}}}
                      - backend: {resource: {kind: StorageBucket, name: b}}
                  - host: no-http.example.com
                """);
        assertThat(decoded.findings()).isEmpty();
        assertThat(decoded.only())
                .isEqualTo(new Ingress(
                        key("Ingress", "front"),
                        List.of(
                                new Ingress.Backend(key("Service", "fallback"), Optional.of(80), Optional.empty()),
                                new Ingress.Backend(key("Service", "web"), Optional.empty(), Optional.of("http"))),
                        TOP));
    }

    @ParameterizedTest
    @ValueSource(strings = {"v1 HTTPRoute", "v1 GRPCRoute", "v1alpha2 TCPRoute"})
    void routes(String kind) {
        String word = kind.substring(kind.indexOf(' ') + 1);
        Decoded decoded = Decoded.of("apiVersion: gateway.networking.k8s.io/" + kind.substring(0, kind.indexOf(' '))
                + "\nkind: " + word + """

                metadata: {name: r, namespace: shop}
                spec:
                  parentRefs: [{name: gw, namespace: infra}, {name: own}, {kind: Service, name: mesh}]
                  rules:
                  - backendRefs: [{name: web, port: 80}, {name: x, namespace: other, port: 81}]
                  - backendRefs: [{group: example.com, kind: Thing, name: y}]
                """);
        assertThat(decoded.findings()).isEmpty();
        assertThat(decoded.only())
                .isEqualTo(new Route(
                        key(word, "r"),
                        List.of(new ObjectKey("Gateway", "infra", "gw"), key("Gateway", "own")),
                        List.of(
                                new Ingress.Backend(key("Service", "web"), Optional.of(80), Optional.empty()),
                                new Ingress.Backend(
                                        new ObjectKey("Service", "other", "x"), Optional.of(81), Optional.empty())),
                        TOP));
    }
}

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
import dev.tierwall.core.model.Pod;
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
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every kind but the policies: what is read of it. */
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
    void pod() {
        Decoded decoded = Decoded.of("""
                apiVersion: v1
                kind: Pod
                metadata:
                  name: web-1
                  namespace: shop
                  labels: {app: web}
                  ownerReferences:
                  - {apiVersion: v1, kind: Other, name: no}
                  - {apiVersion: apps/v1, kind: ReplicaSet, name: web-x, controller: true}
                spec:
                  nodeName: n1
                  hostNetwork: false
                  initContainers:
                  - {name: once, ports: [{containerPort: 1}]}
                  - {name: mesh, restartPolicy: Always, ports: [{containerPort: 15001, name: mesh}]}
                  containers:
                  - name: main
                    unknownField: is none of our business
                    ports:
                    - {containerPort: 8080, name: http}
                    - {containerPort: 53, protocol: UDP}
                status:
                  phase: Running
                  podIP: 10.1.0.5
                  podIPs: [{ip: 10.1.0.5}, {ip: "fd00::5"}]
                """);
        assertThat(decoded.findings()).isEmpty();
        assertThat(decoded.only())
                .isEqualTo(new Pod(
                        key("Pod", "web-1"),
                        Labels.of(Map.of("app", "web")),
                        List.of(address("10.1.0.5"), address("fd00::5")),
                        List.of(
                                new Pod.ContainerPort("http", Protocol.TCP, 8080),
                                new Pod.ContainerPort("", Protocol.UDP, 53),
                                new Pod.ContainerPort("mesh", Protocol.TCP, 15001)),
                        false,
                        Pod.State.RUNNING,
                        Optional.of("n1"),
                        key("ReplicaSet", "web-x"),
                        TOP));
    }

    @ParameterizedTest
    @CsvSource(delimiterString = "=>", textBlock = """
            spec: {}                                        => RUNNING
            status: {}                                      => RUNNING
            status: {phase: Running, podIP: 10.0.0.1}       => RUNNING
            status: {phase: Pending, podIP: 10.0.0.1}       => RUNNING
            status: {phase: Pending}                        => WITHOUT_ADDRESS
            status: {phase: Running}                        => WITHOUT_ADDRESS
            status: {phase: Succeeded, podIP: 10.0.0.1}     => FINISHED
            status: {phase: Failed}                         => FINISHED
            """)
    void podStates(String rest, Pod.State state) {
        Pod pod = (Pod) Decoded.of("apiVersion: v1\nkind: Pod\nmetadata: {name: a}\n" + rest + "\n")
                .only();
        assertThat(pod.state()).isEqualTo(state);
    }

    @Test
    void aPodMayAskForItsAddresses() {
        Decoded decoded = Decoded.of("apiVersion: v1\nkind: Pod\nmetadata: {name: a, annotations: "
                + "{tierwall.dev/pod-ips: \"10.244.120.69, fd00::9\"}}\n---\n"
                + "apiVersion: v1\nkind: Pod\nmetadata: {name: b, annotations: {tierwall.dev/pod-ips: here}}\n");
        assertThat(((Pod) decoded.objects.get(0)).addresses())
                .containsExactly(address("10.244.120.69"), address("fd00::9"));
        assertThat(decoded.findings())
                .containsExactly("7:57: error: \"here\" is not an IP address; write it as in 10.0.0.1 or fd00::1");
    }

    @Test
    void faultsOfPods() {
        Decoded decoded = Decoded.of("""
                apiVersion: v1
                kind: Pod
                metadata: {name: a, labels: {version: 1.0, ok: "1.0"}}
                spec:
                  hostNetwork: "yes"
                  containers:
                  - ports:
                    - containerPort: 0
                    - {containerPort: 80, name: HTTP, protocol: tcp}
                    - {name: web}
                    - {containerPort: "80"}
                """);
        assertThat(decoded.findings())
                .containsExactly(
                        "3:39: error: the value of `version` in `labels` must be a string, but is a number; put quotes around it",
                        "8:22: error: 0 is not a port number; port numbers are from 1 to 65535; leave the port out to mean all ports",
                        "9:49: error: \"tcp\" is not a protocol of ports; did you mean `TCP`?",
                        "9:33: error: the port name \"HTTP\" must consist of lower-case letters, digits and hyphens,"
                                + " and start and end with a letter or digit; no container can have a port of this name",
                        "10:7: error: an entry of `ports` has no `containerPort`; add the port number",
                        "11:23: error: `containerPort` must be a whole number, but is a string; remove the quotes",
                        "5:16: error: `hostNetwork` must be true or false, but is a string; write true or false, without quotes");
        assertThat(((Pod) decoded.only()).labels()).isEqualTo(Labels.of(Map.of("ok", "1.0")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "apps/v1 Deployment",
                "apps/v1 ReplicaSet",
                "apps/v1 StatefulSet",
                "apps/v1 DaemonSet",
                "v1 ReplicationController",
                "batch/v1 Job",
                "extensions/v1beta1 Deployment",
                "apps/v1beta2 DaemonSet"
            })
    void templates(String kind) {
        String word = kind.substring(kind.indexOf(' ') + 1);
        Decoded decoded = Decoded.of("apiVersion: " + kind.substring(0, kind.indexOf(' ')) + "\nkind: " + word + """

                metadata: {name: web, namespace: shop, labels: {not: these}}
                spec:
                  template:
                    metadata: {labels: {app: web}}
                    spec:
                      hostNetwork: true
                      containers: [{ports: [{containerPort: 80}]}]
                """);
        assertThat(decoded.findings()).isEmpty();
        assertThat(decoded.only())
                .isEqualTo(new Pod(
                        key(word, "web"),
                        Labels.of(Map.of("app", "web")),
                        List.of(),
                        List.of(new Pod.ContainerPort("", Protocol.TCP, 80)),
                        true,
                        Pod.State.RUNNING,
                        Optional.empty(),
                        key(word, "web"),
                        TOP));
    }

    @Test
    void cronJob() {
        Pod pod = (Pod) Decoded.of("""
                        apiVersion: batch/v1
                        kind: CronJob
                        metadata: {name: nightly, namespace: shop}
                        spec: {jobTemplate: {spec: {template: {metadata: {labels: {app: nightly}}}}}}
                        """).only();
        assertThat(pod.key()).isEqualTo(key("CronJob", "nightly"));
        assertThat(pod.labels()).isEqualTo(Labels.of(Map.of("app", "nightly")));
    }

    @Test
    void aWorkloadWithoutATemplate() {
        assertThat(Decoded.of("apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: a}\nspec: {}\n")
                        .findings())
                .containsExactly("1:1: error: the Deployment has no pod template; write one under spec.template");
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
        assertThat(service.type()).isEqualTo(Service.Type.CLUSTER_IP);
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

    @Test
    void lists() {
        Decoded decoded = Decoded.of("""
                apiVersion: v1
                kind: List
                items:
                - {apiVersion: v1, kind: Namespace, metadata: {name: a}}
                - apiVersion: v1
                  kind: List
                  items:
                  - {apiVersion: v1, kind: Namespace, metadata: {name: b}}
                - {apiVersion: v1, kind: PodList, items: [{metadata: {name: p}}]}
                - {apiVersion: v1, kind: ConfigMap, metadata: {name: c}}
                ---
                kind: NetworkPolicyList
                apiVersion: networking.k8s.io/v1
                items:
                - {metadata: {name: x}, spec: {podSelector: {}}}
                ---
                items:
                - {metadata: {name: z}}
                kind: NamespaceList
                apiVersion: v1
                """);
        assertThat(decoded.findings()).isEmpty();
        assertThat(decoded.objects.stream().map(object -> object.key().toString()))
                .containsExactly(
                        "Namespace/a", "Namespace/b", "default/Pod/p", "default/NetworkPolicy/x", "Namespace/z");
        assertThat(decoded.objects.get(3).location()).isEqualTo(new Location("f.yaml", 15, 3));
    }

    @ParameterizedTest
    @CsvSource(delimiterString = "=>", quoteCharacter = '~', textBlock = """
            just a text                      => 1:1: note: not read: the document is a string, not a Kubernetes object; an object has at least apiVersion, kind and metadata
            [1, 2]                           => 1:1: note: not read: the document is a list, not a Kubernetes object; an object has at least apiVersion, kind and metadata
            replicas: 3                      => 1:1: note: not read: the document has neither apiVersion nor kind, and so is no Kubernetes object; add both if it should be one
            kind: Pod                        => 1:1: error: the object has no `apiVersion`; add it, as in `apiVersion: v1`
            apiVersion: v1                   => 1:1: error: the object has no `kind`; add it, as in `kind: Pod`
            {apiVersion: v1, kind: List, items: [text]} => 1:38: error: an item of a list must be an object, but is a string; remove it, or write an object with apiVersion and kind
            {apiVersion: v1, kind: Pod, metadata: {name: "{{ .Release.Name }}-web"}} => 1:1: note: not read: this is a template, not a manifest; render it first and read the result, as in `helm template CHART | tierwall … -f -`
            {apiVersion: kustomize.config.k8s.io/v1beta1, kind: Kustomization} => 1:1: note: not read: a Kustomization says how to make manifests; make them first and read the result, as in `kubectl kustomize DIR | tierwall … -f -`
            """)
    void whatIsNoObject(String text, String finding) {
        Decoded decoded = Decoded.of(text + "\n");
        assertThat(decoded.objects).isEmpty();
        assertThat(decoded.findings()).containsExactly(finding);
    }

    @Test
    void kindsThatAreNotReadArePassedOverInSilence() {
        Decoded decoded = Decoded.of("apiVersion: v1\nkind: Secret\nmetadata: {name: X_}\n---\n"
                + "apiVersion: tierwall.dev/v1\nkind: ExpectedVerdicts\nsteps: []\n---\n"
                + "apiVersion: example.com/v1\nkind: Pod\nmetadata: {}\n");
        assertThat(decoded.objects).isEmpty();
        assertThat(decoded.findings()).isEmpty();
    }
}

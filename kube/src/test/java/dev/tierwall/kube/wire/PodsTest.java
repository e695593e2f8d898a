package dev.tierwall.kube.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tierwall.core.label.Labels;
import dev.tierwall.core.model.Location;
import dev.tierwall.core.model.ObjectKey;
import dev.tierwall.core.model.Pod;
import dev.tierwall.core.net.Address;
import dev.tierwall.core.net.Protocol;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Pods and pod templates: what is read of them. */
class PodsTest {

    private static final Location TOP = new Location("f.yaml", 1, 1);

    private static Address address(String text) {
        return Address.parse(text).orElseThrow();
    }

    private static ObjectKey key(String kind, String name) {
        return new ObjectKey(kind, "shop", name);
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
}

package dev.tierwall.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import dev.tierwall.lab.Kubectl.Outcome;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** Every kubectl that is here does with the endpoint what it does with a cluster. */
class KubectlTest {

    @TempDir
    Path folder;

    private ControlPlane plane;
    private Path kubeconfig;

    @BeforeEach
    void start() throws IOException {
        InetAddress loopback = InetAddress.getLoopbackAddress();
        plane = new ControlPlane(List.of(loopback), new LocalPods());
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, loopback)) {
            port = free.getLocalPort();
        }
        InetSocketAddress at = new InetSocketAddress(loopback, port);
        plane.listen(ServerSocketChannel.open(), at);
        kubeconfig = Files.writeString(folder.resolve("kubeconfig"), plane.kubeconfig("lab", at));
    }

    @AfterEach
    void stop() {
        plane.close();
    }

    @TestFactory
    Stream<DynamicTest> objectsLiveAndDie() throws IOException {
        List<Path> versions = Kubectl.all();
        assumeFalse(versions.isEmpty(), "needs kubectl");
        return versions.stream()
                .map(version -> DynamicTest.dynamicTest(
                        version.getFileName().toString(),
                        () -> play(
                                new Kubectl(version, kubeconfig),
                                "ns" + version.getFileName().toString().replaceAll("\\D", ""))));
    }

    private void play(Kubectl kubectl, String namespace) throws IOException, InterruptedException {
        ok(kubectl.run("create", "namespace", namespace), "namespace/" + namespace + " created");
        ok(kubectl.run("get", "ns", namespace, "--show-labels"), "kubernetes.io/metadata.name=" + namespace);
        ok(kubectl.run("-n", namespace, "create", "deployment", "web", "--image=nginx"), "deployment.apps/web created");
        ok(kubectl.run("-n", namespace, "get", "deploy,all"), "deployment.apps/web   0/1");
        ok(kubectl.run("-n", namespace, "scale", "deployment/web", "--replicas=3"), "deployment.apps/web scaled");
        ok(kubectl.run("-n", namespace, "get", "deploy", "web", "-o", "jsonpath={.spec.replicas}"), "3");
        ok(kubectl.run("-n", namespace, "label", "deploy", "web", "tier=front"), "deployment.apps/web labeled");
        ok(
                kubectl.run("-n", namespace, "get", "deploy", "-l", "tier in (front,back)", "-o", "name"),
                "deployment.apps/web");
        assertThat(kubectl.run("-n", namespace, "get", "deploy", "-l", "tier!=front", "-o", "name")
                        .out())
                .isEmpty();
        ok(
                kubectl.run(
                        "-n",
                        namespace,
                        "patch",
                        "deploy",
                        "web",
                        "-p",
                        "{\"spec\":{\"template\":{\"spec\":{\"containers\":[{\"name\":\"nginx\",\"image\":\"nginx:2\"}]}}}}"),
                "patched");
        ok(kubectl.run("-n", namespace, "get", "deploy", "web", "-o", "jsonpath={..image}"), "nginx:2");
        policies(kubectl, namespace);
        edit(kubectl, namespace);
        ok(kubectl.run("-n", namespace, "delete", "deploy", "web"), "deployment.apps \"web\" deleted");
        Outcome gone = kubectl.run("-n", namespace, "get", "deploy", "web");
        assertThat(gone.err()).contains("Error from server (NotFound): deployments.apps \"web\" not found");
        assertThat(gone.code()).isEqualTo(1);
        ok(kubectl.run("auth", "can-i", "create", "pods"), "yes");
        ok(kubectl.run("api-resources", "--api-group=policy.networking.k8s.io"), "clusternetworkpolicies");
    }

    private void policies(Kubectl kubectl, String namespace) throws IOException, InterruptedException {
        String policy = """
                apiVersion: networking.k8s.io/v1
                kind: NetworkPolicy
                metadata: {name: deny}
                spec:
                  podSelector: {matchLabels: {app: web}}
                  policyTypes: [Ingress]
                """;
        ok(
                kubectl.runWith(policy, Map.of(), "-n", namespace, "apply", "-f", "-"),
                "networkpolicy.networking.k8s.io/deny created");
        ok(
                kubectl.runWith(policy, Map.of(), "-n", namespace, "apply", "-f", "-"),
                "networkpolicy.networking.k8s.io/deny unchanged");
        String wider = policy.replace("[Ingress]", "[Ingress, Egress]");
        ok(
                kubectl.runWith(wider, Map.of(), "-n", namespace, "apply", "-f", "-"),
                "networkpolicy.networking.k8s.io/deny configured");
        ok(kubectl.run("-n", namespace, "get", "netpol"), "deny   app=web");
        ok(
                kubectl.runWith(
                        wider, Map.of(), "-n", namespace, "apply", "--server-side", "--force-conflicts", "-f", "-"),
                "networkpolicy.networking.k8s.io/deny serverside-applied");
        Outcome misspelt = kubectl.runWith(
                policy.replace("podSelector", "podSelecter"), Map.of(), "-n", namespace, "apply", "-f", "-");
        assertThat(misspelt.err()).contains("unknown field \"spec.podSelecter\"");
        assertThat(misspelt.code()).isEqualTo(1);
        ok(kubectl.run("-n", namespace, "diff", "-f", write(wider)), "");
    }

    private String write(String text) throws IOException {
        return Files.writeString(Files.createTempFile(folder, "manifest", ".yaml"), text)
                .toString();
    }

    private void edit(Kubectl kubectl, String namespace) throws IOException, InterruptedException {
        Path editor = Files.writeString(
                Files.createTempFile(folder, "editor", ".sh"),
                "#!/bin/sh\nsed -i 's/replicas: 3/replicas: 5/' \"$1\"\n");
        assertThat(editor.toFile().setExecutable(true)).isTrue();
        ok(
                kubectl.runWith("", Map.of("KUBE_EDITOR", editor.toString()), "-n", namespace, "edit", "deploy", "web"),
                "deployment.apps/web edited");
        ok(kubectl.run("-n", namespace, "get", "deploy", "web", "-o", "jsonpath={.spec.replicas}"), "5");
    }

    private static void ok(Outcome outcome, String printed) {
        assertThat(outcome.code()).as(outcome.toString()).isZero();
        assertThat(outcome.out()).contains(printed);
    }
}

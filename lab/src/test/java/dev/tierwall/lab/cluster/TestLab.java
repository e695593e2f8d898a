package dev.tierwall.lab.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tierwall.lab.container.Container;
import dev.tierwall.lab.container.Machine;
import dev.tierwall.lab.pods.ContainerTarget;
import dev.tierwall.lab.pods.LogRequest;
import dev.tierwall.lab.pods.RunningCommand;
import dev.tierwall.lab.store.GroupResource;
import dev.tierwall.lab.store.ObjectStore;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/** A lab without API server and controllers: objects are put straight into its store. */
final class TestLab implements AutoCloseable {

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(JsonReadFeature.ALLOW_UNQUOTED_FIELD_NAMES)
            .enable(JsonReadFeature.ALLOW_SINGLE_QUOTES)
            .enable(JsonReadFeature.ALLOW_TRAILING_COMMA)
            .build();

    final ObjectStore store = new ObjectStore();
    final List<String> complaints = new ArrayList<>();
    final Path folder;
    final Lab lab;

    /** What a command printed, and how it ended. */
    record Result(int code, String out, String err) {}

    TestLab(Map<String, Path> images) throws IOException {
        folder = Files.createTempDirectory("tierwall-lab-test");
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        lab = Lab.start(
                Lab.wire(new Lab.Plan(2, Machine.here(folder, images), Outside.hosts(Map.of()), "v1.33.0")),
                new Lab.Given(store, pod -> "", (node, objects) -> () -> {}, complaints::add));
        for (String namespace : List.of("default", "kube-system", "shop")) {
            put("namespaces", "{kind: 'Namespace', metadata: {name: '" + namespace + "'}}");
        }
        put("services", """
                {kind: 'Service', metadata: {namespace: 'kube-system', name: 'kube-dns'}, spec: {clusterIP: '10.96.0.10',
                  ports: [{name: 'dns', port: 53, protocol: 'UDP'}, {name: 'dns-tcp', port: 53, protocol: 'TCP'}]}}""");
        pod("kube-system", "dns", "containers: [{name: 'dns', image: 'coredns/coredns:1.12'}]");
        put("endpointslices", """
                {kind: 'EndpointSlice', metadata: {namespace: 'kube-system', name: 'kube-dns-1',
                  labels: {'kubernetes.io/service-name': 'kube-dns'}},
                  ports: [{name: 'dns', port: 53, protocol: 'UDP'}, {name: 'dns-tcp', port: 53, protocol: 'TCP'}],
                  endpoints: [{addresses: ['%s'], conditions: {ready: true}}]}""".formatted(ip("kube-system", "dns")));
        Awaitility.await().atMost(Duration.ofSeconds(10)).until(() -> {
            Result found = run("kube-system/dns", "nslookup", "kube-dns.kube-system");
            return found.code() == 0;
        });
    }

    /** Puts an object into the store; JSON without most of its quotes. */
    ObjectNode put(String resource, String text) throws IOException {
        ObjectNode tree = (ObjectNode) JSON.readTree(text);
        ObjectNode metadata = tree.withObject("/metadata");
        metadata.put("uid", UUID.randomUUID().toString());
        String group = resource.equals("endpointslices") ? "discovery.k8s.io" : "";
        String namespace = metadata.path("namespace").asText("");
        String name = metadata.path("name").asText();
        return store.create(new GroupResource(group, resource).key(namespace, name), tree)
                .orElseThrow();
    }

    /** Makes a pod and waits until it runs or has ended. */
    void pod(String namespace, String name, String spec) throws IOException {
        create(namespace, name, "", spec);
        await(namespace, name, "Running", "Succeeded", "Failed");
    }

    void create(String namespace, String name, String metadata, String spec) throws IOException {
        put(
                "pods",
                "{apiVersion: 'v1', kind: 'Pod', metadata: {namespace: '" + namespace + "', name: '" + name + "'"
                        + metadata + "}, spec: {" + spec + "}}");
    }

    ObjectNode pod(String namespace, String name) {
        return store.get(GroupResource.PODS.key(namespace, name)).orElseThrow();
    }

    void await(String namespace, String name, String... phases) {
        Awaitility.await(namespace + "/" + name)
                .atMost(Duration.ofSeconds(15))
                .pollInterval(Duration.ofMillis(10))
                .until(() -> List.of(phases)
                        .contains(pod(namespace, name).at("/status/phase").asText()));
    }

    String ip(String namespace, String name) {
        return pod(namespace, name).at("/status/podIP").asText();
    }

    /** Runs a command in the first container of a pod, written namespace/name. */
    Result run(String pod, String... command) throws IOException, InterruptedException {
        String[] names = pod.split("/", 2);
        String container = pod(names[0], names[1]).at("/spec/containers/0/name").asText();
        try (RunningCommand running =
                lab.pods().exec(new ContainerTarget(names[0], names[1], container), List.of(command), false)) {
            running.stdin().close();
            String out = new String(running.stdout().readAllBytes(), StandardCharsets.UTF_8);
            String err = new String(running.stderr().readAllBytes(), StandardCharsets.UTF_8);
            return new Result(running.waitFor(), out, err);
        }
    }

    String log(String pod, String container, boolean previous) throws IOException {
        String[] names = pod.split("/", 2);
        LogRequest all = new LogRequest(
                previous, false, false, OptionalLong.empty(), OptionalLong.empty(), OptionalLong.empty());
        return new String(
                lab.pods()
                        .logs(new ContainerTarget(names[0], names[1], container), all)
                        .readAllBytes(),
                StandardCharsets.UTF_8);
    }

    /** The log from now on, until the container ends. */
    InputStream follow(String pod, String container) throws IOException {
        String[] names = pod.split("/", 2);
        LogRequest rest =
                new LogRequest(false, true, false, OptionalLong.empty(), OptionalLong.empty(), OptionalLong.empty());
        return lab.pods().logs(new ContainerTarget(names[0], names[1], container), rest);
    }

    /** Asks for a pod's end, as the API server does. */
    void delete(String namespace, String name, int grace) {
        store.change(GroupResource.PODS.key(namespace, name), tree -> {
            tree.withObject("/metadata")
                    .put("deletionTimestamp", "2026-01-01T00:00:00Z")
                    .put("deletionGracePeriodSeconds", grace);
            return tree;
        });
    }

    /** Ends it, and sees that no pod has left a file. */
    @Override
    public void close() {
        lab.close();
        Path pods = folder.resolve("pods");
        try {
            try (Stream<Path> left = Files.exists(pods) ? Files.list(pods) : Stream.empty()) {
                assertThat(left.toList()).as("what pods left").isEmpty();
            }
            Container.deleteAll(folder);
        } catch (IOException refused) {
            throw new UncheckedIOException(refused);
        }
    }
}

package dev.tierwall.lab.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tierwall.lab.ControlPlane;
import dev.tierwall.lab.LocalPods;
import dev.tierwall.lab.store.GroupResource;
import dev.tierwall.lab.store.ObjectStore;
import dev.tierwall.lab.store.StoreEvent;
import dev.tierwall.lab.store.StoreKey;
import dev.tierwall.lab.store.Watch;
import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** The controllers, with nodes that take every pod for ready at once. */
class ControlLoopTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final GroupResource DEPLOYMENTS = new GroupResource("apps", "deployments");
    private static final GroupResource SETS = new GroupResource("apps", "replicasets");

    private final ConcurrentLinkedQueue<String> complaints = new ConcurrentLinkedQueue<>();
    private ControlPlane plane;
    private ObjectStore store;
    private ControlLoop loop;
    private Thread nodes;
    private Cluster cluster;

    @BeforeEach
    void start() throws IOException {
        plane = new ControlPlane(List.of(InetAddress.getLoopbackAddress()), new LocalPods());
        store = plane.objects().store();
        cluster = new Cluster(plane.objects(), plane.catalog());
        loop = ControlLoop.start(plane.objects(), plane.catalog(), "authority", complaints::add);
        // Before anything is applied, so that no pod is missed.
        Watch pods = store.watch(key -> key.resource().equals(GroupResource.PODS));
        nodes = Thread.ofVirtual().start(() -> runPods(pods));
    }

    @AfterEach
    void stop() {
        nodes.interrupt();
        loop.close();
        plane.close();
        assertThat(complaints).isEmpty();
    }

    /** Pods get addresses and become ready, or are over when they are called jobs, and go when they are to. */
    private void runPods(Watch pods) {
        int[] number = new int[1];
        try (pods) {
            while (!Thread.interrupted()) {
                Optional<StoreEvent> event = pods.next(Duration.ofSeconds(1));
                if (event.isEmpty() || event.get().type() == StoreEvent.Type.DELETED) {
                    continue;
                }
                StoreKey key = event.get().key();
                if (Pods.isLeaving(event.get().object())) {
                    cluster.deleteNow(key);
                } else if (event.get().type() == StoreEvent.Type.ADDED) {
                    cluster.edit(key, pod -> pod.withObject("/spec").put("nodeName", "node1"));
                    cluster.status(key, status -> {
                        boolean job = key.name().startsWith("job");
                        status.put("phase", job ? "Succeeded" : "Running");
                        status.withArray("podIPs").addObject().put("ip", "10.244.1." + ++number[0]);
                        status.withArray("conditions")
                                .addObject()
                                .put("type", "Ready")
                                .put("status", job ? "False" : "True");
                    });
                }
            }
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        }
    }

    private void apply(String yaml) {
        Object read = new Load(LoadSettings.builder().build()).loadFromString(yaml);
        plane.create(JSON.<ObjectNode>valueToTree(read));
    }

    private List<ObjectNode> pods() {
        return Pods.active(store.list(GroupResource.PODS));
    }

    private Set<String> images() {
        return pods().stream()
                .map(pod -> pod.at("/spec/containers/0/image").asText())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static void eventually(org.awaitility.core.ThrowingRunnable holds) {
        await().atMost(Duration.ofSeconds(20))
                .pollInterval(Duration.ofMillis(20))
                .untilAsserted(holds);
    }

    private void deployment(int replicas, String image) {
        apply("""
                apiVersion: apps/v1
                kind: Deployment
                metadata: {name: web, namespace: default}
                spec:
                  replicas: %d
                  selector: {matchLabels: {app: web}}
                  template:
                    metadata: {labels: {app: web}}
                    spec: {containers: [{name: web, image: %s, ports: [{name: http, containerPort: 8080}]}]}
                """.formatted(replicas, image));
    }

    private StoreKey web() {
        return DEPLOYMENTS.key("default", "web");
    }

    private JsonNode status() {
        return store.get(web()).orElseThrow().path("status");
    }

    @Test
    void aDeploymentHasAsManyReadyPodsAsItWants() {
        deployment(3, "one");
        eventually(() -> assertThat(status().path("availableReplicas").asInt()).isEqualTo(3));
        assertThat(pods()).hasSize(3);
        cluster.edit(web(), it -> it.withObject("/spec").put("replicas", 1));
        eventually(() -> assertThat(pods()).hasSize(1));
        eventually(() -> assertThat(status().path("replicas").asInt()).isEqualTo(1));
    }

    @Test
    void anotherTemplateReplacesThePodsAndGoingBackTakesTheOldSet() {
        deployment(4, "one");
        eventually(() -> assertThat(status().path("availableReplicas").asInt()).isEqualTo(4));
        image("two");
        eventually(() -> assertThat(images()).containsExactly("two"));
        eventually(() -> assertThat(status().path("updatedReplicas").asInt()).isEqualTo(4));
        assertThat(store.list(SETS)).hasSize(2);
        image("one");
        eventually(() -> assertThat(images()).containsExactly("one"));
        assertThat(store.list(SETS)).as("sets: the first is used again").hasSize(2);
        eventually(() -> assertThat(store.get(web())
                        .orElseThrow()
                        .at("/metadata/annotations")
                        .toString())
                .contains("\"3\""));
    }

    private void image(String image) {
        cluster.edit(web(), it -> ((ObjectNode) it.at("/spec/template/spec/containers/0")).put("image", image));
    }

    @Test
    void whatADeletedObjectOwnedGoesToo() {
        deployment(2, "one");
        eventually(() -> assertThat(pods()).hasSize(2));
        cluster.delete(web());
        eventually(() -> assertThat(store.list(SETS)).isEmpty());
        eventually(() -> assertThat(store.list(GroupResource.PODS)).isEmpty());
    }

    @Test
    void aServiceKnowsThePodsBehindIt() {
        deployment(2, "one");
        apply("""
                apiVersion: v1
                kind: Service
                metadata: {name: web, namespace: default}
                spec: {selector: {app: web}, ports: [{port: 80, targetPort: http}]}
                """);
        eventually(() -> {
            List<ObjectNode> slices = store.list(GroupResource.ENDPOINT_SLICES);
            assertThat(slices).hasSize(1);
            assertThat(slices.getFirst().path("endpoints")).hasSize(2);
            assertThat(slices.getFirst().at("/ports/0/port").asInt()).isEqualTo(8080);
            assertThat(slices.getFirst().at("/endpoints/0/conditions/ready").asBoolean())
                    .isTrue();
        });
        ObjectNode older =
                store.get(GroupResource.ENDPOINTS.key("default", "web")).orElseThrow();
        assertThat(older.at("/subsets/0/addresses")).hasSize(2);
    }

    @Test
    void podsOfAStatefulSetComeInOrderAndGoInTheOpposite() {
        apply("""
                apiVersion: apps/v1
                kind: StatefulSet
                metadata: {name: db, namespace: default}
                spec:
                  replicas: 3
                  serviceName: db
                  selector: {matchLabels: {app: db}}
                  template:
                    metadata: {labels: {app: db}}
                    spec: {containers: [{name: db, image: one}]}
                """);
        eventually(() -> assertThat(
                        pods().stream().map(pod -> pod.at("/metadata/name").asText()))
                .containsExactly("db-0", "db-1", "db-2"));
        StoreKey key = new GroupResource("apps", "statefulsets").key("default", "db");
        cluster.edit(key, it -> it.withObject("/spec").put("replicas", 1));
        eventually(() -> assertThat(
                        pods().stream().map(pod -> pod.at("/metadata/name").asText()))
                .containsExactly("db-0"));
    }

    @Test
    void aJobIsCompleteWhenItsPodsHaveEndedWell() {
        apply("""
                apiVersion: batch/v1
                kind: Job
                metadata: {name: job, namespace: default}
                spec:
                  completions: 3
                  parallelism: 2
                  template: {spec: {restartPolicy: Never, containers: [{name: job, image: one}]}}
                """);
        StoreKey key = new GroupResource("batch", "jobs").key("default", "job");
        eventually(() -> assertThat(store.get(key)
                        .orElseThrow()
                        .at("/status/conditions/0/type")
                        .asText())
                .isEqualTo("Complete"));
        assertThat(store.get(key).orElseThrow().at("/status/succeeded").asInt()).isEqualTo(3);
        assertThat(store.list(GroupResource.PODS)).hasSize(3);
    }

    @Test
    void aNamespaceIsFurnishedAndGoesWithAllThatIsInIt() {
        apply("{apiVersion: v1, kind: Namespace, metadata: {name: shop}}");
        eventually(() -> {
            assertThat(store.get(GroupResource.SERVICE_ACCOUNTS.key("shop", "default")))
                    .isPresent();
            assertThat(store.get(GroupResource.CONFIG_MAPS.key("shop", "kube-root-ca.crt")))
                    .isPresent();
        });
        apply(
                "{apiVersion: v1, kind: Pod, metadata: {name: a, namespace: shop}, spec: {containers: [{name: a, image: one}]}}");
        apply(
                "{apiVersion: networking.k8s.io/v1, kind: NetworkPolicy, metadata: {name: deny, namespace: shop}, spec: {podSelector: {}}}");
        cluster.delete(GroupResource.NAMESPACES.key("", "shop"));
        eventually(() ->
                assertThat(store.get(GroupResource.NAMESPACES.key("", "shop"))).isEmpty());
        assertThat(store.list(GroupResource.PODS)).isEmpty();
        assertThat(store.list(new GroupResource("networking.k8s.io", "networkpolicies")))
                .isEmpty();
    }
}

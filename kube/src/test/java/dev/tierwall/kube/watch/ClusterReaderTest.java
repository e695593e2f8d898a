package dev.tierwall.kube.watch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tierwall.core.model.NetworkPolicy;
import dev.tierwall.core.model.ObjectKey;
import dev.tierwall.core.model.Pod;
import dev.tierwall.core.model.Snapshot;
import dev.tierwall.core.net.Address;
import dev.tierwall.kube.access.ClusterException;
import dev.tierwall.kube.fixture.ApiFixture;
import dev.tierwall.kube.fixture.FakeCluster;
import dev.tierwall.kube.fixture.Json;
import dev.tierwall.kube.manifest.Reading;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClusterReaderTest {

    private static final String NAMESPACES = "/api/v1/namespaces";
    private static final String PODS = "/api/v1/pods";
    private static final String POLICIES = "/apis/networking.k8s.io/v1/networkpolicies";

    @TempDir
    Path folder;

    private final ApiFixture api = ApiFixture.http();
    private final FakeCluster cluster = new FakeCluster(api);

    @AfterEach
    void stop() {
        api.close();
    }

    @Test
    void readsTheFactsOfEveryKind() throws Exception {
        shop();
        Reading facts = read();

        Snapshot snapshot = facts.snapshot();
        assertThat(facts.findings()).isEmpty();
        assertThat(snapshot.namespaceLabels("shop").toString()).isEqualTo("kubernetes.io/metadata.name=shop,team=red");
        Pod web = snapshot.pods().get(new ObjectKey("Pod", "shop", "web-abc-1")).orElseThrow();
        assertThat(web.labels().toString()).isEqualTo("app=web");
        assertThat(web.addresses()).containsExactly(Address.parse("10.0.0.1").orElseThrow());
        assertThat(web.ports())
                .containsExactly(new Pod.ContainerPort("http", dev.tierwall.core.net.Protocol.TCP, 8080));
        assertThat(web.node()).contains("node-1");
        assertThat(web.location().toString()).isEqualTo("cluster c");
        assertThat(snapshot.policies().get(new ObjectKey(NetworkPolicy.KIND, "shop", "closed")))
                .isPresent();
    }

    @Test
    void podsAreGroupedUnderTheirOutermostOwnersAndStandForTheirTemplates() throws Exception {
        shop();
        cluster.add("/apis/apps/v1/deployments", Json.workload("shop", "web", "web", ""));
        cluster.add(
                "/apis/apps/v1/replicasets", Json.workload("shop", "web-abc", "web", Json.owner("Deployment", "web")));
        cluster.add("/apis/apps/v1/deployments", Json.workload("shop", "idle", "idle", ""));

        Snapshot snapshot = read().snapshot();

        assertThat(snapshot.pods()
                        .get(new ObjectKey("Pod", "shop", "web-abc-1"))
                        .orElseThrow()
                        .workload())
                .isEqualTo(new ObjectKey("Deployment", "shop", "web"));
        assertThat(snapshot.pods().get(new ObjectKey("Deployment", "shop", "web")))
                .isEmpty();
        assertThat(snapshot.pods().get(new ObjectKey("ReplicaSet", "shop", "web-abc")))
                .isEmpty();
        assertThat(snapshot.pods().get(new ObjectKey("Deployment", "shop", "idle")))
                .isPresent();
    }

    @Test
    void readsPageByPage() throws Exception {
        cluster.add(NAMESPACES, Json.namespace("shop", "")).pages(3);
        for (int i = 0; i < 10; i++) {
            cluster.add(PODS, Json.pod("shop", "p" + i, "", "10.0.0." + i, ""));
        }
        ConcurrentHashMap<String, Integer> progress = new ConcurrentHashMap<>();

        Reading facts = read(Optional.empty(), progress::put);

        assertThat(facts.snapshot().pods().size()).isEqualTo(10);
        assertThat(api.requests(PODS))
                .hasSize(4)
                .allSatisfy(request -> assertThat(request.query("limit")).isEqualTo("500"));
        assertThat(api.requests(PODS))
                .extracting(request -> request.query("continue"))
                .containsExactly("", "a+3=/", "a+6=/", "a+9=/");
        assertThat(progress).containsEntry("pods", 10);
    }

    @Test
    void aListingThatExpiresStartsAnewAndForgetsWhatItHad() throws Exception {
        cluster.add(NAMESPACES, Json.namespace("shop", "")).pages(2).expire(PODS, 1);
        cluster.add(PODS, Json.pod("shop", "gone-meanwhile", "", "10.0.0.9", ""));
        for (int i = 0; i < 4; i++) {
            cluster.add(PODS, Json.pod("shop", "p" + i, "", "10.0.0." + i, ""));
        }
        AtomicInteger times = new AtomicInteger();
        api.wrap(PODS, answer -> (request, exchange) -> {
            if (times.incrementAndGet() == 3) {
                cluster.remove(PODS, "gone-meanwhile");
            }
            answer.write(request, exchange);
        });

        Snapshot snapshot = read().snapshot();

        assertThat(snapshot.pods().size()).isEqualTo(4);
        assertThat(api.requests(PODS))
                .extracting(request -> request.query("continue"))
                .containsExactly("", "a+2=/", "", "a+2=/");
    }

    @Test
    void aListingThatExpiresTwiceIsReadInOnePiece() throws Exception {
        cluster.add(NAMESPACES, Json.namespace("shop", "")).pages(2).expire(PODS, 2);
        for (int i = 0; i < 5; i++) {
            cluster.add(PODS, Json.pod("shop", "p" + i, "", "10.0.0." + i, ""));
        }

        assertThat(read().snapshot().pods().size()).isEqualTo(5);
        assertThat(api.requests(PODS))
                .extracting(request -> request.query("limit"))
                .containsExactly("500", "500", "500", "500", "");
    }

    @Test
    void faultsOfObjectsNameTheObject() throws Exception {
        shop();
        cluster.add(POLICIES, """
                {"metadata":{"name":"odd","namespace":"shop"},"spec":{"podSelector":{},
                "ingress":[{"from":[{"ipBlock":{"cidr":"10.0.0.0/99"}}]}]}}""");

        Reading facts = read();

        assertThat(facts.findings())
                .singleElement()
                .asString()
                .startsWith("cluster c: error: NetworkPolicy shop/odd: ")
                .contains("10.0.0.0/99");
    }

    @Test
    void aPageThatBreaksOffIsReadAgain() throws Exception {
        shop();
        AtomicInteger times = new AtomicInteger();
        api.wrap(PODS, answer -> (request, exchange) -> {
            if (times.incrementAndGet() == 1) {
                exchange.getResponseHeaders().set("Content-Type", "application/json");
                exchange.sendResponseHeaders(200, 0);
                String half = "{\"kind\":\"PodList\",\"apiVersion\":\"v1\",\"metadata\":{},\"items\":["
                        + Json.pod("shop", "ghost", "", "10.0.0.3", "") + ",{\"metadata\":{";
                exchange.getResponseBody().write(half.getBytes(StandardCharsets.UTF_8));
            } else {
                answer.write(request, exchange);
            }
        });

        Snapshot snapshot = read().snapshot();

        assertThat(times).hasValue(2);
        assertThat(snapshot.pods().size()).isEqualTo(1);
    }

    @Test
    void aPageThatEndsElsewhereTheSecondTimeStartsTheListingAnew() throws Exception {
        cluster.add(NAMESPACES, Json.namespace("shop", "")).pages(2);
        for (int i = 0; i < 5; i++) {
            cluster.add(PODS, Json.pod("shop", "p" + i, "", "10.0.0." + i, ""));
        }
        AtomicInteger times = new AtomicInteger();
        api.wrap(PODS, answer -> (request, exchange) -> {
            if (request.query("continue").isEmpty() && times.incrementAndGet() == 1) {
                exchange.getResponseHeaders().set("Content-Type", "application/json");
                exchange.sendResponseHeaders(200, 0);
                String half = "{\"kind\":\"PodList\",\"metadata\":{\"continue\":\"a+4=/\"},\"items\":["
                        + Json.pod("shop", "ghost", "", "10.0.0.9", "") + ",{\"metadata\":{";
                exchange.getResponseBody().write(half.getBytes(StandardCharsets.UTF_8));
            } else {
                answer.write(request, exchange);
            }
        });

        Snapshot snapshot = read().snapshot();

        assertThat(snapshot.pods().size()).isEqualTo(5);
        assertThat(snapshot.pods().get(new ObjectKey("Pod", "shop", "ghost"))).isEmpty();
    }

    @Test
    void whoeverIsNoApiServerIsToldSo() {
        api.on(PODS, (request, exchange) -> ApiFixture.send(exchange, 200, "text/html", "<html>Please log in</html>"));
        assertThatThrownBy(this::read)
                .isInstanceOf(ClusterException.class)
                .hasMessageContaining("is no Kubernetes API server: it answers with text/html");

        api.on(PODS, (request, exchange) -> ApiFixture.send(exchange, 404, "text/plain", "not found"));
        assertThatThrownBy(this::read)
                .isInstanceOf(ClusterException.class)
                .hasMessageContaining("is no Kubernetes API server: it knows no pods");
    }

    @Test
    void anAnswerThatNobodyExpectsIsQuoted() {
        api.json(PODS, 400, ApiFixture.status(400, "BadRequest", "limit is not an integer"));
        assertThatThrownBy(this::read)
                .isInstanceOf(ClusterException.class)
                .hasMessage(
                        "the cluster \"c\" answered /api/v1/pods with 400: limit is not an integer; try again later");
    }

    private void shop() {
        cluster.add(NAMESPACES, Json.namespace("shop", "\"team\":\"red\""))
                .add(
                        PODS,
                        Json.pod(
                                "shop",
                                "web-abc-1",
                                "\"app\":\"web\"",
                                "10.0.0.1",
                                Json.owner("ReplicaSet", "web-abc")))
                .add(POLICIES, Json.closed("shop", "closed"));
    }

    private Reading read() throws ClusterException {
        return read(Optional.empty(), Progress.NONE);
    }

    private Reading read(Optional<String> namespace, Progress progress) throws ClusterException {
        return LiveReading.read(api, folder, namespace, progress);
    }
}

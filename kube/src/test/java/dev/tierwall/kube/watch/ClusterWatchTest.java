package dev.tierwall.kube.watch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tierwall.core.model.Change;
import dev.tierwall.core.model.ObjectKey;
import dev.tierwall.kube.access.Access;
import dev.tierwall.kube.access.ApiServer;
import dev.tierwall.kube.access.ClusterOptions;
import dev.tierwall.kube.access.Environment;
import dev.tierwall.kube.fixture.ApiFixture;
import dev.tierwall.kube.fixture.WatchedCluster;
import dev.tierwall.kube.fixture.WatchedCluster.Fault;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ClusterWatchTest {

    private static final String PODS = "/api/v1/pods";
    private static final String NAMESPACES = "/api/v1/namespaces";
    private static final String POLICIES = "/apis/networking.k8s.io/v1/networkpolicies";

    private final ApiFixture api = ApiFixture.http();
    private final WatchedCluster cluster = new WatchedCluster(api);
    private final ChangeQueue queue = new ChangeQueue();
    private final Map<ObjectKey, Change> state = new TreeMap<>();
    private boolean complete;

    @TempDir
    private Path folder;

    private ClusterWatch watch;

    private static final WatchListener NOBODY = new WatchListener() {
        @Override
        public void failed(String plural, String reason) {}

        @Override
        public void following(String plural) {}

        @Override
        public void absent(String plural) {}
    };

    @BeforeEach
    void begin() throws Exception {
        Path config = folder.resolve("config");
        Files.writeString(config, """
                apiVersion: v1
                kind: Config
                current-context: c
                contexts: [{name: c, context: {cluster: k, user: u}}]
                clusters: [{name: k, cluster: {server: "%s"}}]
                users: [{name: u, user: {}}]
                """.formatted(api.url()));
        ClusterOptions options = ClusterOptions.NONE.withKubeconfig(config);
        cluster.put(NAMESPACES, "a", namespace("a", ""));
        cluster.put(PODS, "one", pod("one", "10.0.0.1"));
        watch = ClusterWatch.start(
                () -> new ApiServer(Access.find(options, Environment.of(Map.of(), line -> {})), Duration.ofSeconds(5)),
                queue,
                NOBODY,
                Duration.ofSeconds(2));
    }

    @AfterEach
    void end() {
        cluster.set(Fault.CLOSING);
        watch.close();
        api.close();
    }

    private static String namespace(String name, String more) {
        return "{\"kind\":\"Namespace\",\"apiVersion\":\"v1\",\"metadata\":{\"name\":\"" + name
                + "\",\"resourceVersion\":\"@VERSION@\"" + more + "}}";
    }

    private static String pod(String name, String address) {
        return "{\"kind\":\"Pod\",\"apiVersion\":\"v1\",\"metadata\":{\"name\":\"" + name
                + "\",\"namespace\":\"a\",\"resourceVersion\":\"@VERSION@\"},\"spec\":{\"nodeName\":\"n\"},"
                + "\"status\":{\"phase\":\"Running\",\"podIPs\":[{\"ip\":\"" + address + "\"}]}}";
    }

    private static String policy(String name) {
        return "{\"kind\":\"NetworkPolicy\",\"apiVersion\":\"networking.k8s.io/v1\",\"metadata\":{\"name\":\"" + name
                + "\",\"namespace\":\"a\",\"resourceVersion\":\"@VERSION@\"},\"spec\":{\"podSelector\":{}}}";
    }

    /** Takes changes until the state is as wanted, or it takes too long. */
    private void until(BooleanSupplier wanted) throws InterruptedException {
        long end = System.nanoTime() + 20_000_000_000L;
        while (!wanted.getAsBoolean()) {
            assertThat(System.nanoTime()).as("in time; %s", state.keySet()).isLessThan(end);
            ChangeQueue.Batch batch = queue.take(Duration.ofMillis(100));
            batch.changes().forEach(change -> state.put(change.key(), change));
            complete |= batch.complete();
        }
    }

    private boolean has(String kind, String name) {
        return state.get(new ObjectKey(kind, "a", name)) instanceof Change.Put;
    }

    @Test
    void listsInPagesAndFollows() throws Exception {
        until(() -> complete);
        assertThat(has("Pod", "one")).isTrue();
        cluster.put(PODS, "two", pod("two", "10.0.0.2"));
        until(() -> has("Pod", "two"));
        cluster.delete(PODS, "one");
        until(() -> !has("Pod", "one"));
    }

    @ParameterizedTest
    @EnumSource(
            value = Fault.class,
            names = {"NONE"},
            mode = EnumSource.Mode.EXCLUDE)
    void comesToTheSameStateWhateverTheServerDoes(Fault fault) throws Exception {
        cluster.pages(3);
        until(() -> complete);
        cluster.set(fault);
        for (int i = 0; i < 20; i++) {
            cluster.put(PODS, "p" + i, pod("p" + i, "10.0.1." + i));
            if (i % 3 == 2) {
                cluster.delete(PODS, "p" + (i - 1));
            }
            if (i == 10) {
                cluster.forget();
            }
            Thread.sleep(20);
        }
        Thread.sleep(300);
        cluster.set(Fault.NONE);
        cluster.put(PODS, "last", pod("last", "10.0.0.9"));
        until(() -> has("Pod", "last")
                && IntStream.range(0, 20).allMatch(i -> has("Pod", "p" + i) == (i % 3 != 1 || i == 19)));
    }

    @Test
    void aDeletedNamespaceKeepsItsPoliciesUntilItIsGone() throws Exception {
        cluster.put(POLICIES, "deny", policy("deny"));
        until(() -> complete && has("NetworkPolicy", "deny"));
        cluster.put(NAMESPACES, "a", namespace("a", ",\"deletionTimestamp\":\"2026-01-01T00:00:00Z\""));
        Thread.sleep(300);
        cluster.delete(POLICIES, "deny");
        cluster.delete(PODS, "one");
        until(() -> !has("Pod", "one"));
        Thread.sleep(300);
        until(() -> true);
        assertThat(has("NetworkPolicy", "deny")).as("while the namespace ends").isTrue();
        cluster.delete(NAMESPACES, "a");
        until(() -> !has("NetworkPolicy", "deny"));
    }
}

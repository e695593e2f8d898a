package dev.tierwall.kube.watch;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import dev.tierwall.core.label.Labels;
import dev.tierwall.core.model.Pod;
import dev.tierwall.core.model.Snapshot;
import dev.tierwall.kube.fixture.ApiFixture;
import dev.tierwall.kube.fixture.FakeCluster;
import dev.tierwall.kube.fixture.Json;
import dev.tierwall.kube.manifest.Reading;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A cluster of 100,000 pods: its JSON is never held, and what is kept is small. */
class LargeClusterTest {

    private static final int PODS = 100_000;
    private static final int PAGE = 500;

    /** What each pod carries along that nobody here reads: about as much as a kubelet writes. */
    private static final String MANAGED =
            "{\"manager\":\"kubelet\",\"fieldsV1\":{\"f:status\":{" + "\"f:x\":{},".repeat(150) + "\"f:phase\":{}}}}";

    @TempDir
    Path folder;

    private final AtomicLong sent = new AtomicLong();

    @Test
    void aHundredThousandPodsTakeLessThanAKilobyteEach() throws Exception {
        try (ApiFixture api = ApiFixture.http()) {
            new FakeCluster(api);
            api.on("/api/v1/pods", this::page);
            MemoryMXBean memory = ManagementFactory.getMemoryMXBean();
            long before = used(memory);
            long start = System.nanoTime();

            Snapshot facts = snapshot(LiveReading.read(api, folder, Optional.empty(), Progress.NONE));

            long millis = (System.nanoTime() - start) / 1_000_000;
            long bytesEach = (used(memory) - before) / PODS;
            System.out.printf(
                    "%d pods, %d MB of JSON, in %d ms; %d bytes kept for each%n",
                    PODS, sent.get() >> 20, millis, bytesEach);
            assertThat(facts.pods().size()).isEqualTo(PODS);
            assertThat(bytesEach).isLessThan(700);
            assertShared(facts);
        }
    }

    private static Snapshot snapshot(Reading read) {
        assertThat(read.findings()).isEmpty();
        return read.snapshot();
    }

    private static void assertShared(Snapshot facts) {
        Set<Labels> labels = Collections.newSetFromMap(new IdentityHashMap<>());
        Set<String> namespaces = Collections.newSetFromMap(new IdentityHashMap<>());
        for (Pod pod : facts.pods().values()) {
            labels.add(pod.labels());
            namespaces.add(pod.key().namespace());
        }
        assertThat(labels).hasSize(1000);
        assertThat(namespaces).hasSize(100);
    }

    private static long used(MemoryMXBean memory) {
        memory.gc();
        memory.gc();
        return memory.getHeapMemoryUsage().getUsed();
    }

    private void page(ApiFixture.Request request, HttpExchange exchange) throws IOException {
        int from = request.query("continue").isEmpty() ? 0 : Integer.parseInt(request.query("continue"));
        int to = from + PAGE;
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(200, 0);
        try (OutputStream out = new BufferedOutputStream(exchange.getResponseBody(), 1 << 16)) {
            String next = to < PODS ? ",\"continue\":\"" + to + "\"" : "";
            write(
                    out,
                    "{\"kind\":\"PodList\",\"apiVersion\":\"v1\",\"metadata\":{\"resourceVersion\":\"1\"" + next
                            + "},\"items\":[");
            for (int i = from; i < to; i++) {
                write(out, (i > from ? "," : "") + pod(i));
            }
            write(out, "]}");
        }
    }

    private void write(OutputStream out, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        sent.addAndGet(bytes.length);
        out.write(bytes);
    }

    private static String pod(int i) {
        int workload = i / 100;
        String labels = "\"app\":\"app-%d\",\"pod-template-hash\":\"hash%d\"".formatted(workload, workload);
        String address = "10." + (i >> 16) + "." + (i >> 8 & 255) + "." + (i & 255);
        String owner = Json.owner("ReplicaSet", "app-" + workload + "-hash" + workload);
        return Json.pod("team-" + workload % 100, "app-" + workload + "-" + i, labels, address, owner)
                .replace("\"managedFields\":[", "\"managedFields\":[" + MANAGED + ",");
    }
}

package dev.tierwall.kube.watch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tierwall.core.label.Labels;
import dev.tierwall.core.label.Selector;
import dev.tierwall.core.model.ClusterObject;
import dev.tierwall.core.model.Direction;
import dev.tierwall.core.model.EndpointSlice;
import dev.tierwall.core.model.Location;
import dev.tierwall.core.model.Namespace;
import dev.tierwall.core.model.NetworkPolicy;
import dev.tierwall.core.model.ObjectKey;
import dev.tierwall.core.model.Pod;
import dev.tierwall.core.model.Snapshot;
import dev.tierwall.core.net.Address;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class OverlayTest {

    private static final Location LIVE = new Location("cluster c", 0, 0);
    private static final Location FILE = new Location("web.yaml", 1, 1);
    private static final ObjectKey WEB = new ObjectKey("Deployment", "shop", "web");
    private static final ObjectKey DB = new ObjectKey("StatefulSet", "shop", "db");

    @Test
    void aWorkloadTakesThePlaceOfItsPods() {
        Snapshot cluster = Snapshot.of(List.of(
                pod("Pod", "web-1", "10.0.0.1", WEB),
                pod("Pod", "web-2", "10.0.0.2", WEB),
                pod("Pod", "db-0", "10.0.0.3", DB)));
        List<ClusterObject> files = List.of(template(WEB));

        assertThat(keys(Overlay.of(cluster, files))).containsExactlyInAnyOrder("shop/Deployment/web", "shop/Pod/db-0");
    }

    @Test
    void aWorkloadThatStaysAsItIsKeepsItsPods() {
        Snapshot cluster = Snapshot.of(List.of(pod("Pod", "web-1", "10.0.0.1", WEB)));

        assertThat(Overlay.of(cluster, List.of(template(WEB, Labels.NONE)))).isEqualTo(cluster);
    }

    @Test
    void aPodKeepsWhatItsManifestLeavesToTheCluster() {
        Snapshot cluster = Snapshot.of(List.of(pod("Pod", "web-1", "10.0.0.1", WEB)));
        ObjectKey key = new ObjectKey("Pod", "shop", "web-1");

        Pod pod = Overlay.of(cluster, List.of(template(key))).pods().get(key).orElseThrow();

        assertThat(pod.labels().has("version", "next")).isTrue();
        assertThat(pod.addresses()).containsExactly(address("10.0.0.1"));
        assertThat(pod.workload()).isEqualTo(WEB);
    }

    @Test
    void aWorkloadTakesThePlaceOfItsTemplateAndOfThoseItMakes() {
        ObjectKey nightly = new ObjectKey("CronJob", "shop", "nightly");
        Snapshot cluster = Snapshot.of(List.of(template(nightly), pod("Pod", "nightly-123-x", "10.0.0.1", nightly)));

        assertThat(keys(Overlay.of(cluster, List.of(template(nightly))))).containsExactly("shop/CronJob/nightly");
    }

    @Test
    void aPodTakesThePlaceOfItselfAlone() {
        Snapshot cluster =
                Snapshot.of(List.of(pod("Pod", "web-1", "10.0.0.1", WEB), pod("Pod", "web-2", "10.0.0.2", WEB)));
        List<ClusterObject> files = List.of(pod("Pod", "web-1", "10.0.0.7", WEB));

        Snapshot result = Overlay.of(cluster, files);

        assertThat(keys(result)).containsExactlyInAnyOrder("shop/Pod/web-1", "shop/Pod/web-2");
        assertThat(result.pods()
                        .get(new ObjectKey("Pod", "shop", "web-1"))
                        .orElseThrow()
                        .addresses())
                .containsExactly(address("10.0.0.7"));
    }

    @Test
    void endpointSlicesLoseThePodsThatAreGone() {
        EndpointSlice slice = new EndpointSlice(
                new ObjectKey(EndpointSlice.KIND, "shop", "web-xyz"),
                Optional.of("web"),
                List.of(
                        new EndpointSlice.Backend(address("10.0.0.1"), Optional.of("web-1")),
                        new EndpointSlice.Backend(address("10.0.0.3"), Optional.of("db-0")),
                        new EndpointSlice.Backend(address("192.0.2.1"), Optional.empty())),
                List.of(),
                LIVE);
        Snapshot cluster =
                Snapshot.of(List.of(pod("Pod", "web-1", "10.0.0.1", WEB), pod("Pod", "db-0", "10.0.0.3", DB), slice));

        Snapshot result = Overlay.of(cluster, List.of(template(WEB)));

        assertThat(result.slices().get(slice.key()).orElseThrow().endpoints())
                .extracting(EndpointSlice.Backend::address)
                .containsExactly(address("10.0.0.3"), address("192.0.2.1"));
    }

    @Test
    void policiesAndNamespacesOfTheSameNameAreReplacedAndNewOnesAdded() {
        Snapshot cluster = Snapshot.of(List.of(
                new Namespace("shop", Labels.of(Map.of("team", "red")), LIVE),
                new Namespace("other", Labels.NONE, LIVE),
                policy("closed", true, LIVE)));
        List<ClusterObject> files = List.of(
                new Namespace("shop", Labels.of(Map.of("team", "blue")), FILE),
                policy("closed", false, FILE),
                policy("more", true, FILE));

        Snapshot result = Overlay.of(cluster, files);

        assertThat(result.namespaceLabels("shop").has("team", "blue")).isTrue();
        assertThat(result.namespaces().size()).isEqualTo(2);
        assertThat(result.policies().size()).isEqualTo(2);
        assertThat(result.policies()
                        .get(new ObjectKey(NetworkPolicy.KIND, "shop", "closed"))
                        .orElseThrow()
                        .location())
                .isEqualTo(FILE);
    }

    @Test
    void aNamespaceThatIsOnlySupposedGivesWayToTheRealOne() {
        Snapshot cluster = Snapshot.of(List.of(new Namespace("shop", Labels.of(Map.of("team", "red")), LIVE)));
        List<ClusterObject> files = List.of(Namespace.synthesised("shop"), Namespace.synthesised("new"));

        Snapshot result = Overlay.of(cluster, files);

        assertThat(result.namespaceLabels("shop").has("team", "red")).isTrue();
        assertThat(result.namespaces().get("new")).isPresent();
    }

    private static Pod template(ObjectKey key) {
        return template(key, Labels.of(Map.of("version", "next")));
    }

    private static Pod template(ObjectKey key, Labels labels) {
        return new Pod(key, labels, List.of(), List.of(), false, Pod.State.RUNNING, Optional.empty(), key, FILE);
    }

    private static ClusterObject pod(String kind, String name, String address, ObjectKey workload) {
        return new Pod(
                new ObjectKey(kind, "shop", name),
                Labels.NONE,
                List.of(address(address)),
                List.of(),
                false,
                Pod.State.RUNNING,
                Optional.empty(),
                workload,
                LIVE);
    }

    private static NetworkPolicy policy(String name, boolean valid, Location location) {
        return new NetworkPolicy(
                new ObjectKey(NetworkPolicy.KIND, "shop", name),
                Selector.EVERYTHING,
                Set.of(Direction.INGRESS),
                List.of(),
                List.of(),
                valid,
                location);
    }

    private static Address address(String text) {
        return Address.parse(text).orElseThrow();
    }

    private static List<String> keys(Snapshot snapshot) {
        return java.util.stream.StreamSupport.stream(snapshot.pods().values().spliterator(), false)
                .map(pod -> pod.key().toString())
                .toList();
    }
}

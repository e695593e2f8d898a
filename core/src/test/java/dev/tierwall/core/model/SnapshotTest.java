package dev.tierwall.core.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tierwall.core.label.Labels;
import dev.tierwall.core.label.Selector;
import dev.tierwall.core.net.Address;
import dev.tierwall.core.net.Protocol;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SnapshotTest {

    private static Pod pod(String kind, String name, Labels labels) {
        ObjectKey key = new ObjectKey(kind, "ns", name);
        return new Pod(
                key, labels, List.of(), List.of(), false, Pod.State.RUNNING, Optional.empty(), key, Location.NONE);
    }

    /** One object of every kind that a snapshot holds. */
    static List<ClusterObject> everyKind() {
        return List.of(
                new Namespace("ns", Labels.NONE, Location.NONE),
                pod(Pod.KIND, "p", Labels.NONE),
                pod("Deployment", "p", Labels.NONE),
                pod("CronJob", "p", Labels.NONE),
                new Node("n", Labels.NONE, List.of(), List.of(), Location.NONE),
                new Service(
                        new ObjectKey(Service.KIND, "ns", "p"),
                        Labels.NONE,
                        Optional.empty(),
                        List.of(),
                        List.of(),
                        Service.Type.CLUSTER_IP,
                        Location.NONE),
                new EndpointSlice(
                        new ObjectKey(EndpointSlice.KIND, "ns", "p"),
                        Optional.empty(),
                        List.of(),
                        List.of(),
                        Location.NONE),
                new Ingress(new ObjectKey(Ingress.KIND, "ns", "p"), List.of(), Location.NONE),
                new Gateway(new ObjectKey(Gateway.KIND, "ns", "p"), Location.NONE),
                new Route(new ObjectKey("HTTPRoute", "ns", "p"), List.of(), List.of(), Location.NONE),
                new Route(new ObjectKey("TCPRoute", "ns", "p"), List.of(), List.of(), Location.NONE),
                new NetworkPolicy(
                        new ObjectKey(NetworkPolicy.KIND, "ns", "p"),
                        Selector.EVERYTHING,
                        Set.of(Direction.INGRESS),
                        List.of(),
                        List.of(),
                        true,
                        Location.NONE),
                clusterPolicy(ClusterPolicy.KIND, Policy.Tier.ADMIN),
                clusterPolicy(ClusterPolicy.ADMIN_KIND, Policy.Tier.ADMIN),
                clusterPolicy(ClusterPolicy.BASELINE_KIND, Policy.Tier.BASELINE));
    }

    private static ClusterPolicy clusterPolicy(String kind, Policy.Tier tier) {
        return new ClusterPolicy(
                new ObjectKey(kind, "", "p"),
                tier,
                0,
                Selector.EVERYTHING,
                Selector.EVERYTHING,
                List.of(),
                List.of(),
                Location.NONE);
    }

    @ParameterizedTest
    @MethodSource("everyKind")
    void putThenDeleteOfAnyKindIsNothing(ClusterObject object) {
        Snapshot all = Snapshot.of(everyKind());
        Snapshot without = all.with(new Change.Delete(object.key()));
        assertThat(without).isNotEqualTo(all);
        assertThat(without.with(new Change.Put(object))).isEqualTo(all);
        assertThat(without.with(new Change.Delete(object.key()))).isEqualTo(without);
        assertThat(Snapshot.EMPTY.with(new Change.Put(object)).with(new Change.Delete(object.key())))
                .isEqualTo(Snapshot.EMPTY);
    }

    @Test
    void keepsOneOfEachKindThoughTheyShareAName() {
        Snapshot all = Snapshot.of(everyKind());
        int objects = all.namespaces().size()
                + all.pods().size()
                + all.nodes().size()
                + all.services().size()
                + all.slices().size()
                + all.ingresses().size()
                + all.gateways().size()
                + all.routes().size()
                + all.policies().size();
        assertThat(objects).isEqualTo(everyKind().size());
    }

    @Test
    void ofTwoObjectsWithOneKeyTheLaterStays() {
        Pod first = pod(Pod.KIND, "p", Labels.NONE);
        Pod second = pod(Pod.KIND, "p", Labels.of(Map.of("app", "web")));
        assertThat(Snapshot.of(List.of(first, second)).pods().get(first.key())).contains(second);
        assertThat(Snapshot.EMPTY.with(List.of(new Change.Put(first), new Change.Put(second))))
                .isEqualTo(Snapshot.of(List.of(second)));
    }

    @Test
    void theOldSnapshotStaysAsItWas() {
        Snapshot old = Snapshot.of(everyKind());
        old.with(new Change.Put(pod(Pod.KIND, "other", Labels.NONE)));
        assertThat(old).isEqualTo(Snapshot.of(everyKind().reversed()));
    }

    @Test
    void everyNamespaceHasItsNameLabel() {
        Namespace lying =
                new Namespace("ns", Labels.of(Map.of(Namespace.NAME_LABEL, "other", "a", "b")), Location.NONE);
        Snapshot snapshot = Snapshot.of(List.of(lying));
        assertThat(snapshot.namespaceLabels("ns")).isEqualTo(Labels.of(Map.of(Namespace.NAME_LABEL, "ns", "a", "b")));
        assertThat(snapshot.namespaceLabels("absent")).isEqualTo(Labels.of(Map.of(Namespace.NAME_LABEL, "absent")));
    }

    @Test
    void aPodHasAtMostOneAddressOfEachFamily() {
        Address one = Address.parse("10.0.0.1").orElseThrow();
        Address two = Address.parse("10.0.0.2").orElseThrow();
        Pod pod = pod(Pod.KIND, "p", Labels.NONE);
        assertThatThrownBy(() -> new Pod(
                        pod.key(),
                        pod.labels(),
                        List.of(one, two),
                        List.of(),
                        false,
                        pod.state(),
                        pod.node(),
                        pod.key(),
                        Location.NONE))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void theFirstPortOfANameAndProtocolCounts() {
        ObjectKey key = new ObjectKey(Pod.KIND, "ns", "p");
        Pod pod = new Pod(
                key,
                Labels.NONE,
                List.of(),
                List.of(
                        new Pod.ContainerPort("dns", Protocol.UDP, 53),
                        new Pod.ContainerPort("dns", Protocol.TCP, 5353),
                        new Pod.ContainerPort("dns", Protocol.TCP, 53)),
                false,
                Pod.State.RUNNING,
                Optional.empty(),
                key,
                Location.NONE);
        assertThat(pod.port("dns", Protocol.UDP)).contains(53);
        assertThat(pod.port("dns", Protocol.TCP)).contains(5353);
        assertThat(pod.port("dns", Protocol.SCTP)).isEmpty();
    }
}

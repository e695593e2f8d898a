package dev.tierwall.kube.watch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.tierwall.core.model.ClusterPolicy;
import dev.tierwall.core.model.Finding;
import dev.tierwall.core.model.ObjectKey;
import dev.tierwall.kube.access.ClusterException;
import dev.tierwall.kube.fixture.ApiFixture;
import dev.tierwall.kube.fixture.FakeCluster;
import dev.tierwall.kube.fixture.Json;
import dev.tierwall.kube.manifest.Reading;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a user may not see, and what a cluster does not have. */
class LeaveTest {

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
    void whatIsForbiddenIsNamedAndTheRestIsRead() throws Exception {
        shop();
        cluster.forbid(POLICIES).forbid("/apis/apps/v1/replicasets").forbid("/api/v1/nodes");

        Reading facts = read();

        assertThat(facts.snapshot().pods().size()).isEqualTo(1);
        assertThat(facts.findings())
                .extracting(Finding::toString)
                .containsExactly(
                        "cluster c: error: no leave to list networkpolicies: verdicts may be wrong; have this user granted"
                                + " the verb list in the whole cluster on networkpolicies.networking.k8s.io",
                        "cluster c: warning: no leave to list nodes, replicasets; have this user granted"
                                + " the verb list in the whole cluster on nodes, replicasets.apps");
        assertThat(facts.snapshot()
                        .pods()
                        .get(new ObjectKey("Pod", "shop", "web-abc-1"))
                        .orElseThrow()
                        .workload())
                .isEqualTo(new ObjectKey("ReplicaSet", "shop", "web-abc"));
    }

    @Test
    void whereTheClusterIsForbiddenItsNamespacesAreAsked() throws Exception {
        shop();
        cluster.add(NAMESPACES, Json.namespace("web", ""));
        cluster.add(POLICIES, Json.closed("web", "hidden"));
        cluster.forbid(POLICIES).inNamespace(POLICIES, "shop").inNamespace(POLICIES, "web");
        cluster.forbid("/apis/networking.k8s.io/v1/namespaces/web/networkpolicies");

        Reading facts = read();

        assertThat(facts.snapshot().policies().size()).isEqualTo(1);
        assertThat(facts.findings())
                .singleElement()
                .extracting(Finding::problem)
                .isEqualTo("no leave to list networkpolicies but in shop, not in web: verdicts may be wrong");
    }

    @Test
    void whereEachNamespaceMayBeReadNothingIsMissing() throws Exception {
        shop();
        cluster.forbid(POLICIES).inNamespace(POLICIES, "shop");

        Reading facts = read();

        assertThat(facts.snapshot().policies().size()).isEqualTo(1);
        assertThat(facts.findings()).isEmpty();
    }

    @Test
    void aUserOfOneNamespaceSeesThatOne() throws Exception {
        shop();
        cluster.forbidAll().inNamespace(PODS, "shop").inNamespace(POLICIES, "shop");
        api.json(
                NAMESPACES + "/shop",
                200,
                Json.namespace("shop", "\"team\":\"red\"")
                        .replaceFirst("\\{", "{\"kind\":\"Namespace\",\"apiVersion\":\"v1\","));

        Reading facts = read(Optional.of("shop"), Progress.NONE);

        assertThat(facts.snapshot().pods().size()).isEqualTo(1);
        assertThat(facts.snapshot().policies().size()).isEqualTo(1);
        assertThat(facts.snapshot().namespaceLabels("shop").has("team", "red")).isTrue();
        assertThat(facts.findings())
                .extracting(Finding::problem)
                .containsExactly(
                        "no leave to list namespaces, pods, networkpolicies but in shop: verdicts may be wrong",
                        "no leave to list nodes, services, replicationcontrollers, deployments, replicasets, statefulsets,"
                                + " daemonsets, jobs, cronjobs, endpointslices, ingresses");
    }

    @Test
    void kindsThatAreNotInstalledAreNotMissed() throws Exception {
        shop();
        cluster.install("gateway.networking.k8s.io", "v1", "gateways", "Gateway");
        // Leave is asked for before existence: without a look at what is installed, this would be an error.
        api.json(
                "/apis/policy.networking.k8s.io/v1alpha2/clusternetworkpolicies",
                403,
                ApiFixture.status(403, "Forbidden", "no"));
        api.json("/apis/gateway.networking.k8s.io/v1/httproutes", 403, ApiFixture.status(403, "Forbidden", "no"));

        assertThat(read().findings()).isEmpty();
        assertThat(api.requests())
                .extracting(ApiFixture.Request::path)
                .contains("/apis/gateway.networking.k8s.io/v1/gateways")
                .doesNotContain("/apis/policy.networking.k8s.io/v1alpha2/clusternetworkpolicies");
    }

    @Test
    void kindsThatAreInstalledAndForbiddenAre() throws Exception {
        shop();
        cluster.install("policy.networking.k8s.io", "v1alpha2", "clusternetworkpolicies", "ClusterNetworkPolicy")
                .forbid("/apis/policy.networking.k8s.io/v1alpha2/clusternetworkpolicies");

        assertThat(read().findings()).singleElement().satisfies(finding -> {
            assertThat(finding.severity()).isEqualTo(Finding.Severity.ERROR);
            assertThat(finding.problem()).startsWith("no leave to list clusternetworkpolicies");
        });
    }

    @Test
    void aBrokenKindThatSomebodyInstalledDoesNotHideTheOthers() throws Exception {
        shop();
        cluster.install("gateway.networking.k8s.io", "v1", "gateways", "Gateway")
                .install("policy.networking.k8s.io", "v1alpha2", "clusternetworkpolicies", "ClusterNetworkPolicy");
        String broken = ApiFixture.status(500, "InternalError", "conversion webhook failed");
        api.json("/apis/gateway.networking.k8s.io/v1/gateways", 500, broken);
        api.json("/apis/policy.networking.k8s.io/v1alpha2/clusternetworkpolicies", 500, broken);

        Reading facts = read();

        assertThat(facts.snapshot().pods().size()).isEqualTo(1);
        assertThat(facts.findings())
                .extracting(Finding::severity, Finding::problem)
                .containsExactly(
                        tuple(
                                Finding.Severity.ERROR,
                                "cannot list clusternetworkpolicies, so that verdicts may be wrong: the cluster answered 500:"
                                        + " conversion webhook failed"),
                        tuple(
                                Finding.Severity.WARNING,
                                "cannot list gateways: the cluster answered 500: conversion webhook failed"));
    }

    @Test
    void policiesOfAVersionToComeAreReadAndSaidToBe() throws Exception {
        shop();
        String path = "/apis/policy.networking.k8s.io/v1beta7/clusternetworkpolicies";
        cluster.install("policy.networking.k8s.io", "v1beta7", "clusternetworkpolicies", "ClusterNetworkPolicy")
                .add(path, """
                        {"apiVersion":"policy.networking.k8s.io/v1beta7","kind":"ClusterNetworkPolicy",
                        "metadata":{"name":"deny"},"spec":{"tier":"Admin","priority":1,"subject":{"namespaces":{}},
                        "ingress":[{"action":"Deny","from":[{"namespaces":{}}]}]}}""");

        Reading facts = read();

        assertThat(facts.snapshot().policies().get(new ObjectKey(ClusterPolicy.KIND, "", "deny")))
                .isPresent();
        assertThat(facts.findings())
                .singleElement()
                .extracting(Finding::problem)
                .asString()
                .contains("ClusterNetworkPolicy deny", "v1beta7");
    }

    @Test
    void oneRefusalEndsItAll() {
        api.authorize(request -> !request.path().equals(PODS));
        assertThatThrownBy(this::read).isInstanceOf(ClusterException.class).hasMessageContaining("401");
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

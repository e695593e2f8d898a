package dev.tierwall.kube.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tierwall.core.model.Pod;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Pods and templates of one workload: which of them stay, and under which name. */
class WorkloadsTest {

    private static final String DEPLOYMENT =
            "{apiVersion: apps/v1, kind: Deployment, metadata: {name: web}, spec: {template: {}}}";

    private static String owned(String kind, String name, String owner, String rest) {
        String[] parts = owner.split("/");
        return "{apiVersion: " + (kind.equals("Pod") ? "v1" : kind.equals("Job") ? "batch/v1" : "apps/v1") + ", kind: "
                + kind
                + ", metadata: {name: " + name + ", labels: {pod-template-hash: '5d4'}, ownerReferences: [{kind: "
                + parts[0] + ", name: " + parts[1] + ", controller: true}]}, " + rest + "}";
    }

    /** What stays, each as {@code name → workload}. */
    private static List<String> settled(String... manifests) {
        Decoded decoded = Decoded.of(String.join("\n---\n", manifests));
        return Workloads.settled(decoded.objects).stream()
                .map(Pod.class::cast)
                .map(pod -> pod.key().kind() + "/" + pod.key().name() + " → "
                        + pod.workload().kind() + "/" + pod.workload().name())
                .collect(Collectors.toList());
    }

    @Test
    void podsStandForTheirDeployment() {
        assertThat(settled(
                        DEPLOYMENT,
                        owned("ReplicaSet", "web-5d4", "Deployment/web", "spec: {replicas: 1, template: {}}"),
                        owned("ReplicaSet", "web-old", "Deployment/web", "spec: {replicas: 0, template: {}}"),
                        owned("Pod", "web-5d4-x", "ReplicaSet/web-5d4", "spec: {}")))
                .containsExactly("Pod/web-5d4-x → Deployment/web");
    }

    @Test
    void aReplicaSetThatWasNotReadIsKnownByItsName() {
        assertThat(settled(DEPLOYMENT, owned("Pod", "web-5d4-x", "ReplicaSet/web-5d4", "spec: {}")))
                .containsExactly("Pod/web-5d4-x → Deployment/web");
        assertThat(settled(owned("Pod", "other-x", "ReplicaSet/other", "spec: {}")))
                .containsExactly("Pod/other-x → ReplicaSet/other");
    }

    @Test
    void withoutPodsTheOutermostTemplateStays() {
        assertThat(settled(
                        DEPLOYMENT,
                        owned("ReplicaSet", "web-5d4", "Deployment/web", "spec: {replicas: 1, template: {}}")))
                .containsExactly("Deployment/web → Deployment/web");
        assertThat(settled(owned("ReplicaSet", "web-5d4", "Deployment/web", "spec: {replicas: 1, template: {}}")))
                .containsExactly("ReplicaSet/web-5d4 → Deployment/web");
    }

    @Test
    void aFinishedPodReplacesNoTemplate() {
        assertThat(settled(
                        "{apiVersion: batch/v1, kind: CronJob, metadata: {name: c}, spec: {jobTemplate: {spec: {template: {}}}}}",
                        owned(
                                "Job",
                                "c-1",
                                "CronJob/c",
                                "spec: {template: {}}, status: {completionTime: '2024-01-01T00:00:00Z'}"),
                        owned("Pod", "c-1-x", "Job/c-1", "status: {phase: Succeeded}")))
                .containsExactly("CronJob/c → CronJob/c", "Pod/c-1-x → CronJob/c");
    }

    @Test
    void ownersInACircleEndSomewhere() {
        assertThat(settled(
                        owned("ReplicaSet", "a", "ReplicaSet/b", "spec: {template: {}}"),
                        owned("ReplicaSet", "b", "ReplicaSet/a", "spec: {template: {}}"),
                        owned("Pod", "p", "ReplicaSet/a", "spec: {}")))
                .containsExactly("Pod/p → ReplicaSet/b");
    }
}

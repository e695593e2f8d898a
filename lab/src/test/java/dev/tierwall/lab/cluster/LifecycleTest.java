package dev.tierwall.lab.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tierwall.lab.store.GroupResource;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** How containers begin, are looked after, and end. */
@Timeout(120)
class LifecycleTest {

    private static TestLab lab;

    @BeforeAll
    static void start() throws IOException {
        lab = new TestLab(Map.of());
    }

    @AfterAll
    static void close() {
        lab.close();
    }

    private static String status(String pod, String path) {
        return lab.pod("shop", pod).at("/status/" + path).asText();
    }

    private static void until(String pod, String path, String value) {
        Awaitility.await(pod + " " + path)
                .atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(status(pod, path)).isEqualTo(value));
    }

    @Test
    void variablesComeFromWhereTheySay() throws Exception {
        lab.put("configmaps", "{metadata: {namespace: 'shop', name: 'settings'}, data: {colour: 'green', size: '7'}}");
        lab.put("secrets", "{metadata: {namespace: 'shop', name: 'keys'}, data: {token: 'aGVsbG8='}}");
        lab.create("shop", "env", ", labels: {app: 'env'}", """
                restartPolicy: 'Never', volumes: [{name: 'v', configMap: {name: 'settings'}}], containers: [{name: 'main',
                  image: 'busybox', command: ['sh', '-c', 'echo $(A) $B $TOKEN $APP $P_size $IP; cat /v/colour'],
                  volumeMounts: [{name: 'v', mountPath: '/v'}],
                  envFrom: [{prefix: 'P_', configMapRef: {name: 'settings'}}],
                  env: [{name: 'A', value: 'a'}, {name: 'B', value: '$(A)b'},
                    {name: 'TOKEN', valueFrom: {secretKeyRef: {name: 'keys', key: 'token'}}},
                    {name: 'APP', valueFrom: {fieldRef: {fieldPath: "metadata.labels['app']"}}},
                    {name: 'IP', valueFrom: {fieldRef: {fieldPath: 'status.podIP'}}}]}]""");
        lab.await("shop", "env", "Succeeded");
        assertThat(lab.log("shop/env", "main", false))
                .isEqualTo("a ab hello env 7 " + lab.ip("shop", "env") + "\ngreen");
    }

    @Test
    void aMissingConfigMapHoldsAPodUpUntilItComes() throws Exception {
        lab.create(
                "shop",
                "late",
                "",
                "containers: [{name: 'main', image: 'busybox', command: ['sleep', '60'], envFrom: [{configMapRef: {name:"
                        + " 'later'}}]}]");
        until("late", "containerStatuses/0/state/waiting/reason", "CreateContainerConfigError");
        assertThat(lab.store.list(GroupResource.EVENTS).toString()).contains("configmap \\\"later\\\" not found");
        lab.put("configmaps", "{metadata: {namespace: 'shop', name: 'later'}, data: {}}");
        until("late", "phase", "Running");
        lab.delete("shop", "late", 0);
    }

    @Test
    void initContainersRunInOrderAndSidecarsBesideTheOthers() throws Exception {
        lab.create("shop", "order", "", """
                restartPolicy: 'Never', volumes: [{name: 'v', emptyDir: {}}],
                initContainers: [
                  {name: 'one', image: 'busybox', command: ['sh', '-c', 'echo one >> /v/log'],
                    volumeMounts: [{name: 'v', mountPath: '/v'}]},
                  {name: 'side', image: 'agnhost', restartPolicy: 'Always', args: ['netexec', '--http-port=99']},
                  {name: 'two', image: 'busybox', command: ['sh', '-c', 'echo two >> /v/log'],
                    volumeMounts: [{name: 'v', mountPath: '/v'}]}],
                containers: [{name: 'main', image: 'busybox',
                  command: ['sh', '-c', 'cat /v/log; wget -qO- http://127.0.0.1:99/hostname; exit 3'],
                  volumeMounts: [{name: 'v', mountPath: '/v'}]}]""");
        lab.await("shop", "order", "Failed");
        assertThat(lab.log("shop/order", "main", false)).isEqualTo("one\ntwo\norder");
        assertThat(status("order", "containerStatuses/0/state/terminated/exitCode"))
                .isEqualTo("3");
        assertThat(status("order", "initContainerStatuses/0/state/terminated/reason"))
                .isEqualTo("Completed");
    }

    @Test
    void whatFailsIsStartedAgainAndThenLessAndLessOften() throws Exception {
        lab.create(
                "shop",
                "crash",
                "",
                "containers: [{name: 'main', image: 'busybox', command: ['sh', '-c', 'echo run; exit 7']}]");
        until("crash", "containerStatuses/0/state/waiting/reason", "CrashLoopBackOff");
        assertThat(status("crash", "containerStatuses/0/restartCount")).isEqualTo("1");
        assertThat(status("crash", "containerStatuses/0/lastState/terminated/exitCode"))
                .isEqualTo("7");
        assertThat(lab.log("shop/crash", "main", true)).isEqualTo("run\n");
        assertThat(status("crash", "phase")).isEqualTo("Running");
        lab.delete("shop", "crash", 0);
    }

    @Test
    void probesMakeReadyAndRestart() throws Exception {
        lab.create("shop", "probed", "", """
                containers: [{name: 'main', image: 'busybox', command: ['sh', '-c', 'sleep 600'],
                  readinessProbe: {exec: {command: ['test', '-e', '/tmp/ready']}, periodSeconds: 1},
                  livenessProbe: {exec: {command: ['test', '!', '-e', '/tmp/ill']}, periodSeconds: 1, failureThreshold: 1}}],
                terminationGracePeriodSeconds: 1""");
        lab.await("shop", "probed", "Running");
        assertThat(status("probed", "containerStatuses/0/ready")).isEqualTo("false");
        lab.run("shop/probed", "touch", "/tmp/ready");
        until("probed", "containerStatuses/0/ready", "true");
        lab.run("shop/probed", "touch", "/tmp/ill");
        until("probed", "containerStatuses/0/restartCount", "1");
        lab.delete("shop", "probed", 0);
        lab.create("shop", "web", "", """
                containers: [{name: 'main', image: 'nginx', ports: [{name: 'http', containerPort: 80}],
                  readinessProbe: {httpGet: {path: '/', port: 'http'}, periodSeconds: 1},
                  livenessProbe: {tcpSocket: {port: 80}, periodSeconds: 1}}]""");
        until("web", "containerStatuses/0/ready", "true");
    }

    @Test
    void containersAreAskedToEndBeforeTheyAreMadeTo() throws Exception {
        lab.create("shop", "polite", "", """
                volumes: [{name: 'v', emptyDir: {}}],
                containers: [{name: 'main', image: 'busybox',
                  command: ['sh', '-c', 'trap "echo asked; exit 0" TERM; echo up; while true; do sleep 0.1; done'],
                  lifecycle: {preStop: {exec: {command: ['sh', '-c', 'echo hook > /proc/1/fd/1 || true']}}}}]""");
        lab.await("shop", "polite", "Running");
        Awaitility.await().until(() -> lab.log("shop/polite", "main", false).contains("up"));
        long begin = System.nanoTime();
        var follow = lab.follow("shop/polite", "main");
        lab.delete("shop", "polite", 20);
        assertThat(new String(follow.readAllBytes(), java.nio.charset.StandardCharsets.UTF_8))
                .endsWith("asked\n");
        Awaitility.await()
                .until(() ->
                        lab.store.get(GroupResource.PODS.key("shop", "polite")).isEmpty());
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(5));
        lab.create(
                "shop",
                "stubborn",
                "",
                "containers: [{name: 'main', image: 'busybox', command: ['sh', '-c', 'trap \"\" TERM; while true; do sleep"
                        + " 0.1; done']}]");
        lab.await("shop", "stubborn", "Running");
        Thread.sleep(200);
        begin = System.nanoTime();
        lab.delete("shop", "stubborn", 2);
        Awaitility.await()
                .until(() -> lab.store
                        .get(GroupResource.PODS.key("shop", "stubborn"))
                        .isEmpty());
        assertThat(Duration.ofNanos(System.nanoTime() - begin))
                .isBetween(Duration.ofMillis(1800), Duration.ofSeconds(6));
    }

    @Test
    void hostNetworkPodsAreTheirNodes() throws Exception {
        lab.create(
                "shop",
                "host",
                "",
                "hostNetwork: true, containers: [{name: 'main', image: 'agnhost', args: ['netexec', '--http-port=7070']}]");
        lab.await("shop", "host", "Running");
        assertThat(lab.ip("shop", "host")).isEqualTo(status("host", "hostIP"));
        lab.pod("shop", "asker", "containers: [{name: 'main', image: 'agnhost'}]");
        assertThat(lab.run("shop/asker", "/agnhost", "connect", status("host", "hostIP") + ":7070")
                        .code())
                .isZero();
    }
}

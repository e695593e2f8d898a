package dev.tierwall.lab.defaults;

import static dev.tierwall.lab.Trees.usual;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.junit.jupiter.api.Test;

/** What an API server shows of an object that says no more than it must. */
class DefaultsTest {

    @Test
    void aDeploymentRollsAndItsPodsRestart() {
        ObjectNode deployment = filledIn("""
                apiVersion: apps/v1
                kind: Deployment
                metadata: {name: web}
                spec:
                  selector: {matchLabels: {app: web}}
                  template:
                    metadata: {labels: {app: web}}
                    spec:
                      containers:
                      - {name: a, image: "registry:5000/web", ports: [{containerPort: 80}], livenessProbe: {httpGet: {port: 80}}}
                      - {name: b, image: "web:1.2"}
                      volumes: [{name: v}, {name: w, configMap: {name: c}}]
                """);
        assertThat(deployment).isEqualTo(usual("""
                apiVersion: apps/v1
                kind: Deployment
                metadata: {name: web}
                spec:
                  replicas: 1
                  revisionHistoryLimit: 10
                  progressDeadlineSeconds: 600
                  selector: {matchLabels: {app: web}}
                  strategy: {type: RollingUpdate, rollingUpdate: {maxSurge: 25%, maxUnavailable: 25%}}
                  template:
                    metadata: {labels: {app: web}}
                    spec:
                      dnsPolicy: ClusterFirst
                      restartPolicy: Always
                      schedulerName: default-scheduler
                      securityContext: {}
                      terminationGracePeriodSeconds: 30
                      containers:
                      - name: a
                        image: registry:5000/web
                        imagePullPolicy: Always
                        terminationMessagePath: /dev/termination-log
                        terminationMessagePolicy: File
                        ports: [{containerPort: 80, protocol: TCP}]
                        livenessProbe:
                          httpGet: {path: /, port: 80, scheme: HTTP}
                          timeoutSeconds: 1
                          periodSeconds: 10
                          successThreshold: 1
                          failureThreshold: 3
                      - name: b
                        image: web:1.2
                        imagePullPolicy: IfNotPresent
                        terminationMessagePath: /dev/termination-log
                        terminationMessagePolicy: File
                      volumes: [{name: v, emptyDir: {}}, {name: w, configMap: {name: c, defaultMode: 420}}]
                """));
    }

    @Test
    void aPolicyIsOfTheTypesThatItsRulesShow() {
        assertThat(filledIn("""
                apiVersion: networking.k8s.io/v1
                kind: NetworkPolicy
                metadata: {name: np}
                spec: {podSelector: {}, egress: [{ports: [{port: 53}]}]}
                """).at("/spec").toString())
                .isEqualTo("{\"podSelector\":{},\"egress\":[{\"ports\":[{\"port\":53,\"protocol\":\"TCP\"}]}],"
                        + "\"policyTypes\":[\"Ingress\",\"Egress\"]}");
        assertThat(filledIn("""
                apiVersion: networking.k8s.io/v1
                kind: NetworkPolicy
                metadata: {name: np}
                spec: {podSelector: {}}
                """).at("/spec/policyTypes").toString()).isEqualTo("[\"Ingress\"]");
    }

    @Test
    void aServiceReachesThePortThatItHas() {
        ObjectNode service = filledIn("""
                apiVersion: v1
                kind: Service
                metadata: {name: s}
                spec: {ports: [{port: 80}], type: NodePort}
                """);
        assertThat(service.at("/spec")).isEqualTo(usual("""
                apiVersion: v1
                kind: Service
                spec:
                  ports: [{port: 80, protocol: TCP, targetPort: 80}]
                  type: NodePort
                  sessionAffinity: None
                  internalTrafficPolicy: Cluster
                  externalTrafficPolicy: Cluster
                """).at("/spec"));
    }

    @Test
    void aPodAsksForWhatItIsLimitedTo() {
        ObjectNode pod = filledIn("""
                apiVersion: v1
                kind: Pod
                metadata: {name: p}
                spec:
                  hostNetwork: true
                  serviceAccountName: me
                  containers: [{name: a, image: x, ports: [{containerPort: 80}], resources: {limits: {cpu: 1, memory: 1Gi}, requests: {cpu: 500m}}}]
                """);
        assertThat(pod.at("/spec/containers/0/resources/requests").toString())
                .isEqualTo("{\"cpu\":\"500m\",\"memory\":\"1Gi\"}");
        assertThat(pod.at("/spec/containers/0/ports/0/hostPort").asInt()).isEqualTo(80);
        assertThat(pod.at("/spec/enableServiceLinks").asBoolean()).isTrue();
        assertThat(pod.at("/spec/serviceAccount").asText()).isEqualTo("me");
        assertThat(pod.at("/status/phase").asText()).isEqualTo("Pending");
    }

    @Test
    void aNamespaceCarriesItsName() {
        ObjectNode namespace = filledIn("apiVersion: v1\nkind: Namespace\nmetadata: {name: shop, labels: {a: b}}\n");
        assertThat(namespace.at("/metadata/labels").toString())
                .isEqualTo("{\"a\":\"b\",\"kubernetes.io/metadata.name\":\"shop\"}");
        assertThat(namespace.at("/spec/finalizers/0").asText()).isEqualTo("kubernetes");
        assertThat(namespace.at("/status/phase").asText()).isEqualTo("Active");
    }

    @Test
    void textsOfASecretBecomeBytes() {
        ObjectNode secret = filledIn("""
                apiVersion: v1
                kind: Secret
                metadata: {name: s}
                data: {a: YQ==, b: Yg==}
                stringData: {b: new, c: "ü"}
                """);
        assertThat(secret.path("data").toString()).isEqualTo("{\"a\":\"YQ==\",\"b\":\"bmV3\",\"c\":\"w7w=\"}");
        assertThat(secret.has("stringData")).isFalse();
        assertThat(secret.path("type").asText()).isEqualTo("Opaque");
    }

    @Test
    void fillingInTwiceChangesNothing() {
        ObjectNode once = filledIn("""
                apiVersion: batch/v1
                kind: CronJob
                metadata: {name: c}
                spec:
                  schedule: "* * * * *"
                  jobTemplate: {spec: {template: {spec: {restartPolicy: Never, containers: [{name: a, image: x}]}}}}
                """);
        ObjectNode twice = once.deepCopy();
        Defaults.fillIn(twice);
        assertThat(twice).isEqualTo(once);
        assertThat(once.at("/spec/jobTemplate/spec/completions").asInt()).isEqualTo(1);
        assertThat(once.at("/spec/jobTemplate/spec/template/spec/containers/0/imagePullPolicy")
                        .asText())
                .isEqualTo("Always");
    }

    private static ObjectNode filledIn(String text) {
        ObjectNode object = usual(text);
        Defaults.fillIn(object);
        return object;
    }
}

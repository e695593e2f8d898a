package dev.tierwall.lab.validate;

import static dev.tierwall.lab.Trees.usual;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tierwall.lab.Trees;
import dev.tierwall.lab.defaults.Defaults;
import dev.tierwall.lab.schema.Field;
import dev.tierwall.lab.schema.GroupVersionKind;
import dev.tierwall.lab.schema.Struct;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Objects with one fault each, and the field and the words by which the API server refuses them. */
class ValidationTest {

    private static final String POD = "spec: {containers: [{name: a, image: x}]}";
    private static final String TEMPLATE = "template: {metadata: {labels: {a: b}}, " + POD + "}";

    @Test
    void theTableNamesFieldsThatThereAre() {
        Validation.table()
                .forEach((type, fields) -> fields.forEach((name, checks) -> {
                    Field field = ((Struct) type).field(name);
                    assertThat(field).as(type + "." + name).isNotNull();
                    assertThat(checks).isNotEmpty();
                }));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {podSelector: {}, ingress: [{from: [{}]}]} | spec.ingress[0].from[0]: Required value: must specify a peer
            {podSelector: {}, ingress: [{from: [{ipBlock: {cidr: 10.0.0.0/33}}]}]} | spec.ingress[0].from[0].ipBlock.cidr: Invalid value: "10.0.0.0/33": must be a valid CIDR value, (e.g. 10.9.8.0/24 or 2001:db8::/64)
            {podSelector: {}, ingress: [{from: [{ipBlock: {cidr: 10.0.0.0/8}, podSelector: {}}]}]} | spec.ingress[0].from[0]: Forbidden: may not specify both ipBlock and another peer
            {podSelector: {}, egress: [{to: [{ipBlock: {cidr: 10.0.0.0/8, except: [11.0.0.0/16]}}]}]} | spec.egress[0].to[0].ipBlock.except[0]: Invalid value: "11.0.0.0/16": must be a strict subset of `cidr`
            {podSelector: {}, egress: [{to: [{ipBlock: {cidr: 10.0.0.0/8, except: [10.0.0.0/8]}}]}]} | spec.egress[0].to[0].ipBlock.except[0]: Invalid value: "10.0.0.0/8": must be a strict subset of `cidr`
            {podSelector: {}, ingress: [{ports: [{port: 0}]}]} | spec.ingress[0].ports[0].port: Invalid value: 0: must be between 1 and 65535, inclusive
            {podSelector: {}, ingress: [{ports: [{port: Http}]}]} | spec.ingress[0].ports[0].port: Invalid value: "Http": must contain only alpha-numeric characters (a-z, 0-9), and hyphens (-)
            {podSelector: {}, ingress: [{ports: [{port: 80, protocol: ICMP}]}]} | spec.ingress[0].ports[0].protocol: Unsupported value: "ICMP": supported values: "TCP", "UDP", "SCTP"
            {podSelector: {}, ingress: [{ports: [{port: 80, endPort: 70}]}]} | spec.ingress[0].ports[0].endPort: Invalid value: 70: must be greater than or equal to `port`
            {podSelector: {}, ingress: [{ports: [{port: http, endPort: 70}]}]} | spec.ingress[0].ports[0].endPort: Invalid value: 70: may not be specified when `port` is non-numeric
            {podSelector: {}, ingress: [{ports: [{endPort: 70}]}]} | spec.ingress[0].ports[0].endPort: Invalid value: 70: may not be specified when `port` is not specified
            {podSelector: {}, policyTypes: [ingress]} | spec.policyTypes[0]: Unsupported value: "ingress": supported values: "Ingress", "Egress"
            {podSelector: {matchExpressions: [{key: a, operator: in, values: [b]}]}} | spec.podSelector.matchExpressions[0].operator: Invalid value: "in": not a valid selector operator
            {podSelector: {matchExpressions: [{key: a, operator: In}]}} | spec.podSelector.matchExpressions[0].values: Required value: must be specified when `operator` is 'In' or 'NotIn'
            {podSelector: {}, ingress: [{from: [{namespaceSelector: {matchExpressions: [{key: a, operator: Exists, values: [b]}]}}]}]} | spec.ingress[0].from[0].namespaceSelector.matchExpressions[0].values: Forbidden: may not be specified when `operator` is 'Exists' or 'DoesNotExist'
            {podSelector: {matchLabels: {a: "b c"}}} | spec.podSelector.matchLabels: Invalid value: "b c": a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyValue',  or 'my_value',  or '12345', regex used for validation is '(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?')
            """)
    void refusesPolicies(String spec, String words) {
        assertThat(faults(
                        "apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata: {name: p, namespace: s}\nspec: "
                                + spec))
                .containsExactly(words);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {ports: [{port: 80}], type: Cluster} | spec.type: Unsupported value: "Cluster": supported values: "ClusterIP", "ExternalName", "LoadBalancer", "NodePort"
            {} | spec.ports: Required value
            {ports: [{port: 80}, {port: 81}]} | spec.ports[0].name: Required value;spec.ports[1].name: Required value
            {ports: [{port: 80, name: a}, {port: 81, name: a}]} | spec.ports[1].name: Duplicate value: "a"
            {ports: [{port: 80, name: a}, {port: 80, name: b}]} | spec.ports[1]: Duplicate value: {"Name":"","Protocol":"TCP","AppProtocol":null,"Port":80,"TargetPort":0,"NodePort":0}
            {ports: [{port: 70000}]} | spec.ports[0].port: Invalid value: 70000: must be between 1 and 65535, inclusive;spec.ports[0].targetPort: Invalid value: 70000: must be between 1 and 65535, inclusive
            {ports: [{port: 80, nodePort: 30000}]} | spec.ports[0].nodePort: Forbidden: may not be used when `type` is 'ClusterIP'
            {type: ExternalName} | spec.externalName: Required value
            {ports: [{port: 80}], clusterIP: None, type: NodePort} | spec.clusterIPs[0]: Invalid value: "None": may not be set to 'None' for NodePort services
            {ports: [{port: 80}], clusterIP: 10.0.0.300} | spec.clusterIP: Invalid value: "10.0.0.300": must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)
            """)
    void refusesServices(String spec, String words) {
        assertThat(faults("apiVersion: v1\nkind: Service\nmetadata: {name: p, namespace: s}\nspec: " + spec))
                .containsExactly(words.split(";"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {} | spec.containers: Required value
            {containers: [{image: x}]} | spec.containers[0].name: Required value
            {containers: [{name: a}]} | spec.containers[0].image: Required value
            {containers: [{name: a, image: x}, {name: a, image: z}]} | spec.containers[1].name: Duplicate value: "a"
            {containers: [{name: a, image: x, volumeMounts: [{name: v, mountPath: /v}]}]} | spec.containers[0].volumeMounts[0].name: Not found: "v"
            {containers: [{name: a, image: x, ports: [{containerPort: 0}]}]} | spec.containers[0].ports[0].containerPort: Required value
            {containers: [{name: a, image: x, livenessProbe: {}}]} | spec.containers[0].livenessProbe: Required value: must specify a handler type
            {containers: [{name: a, image: x, resources: {requests: {cpu: 2}, limits: {cpu: 1500m}}}]} | spec.containers[0].resources.requests: Invalid value: "2": must be less than or equal to cpu limit of 1500m
            {restartPolicy: Sometimes, containers: [{name: a, image: x}]} | spec.restartPolicy: Unsupported value: "Sometimes": supported values: "Always", "OnFailure", "Never"
            {containers: [{name: a, image: x}], initContainers: [{name: b, image: z, readinessProbe: {exec: {command: [x]}}}]} | spec.initContainers[0].readinessProbe: Forbidden: may not be set for init containers without restartPolicy=Always
            {containers: [{name: a, image: x}], volumes: [{name: v, emptyDir: {}, hostPath: {path: /}}]} | spec.volumes[0].hostPath: Forbidden: may not specify more than 1 volume type
            """)
    void refusesPods(String spec, String words) {
        assertThat(faults("apiVersion: v1\nkind: Pod\nmetadata: {name: p, namespace: s}\nspec: " + spec))
                .containsExactly(words);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {name: A_b, namespace: s} | metadata.name: Invalid value: "A_b": a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character (e.g. 'example.com', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')
            {namespace: s} | metadata.name: Required value: name or generateName is required
            {name: p, namespace: s, labels: {"a/b/c": d}} | metadata.labels: Invalid value: "a/b/c": a qualified name must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]') with an optional DNS subdomain prefix and '/' (e.g. 'example.com/MyName')
            {name: p} | metadata.namespace: Required value
            """)
    void refusesMetadata(String metadata, String words) {
        assertThat(faults("apiVersion: v1\nkind: ConfigMap\nmetadata: " + metadata))
                .containsExactly(words);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            Deployment | {selector: {matchLabels: {a: c}}, TEMPLATE} | spec.template.metadata.labels: Invalid value: {"a":"b"}: `selector` does not match template `labels`
            Deployment | {selector: {}, TEMPLATE} | spec.selector: Invalid value: {}: empty selector is invalid for deployment
            Deployment | {TEMPLATE} | spec.selector: Required value;spec.template.metadata.labels: Invalid value: {"a":"b"}: `selector` does not match template `labels`
            Deployment | {replicas: -1, selector: {matchLabels: {a: b}}, TEMPLATE} | spec.replicas: Invalid value: -1: must be greater than or equal to 0
            Deployment | {selector: {matchLabels: {a: b}}, strategy: {rollingUpdate: {maxSurge: 0, maxUnavailable: 0%}}, TEMPLATE} | spec.strategy.rollingUpdate.maxUnavailable: Invalid value: "0%": may not be 0 when `maxSurge` is 0
            Deployment | {selector: {matchLabels: {a: b}}, strategy: {type: Recreate, rollingUpdate: {}}, TEMPLATE} | spec.strategy.rollingUpdate: Forbidden: may not be specified when strategy `type` is 'Recreate'
            DaemonSet | {selector: {matchExpressions: [{key: a, operator: NotIn, values: [b]}]}, TEMPLATE} | spec.template.metadata.labels: Invalid value: {"a":"b"}: `selector` does not match template `labels`
            """)
    void refusesWorkloads(String kind, String spec, String words) {
        assertThat(faults("apiVersion: apps/v1\nkind: " + kind + "\nmetadata: {name: w, namespace: s}\nspec: "
                        + spec.replace("TEMPLATE", TEMPLATE)))
                .containsExactly(words.split(";"));
    }

    @Test
    void refusesJobsThatWouldNeverEnd() {
        assertThat(faults(
                        "apiVersion: batch/v1\nkind: Job\nmetadata: {name: j, namespace: s}\nspec: {" + TEMPLATE + "}"))
                .containsExactly(
                        "spec.template.spec.restartPolicy: Required value: valid values: \"OnFailure\", \"Never\"");
    }

    @Test
    void keepsWhatMustStayAsItIs() {
        String deployment = "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: w, namespace: s}\nspec: {selector:"
                + " {matchLabels: {a: b}}, " + TEMPLATE + "}";
        assertThat(faults(deployment, deployment.replace("{a: b}", "{a: c}")))
                .containsExactly("spec.selector: Invalid value: {\"matchLabels\":{\"a\":\"c\"}}: field is immutable");
        String service = "apiVersion: v1\nkind: Service\nmetadata: {name: w, namespace: s}\nspec: {clusterIP: 10.0.0.1,"
                + " clusterIPs: [10.0.0.1], ports: [{port: 80}]}";
        assertThat(faults(service, service.replace("10.0.0.1", "10.0.0.2")))
                .containsExactly("spec.clusterIPs[0]: Invalid value: [\"10.0.0.2\"]: may not change once set");
        String pod = "apiVersion: v1\nkind: Pod\nmetadata: {name: w, namespace: s}\n" + POD;
        assertThat(faults(pod, pod.replace("image: x", "image: z"))).isEmpty();
        assertThat(faults(pod, pod.replace("{containers", "{hostNetwork: true, containers")))
                .singleElement()
                .asString()
                .startsWith(
                        "spec: Forbidden: pod updates may not change fields other than `spec.containers[*].image`,");
        String config =
                "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: w, namespace: s}\nimmutable: true\ndata: {a: b}";
        assertThat(faults(config, config.replace("a: b", "a: c")))
                .containsExactly("data: Forbidden: field is immutable when `immutable` is set");
        String secret = "apiVersion: v1\nkind: Secret\nmetadata: {name: w, namespace: s}\ntype: A";
        assertThat(faults(secret, secret.replace("type: A", "type: B")))
                .containsExactly("type: Invalid value: \"B\": field is immutable");
        assertThat(faults(secret, secret.replace("name: w", "name: v")))
                .containsExactly("metadata.name: Invalid value: \"v\": field is immutable");
    }

    @Test
    void acceptsWhatIsSound() {
        assertThat(faults("apiVersion: v1\nkind: Pod\nmetadata: {generateName: p-, name: p-x, namespace: s}\n" + POD))
                .isEmpty();
        assertThat(faults("apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: w, namespace: s}\nspec: {selector:"
                        + " {matchLabels: {a: b}}, " + TEMPLATE + "}"))
                .isEmpty();
        assertThat(faults(
                        "apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata: {name: w, namespace: s}\nspec:"
                                + " {podSelector: {}, ingress: [{from: [{ipBlock: {cidr: 010.0.0.5/8}}]}, {}]}"))
                .isEmpty();
        assertThat(faults(
                        "apiVersion: rbac.authorization.k8s.io/v1\nkind: Role\nmetadata: {name: 'a:b', namespace: s}\n"
                                + "rules: [{apiGroups: [''], resources: [pods], verbs: [get]}]"))
                .isEmpty();
    }

    @Test
    void putsAllFaultsIntoOneMessage() {
        ObjectNode policy = Trees.yaml("apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata: {name: p}");
        List<Cause> one = List.of(new Cause("FieldValueRequired", "Required value", "spec.a"));
        assertThat(Causes.message(GroupVersionKind.of(policy), "p", one))
                .isEqualTo("NetworkPolicy.networking.k8s.io \"p\" is invalid: spec.a: Required value");
        List<Cause> two = List.of(one.getFirst(), new Cause("FieldValueForbidden", "Forbidden: no", "spec.b"));
        assertThat(Causes.message(GroupVersionKind.of(policy), "p", two))
                .isEqualTo(
                        "NetworkPolicy.networking.k8s.io \"p\" is invalid: [spec.a: Required value, spec.b: Forbidden: no]");
    }

    private static List<String> faults(String text) {
        return words(Validation.ofCreation(filledIn(text), true));
    }

    private static List<String> faults(String old, String text) {
        return words(Validation.ofUpdate(filledIn(text), filledIn(old), true));
    }

    private static ObjectNode filledIn(String text) {
        ObjectNode object = usual(text + "\n");
        Defaults.fillIn(object);
        return object;
    }

    private static List<String> words(List<Cause> causes) {
        return causes.stream()
                .map(cause -> cause.field() + ": " + cause.message())
                .collect(Collectors.toList());
    }
}

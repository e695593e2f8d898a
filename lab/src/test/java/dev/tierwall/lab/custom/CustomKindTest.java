package dev.tierwall.lab.custom;

import static dev.tierwall.lab.Trees.yaml;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tierwall.lab.decode.Conform;
import dev.tierwall.lab.decode.Parsed;
import dev.tierwall.lab.schema.BuiltIns;
import dev.tierwall.lab.schema.GroupVersionKind;
import dev.tierwall.lab.schema.Resource;
import dev.tierwall.lab.validate.Cause;
import dev.tierwall.lab.validate.Causes;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the definitions of the policies and others accept and refuse. */
class CustomKindTest {

    private static final CustomKind CLUSTER_POLICY =
            CustomKind.of(Definitions.ofPolicies().getFirst()).getFirst();

    private static final String THING =
            """
            apiVersion: apiextensions.k8s.io/v1
            kind: CustomResourceDefinition
            metadata: {name: things.example.com}
            spec:
              group: example.com
              scope: Namespaced
              names: {plural: things, kind: Thing}
              versions:
              - name: v1
                served: true
                storage: true
                subresources: {status: {}, scale: {specReplicasPath: .spec.size, statusReplicasPath: .status.size}}
                schema:
                  openAPIV3Schema:
                    type: object
                    properties:
                      spec:
                        type: object
                        required: [size]
                        properties:
                          size: {type: integer, default: 3, minimum: 1, maximum: 9, exclusiveMaximum: true, multipleOf: 3}
                          name: {type: string, minLength: 2, maxLength: 4, pattern: ^a}
                          when: {type: string, format: date-time}
                          port: {x-kubernetes-int-or-string: true}
                          free: {type: object, x-kubernetes-preserve-unknown-fields: true}
                          words: {type: object, additionalProperties: {type: string}}
                          either: {type: object, properties: {a: {type: string}, b: {type: string}}, oneOf: [{required: [a]}, {required: [b]}]}
                          never: {type: string, not: {pattern: x}}
                          null: {type: string, nullable: true}
                          set: {type: array, x-kubernetes-list-type: set, items: {type: string}}
                          byName: {type: array, x-kubernetes-list-type: map, x-kubernetes-list-map-keys: [name], items: {type: object, properties: {name: {type: string}, on: {type: boolean, default: true}}}}
                          ratio: {type: number}
                          rule: {type: integer, x-kubernetes-validations: [{rule: self > 5}]}
                      status: {type: object, x-kubernetes-preserve-unknown-fields: true}
            """.replace("null: {type", "\"null\": {type").replace(" on: {type", " \"on\": {type");

    @Test
    void theDefinitionsOfPoliciesAreSound() throws Exception {
        for (ObjectNode definition : Definitions.ofPolicies()) {
            Causes causes = new Causes();
            Parsed usual = Conform.to(
                    BuiltIns.table().kind(GroupVersionKind.of(definition)).orElseThrow(), definition);
            Definitions.fillIn(usual.object());
            Definitions.check(usual.object(), causes);
            assertThat(usual.complaints()).isEmpty();
            assertThat(causes.list()).isEmpty();
            assertThat(Definitions.warnings(definition)).isEmpty();
            Definitions.establish(usual.object(), Instant.EPOCH);
            assertThat(usual.object().at("/status/conditions/1/type").asText()).isEqualTo("Established");
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {tier: Admin, priority: 1001, subject: {namespaces: {}}} | spec.priority | FieldValueInvalid | Invalid value: 1001: spec.priority in body should be less than or equal to 1000
            {tier: admin, priority: 1, subject: {namespaces: {}}} | spec.tier | FieldValueNotSupported | Unsupported value: "admin": supported values: "Admin", "Baseline"
            {tier: Admin, priority: "1", subject: {namespaces: {}}} | spec.priority | FieldValueTypeInvalid | Invalid value: "string": spec.priority in body must be of type integer: "string"
            {tier: Admin, priority: 1} | spec.subject | FieldValueRequired | Required value
            {tier: Admin, priority: 1, subject: {}} | spec.subject | FieldValueInvalid | Invalid value: 0: spec.subject in body should have at least 1 properties
            {tier: Admin, priority: 1, subject: {namespaces: {}, pods: {podSelector: {}}}} | spec.subject | FieldValueTooMany | Too many: 2: must have at most 1 item
            {tier: Admin, priority: 1, subject: {namespaces: {}}, ingress: [{action: Deny, from: []}]} | spec.ingress[0].from | FieldValueInvalid | Invalid value: 0: spec.ingress[0].from in body should have at least 1 items
            {tier: Admin, priority: 1, subject: {namespaces: {}}, egress: [{action: Deny, to: [{networks: [10.0.0.1/8]}]}]} | spec.egress[0].to[0].networks[0] | FieldValueInvalid | Invalid value: "10.0.0.1/8": Invalid CIDR format provided
            {tier: Admin, priority: 1, subject: {namespaces: {}}, egress: [{action: Deny, to: [{networks: [10.0.0.0/8, 10.0.0.0/8]}]}]} | spec.egress[0].to[0].networks[1] | FieldValueDuplicate | Duplicate value: "10.0.0.0/8"
            {tier: Admin, priority: 1, subject: {namespaces: {}}, egress: [{action: Accept, to: [{domainNames: [com]}]}]} | spec.egress[0].to[0].domainNames[0] | FieldValueInvalid | Invalid value: "com": spec.egress[0].to[0].domainNames[0] in body should match '^(\\*\\.)?([a-zA-Z0-9]([-a-zA-Z0-9_]*[a-zA-Z0-9])?\\.)+[a-zA-Z0-9]([-a-zA-Z0-9_]*[a-zA-Z0-9])?\\.?$'
            {tier: Admin, priority: 1, subject: {namespaces: {}}, ingress: [{action: Deny, from: [{namespaces: {}}], protocols: [{tcp: {destinationPort: {range: {start: 9, end: 8}}}}]}]} | spec.ingress[0].protocols[0].tcp.destinationPort.range | FieldValueInvalid | Invalid value: {"start":9,"end":8}: Start port must be less than End port
            {tier: Admin, priority: 1, subject: {namespaces: {}}, egress: [{action: Deny, to: [{nodes: {}}], protocols: [{destinationNamedPort: http}]}]} | spec.egress[0] | FieldValueInvalid | Invalid value: {"action":"Deny","to":[{"nodes":{}}],"protocols":[{"destinationNamedPort":"http"}]}: networks/nodes/domainNames peer cannot be set with namedPorts since there are no namedPorts for networks/nodes/domainNames
            """)
    void refusesPoliciesAsTheirDefinitionSays(String spec, String field, String reason, String message)
            throws Exception {
        ObjectNode policy = yaml("apiVersion: policy.networking.k8s.io/v1alpha2\nkind: ClusterNetworkPolicy\n"
                + "metadata: {name: p}\nspec: " + spec + "\n");
        assertThat(causes(CLUSTER_POLICY, policy)).containsExactly(new Cause(reason, message, field));
    }

    @Test
    void acceptsASoundPolicy() throws Exception {
        ObjectNode policy = yaml("""
                apiVersion: policy.networking.k8s.io/v1alpha2
                kind: ClusterNetworkPolicy
                metadata: {name: p, labels: {a: b}}
                spec:
                  tier: Baseline
                  priority: 0
                  subject: {pods: {podSelector: {matchLabels: {a: b}}}}
                  ingress: [{action: Deny, from: [{namespaces: {}}]}]
                """);
        assertThat(CLUSTER_POLICY.read(policy).complaints()).isEmpty();
        assertThat(causes(CLUSTER_POLICY, policy)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {size: 9}                       | Invalid value: 9: spec.size in body should be less than 9
            {size: 4}                       | Invalid value: 4: spec.size in body should be a multiple of 3
            {size: 3, name: a}              | Invalid value: "a": spec.name in body should be at least 2 chars long
            {size: 3, name: abcde}          | Too long: may not be more than 4 bytes
            {size: 3, name: bc}             | Invalid value: "bc": spec.name in body should match '^a'
            {size: 3, when: today}          | Invalid value: "today": spec.when in body must be of type date-time: "today"
            {size: 3, port: true}           | Invalid value: "boolean": spec.port in body must be of type integer,string: "boolean"
            {size: 3, words: {a: 1}}        | Invalid value: "integer": spec.words.a in body must be of type string: "integer"
            {size: 3, either: {a: x, b: z}} | Invalid value: "": "spec.either" must validate one and only one schema (oneOf). Found 2 valid alternatives
            {size: 3, never: ax}            | Invalid value: "": "spec.never" must not validate the schema (not)
            {size: 3, set: [a, b, a]}       | Duplicate value: "a"
            {size: 3, byName: [{name: a}, {name: a}]} | Duplicate value: {"name":"a"}
            """)
    void holdsObjectsToAnySchema(String spec, String message) throws Exception {
        List<Cause> causes = causes(thing(), object(spec));
        assertThat(causes).extracting(Cause::message).containsExactly(message);
    }

    @Test
    void readsWhatTheSchemaKnowsAndFillsInTheRest() throws Exception {
        Parsed parsed = thing().read(
                        object(
                                "{port: http, extra: 1, free: {a: {b: c}}, words: {x: z}, \"null\": null, ratio: 2, byName: [{name: a, more: 1}]}"));
        assertThat(parsed.complaints())
                .containsExactly("unknown field \"spec.extra\"", "unknown field \"spec.byName[0].more\"");
        assertThat(parsed.object().path("spec")).isEqualTo(yaml("""
                {port: http, free: {a: {b: c}}, words: {x: z}, "null": null, ratio: 2, byName: [{name: a, "on": true}], size: 3}
                """));
        assertThat(causes(thing(), parsed.object())).isEmpty();
    }

    @Test
    void servesStatusAndScaleIfTheDefinitionHasThem() {
        assertThat(thing().resources())
                .extracting(Resource::name)
                .containsExactly("things", "things/status", "things/scale");
        assertThat(thing().hasStatus()).isTrue();
    }

    @Test
    void namesTheRulesThatAreNotEvaluated() {
        assertThat(Definitions.warnings(yaml(THING)))
                .containsExactly(
                        "x-kubernetes-validations are not evaluated here, so that this rule holds nothing back: self > 5");
    }

    private static CustomKind thing() {
        return CustomKind.of(yaml(THING)).getFirst();
    }

    private static ObjectNode object(String spec) {
        return yaml("apiVersion: example.com/v1\nkind: Thing\nmetadata: {name: t}\nspec: " + spec + "\n");
    }

    private static List<Cause> causes(CustomKind kind, ObjectNode object) {
        Causes causes = new Causes();
        kind.check(object, causes);
        return causes.list();
    }
}

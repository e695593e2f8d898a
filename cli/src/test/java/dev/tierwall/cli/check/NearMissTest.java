package dev.tierwall.cli.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.tierwall.cli.Cli;
import dev.tierwall.cli.frame.ExitCode;
import dev.tierwall.core.verdict.Mismatch;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Each thing that can keep a rule from matching, in words. */
class NearMissTest {
    private static final String CLUSTER = "src/test/resources/dev/tierwall/cli/cluster.yaml";
    private static final String FROM_RED =
            "from: [{namespaceSelector: {matchLabels: {team: red}}, podSelector: {matchLabels: {app: api}}}]";

    /** Kind, rule, source, words. */
    private static final String MISSES = """
            NamespaceLabel | from: [{namespaceSelector: {matchLabels: {team: red}}}] | shop/web | needs namespace label team=red, namespace shop has team=blue
            NamespaceLabel | from: [{namespaceSelector: {matchExpressions: [{key: env, operator: In, values: [a, b]}]}}] | shop/web | needs namespace label env in (a,b), namespace shop has no label env
            NamespaceLabel | from: [{namespaceSelector: {matchExpressions: [{key: team, operator: DoesNotExist}]}}] | shop/web | needs namespace label !team, namespace shop has team=blue
            OtherNamespace | from: [{podSelector: {}}] | ops/api | needs a pod of namespace shop, ops/api is in namespace ops
            PodLabel       | from: [{podSelector: {matchLabels: {app: cache}}}] | shop/web | needs pod label app=cache, shop/web has app=web
            PodLabel       | from: [{podSelector: {matchExpressions: [{key: app, operator: NotIn, values: [web, x]}]}}] | shop/web | needs pod label app notin (web,x), shop/web has app=web
            PodLabel       | from: [{podSelector: {matchExpressions: [{key: role, operator: Exists}]}}] | shop/web | needs pod label role, shop/web has no label role
            NotAPod        | from: [{podSelector: {}}] | 203.0.113.5 | needs a pod of the cluster, 203.0.113.5 is no known pod's address
            HostNetwork    | from: [{namespaceSelector: {}}] | ops/proxy | needs a pod, ops/proxy is on its node's network and counts as the node
            OutsideBlocks  | from: [{ipBlock: {cidr: 172.16.0.0/12}}] | 203.0.113.5 | needs an address in 172.16.0.0/12, 203.0.113.5 is outside
            OutsideBlocks  | from: [{ipBlock: {cidr: 172.16.0.0/12}}] | shop/web-5d9c-b | needs an address in 172.16.0.0/12, shop/web-5d9c-b has 10.1.1.5
            OutsideBlocks  | from: [{ipBlock: {cidr: 172.16.0.0/12}}] | ops/api | needs an address in 172.16.0.0/12, the address of ops/api is not known
            Excepted       | from: [{ipBlock: {cidr: 10.0.0.0/8, except: [10.1.0.0/16]}}] | shop/web-5d9c-b | needs an address in 10.0.0.0/8 except 10.1.0.0/16, and 10.1.1.5 is among the exceptions
            OtherProtocol  | ports: [{port: 5433, protocol: UDP}] | shop/web | needs 5433/UDP, the connection is TCP
            OtherPort      | ports: [{port: 80}, {port: 6000, endPort: 6010}, {protocol: SCTP}] | shop/web | needs 80/TCP, 6000-6010/TCP or any SCTP port, the connection is to 5433/TCP
            OtherNamedPort | ports: [{port: http}] | shop/web | needs the port named http, and shop/db-1 has no TCP port of that name
            """;

    static Stream<Arguments> misses() {
        return MISSES.lines()
                .map(line -> arguments(
                        Arrays.stream(line.split("[|]")).map(String::strip).toArray()));
    }

    @ParameterizedTest
    @MethodSource("misses")
    void theOneThingThatDidNotMatchIsSaid(String kind, String rule, String source, String words) {
        Cli.Result result = Cli.withInput(policy(rule), "check", "-f", CLUSTER, "-f", "-", source, "shop/db-1:5433");
        assertThat(result.code()).isEqualTo(ExitCode.NO);
        int column = rule.indexOf('{') + 7;
        String place = rule.startsWith("from")
                ? ", ingress rule 1, peer 1 (<stdin>:7:" + column + "):"
                : ", ingress rule 1 (<stdin>:7:7):";
        assertThat(result.out()).endsWith("""
                  ingress  denied    shop/db-1 is isolated by db; no rule matches
                           nearest   db%s
                                     %s
                """.formatted(place, words));
        assertThat(json(policy(rule), source)).contains("{\"kind\": \"" + kind + "\", \"message\": \"" + words + "\"}");
    }

    @Test
    void aNamedPortMayBeAnotherNumber() {
        Cli.Result result = Cli.withInput(
                policy("ports: [{port: sql}]"), "check", "-f", CLUSTER, "-f", "-", "shop/web", "shop/db-1:5432");
        assertThat(result.out()).contains("needs the port named sql, which is 5433/TCP on shop/db-1");
    }

    @Test
    void everythingThatIsMissingIsSaidAndTheNearestRulesOnly() {
        Cli.Result result = Cli.withInput(
                policy(FROM_RED + "\n      ports: [{port: 1}]\n    - " + FROM_RED),
                "check",
                "-f",
                CLUSTER,
                "-f",
                "-",
                "shop/web",
                "shop/db-1:5433");
        assertThat(result.out()).endsWith("""
                           nearest   db, ingress rule 2, peer 1 (<stdin>:9:14):
                                     needs namespace label team=red, namespace shop has team=blue
                                     needs pod label app=api, shop/web has app=web
                """);
    }

    @Test
    void onlyThreeAreShownOfManyThatAreAsNear() {
        String rule = "from: [{podSelector: {matchLabels: {app: %s}}}]";
        String rules = Stream.of("a", "b", "c", "d", "e").map(rule::formatted).collect(Collectors.joining("\n    - "));
        Cli.Result result =
                Cli.withInput(policy(rules), "check", "-f", CLUSTER, "-f", "-", "shop/web", "shop/db-1:5433");
        assertThat(result.out().lines().filter(line -> line.contains("nearest")))
                .hasSize(3);
        assertThat(result.out()).endsWith("                     and 2 more rules as near; -o json shows all\n");
        assertThat(json(policy(rules), "shop/web").split("\"PodLabel\"", -1)).hasSize(5 + 1);
    }

    @Test
    void everyKindOfMismatchIsShownHere() {
        Set<String> shown = misses().map(miss -> miss.get()[0].toString()).collect(Collectors.toSet());
        // Rules of these kinds are refused in a NetworkPolicy, and the other policies have no near misses.
        shown.addAll(Set.of("NotANode", "OnlyNames", "NotUnderstood"));
        assertThat(Arrays.stream(Mismatch.class.getPermittedSubclasses()).map(Class::getSimpleName))
                .containsExactlyInAnyOrderElementsOf(shown);
    }

    private static String json(String policy, String source) {
        return Cli.withInput(policy, "check", "-f", CLUSTER, "-f", "-", source, "shop/db-1:5433", "-o", "json")
                .out();
    }

    private static String policy(String rule) {
        return """
                apiVersion: networking.k8s.io/v1
                kind: NetworkPolicy
                metadata: {name: db, namespace: shop}
                spec:
                  podSelector: {matchLabels: {app: db}}
                  ingress:
                    - %s
                """.formatted(rule);
    }
}

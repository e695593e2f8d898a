package dev.tierwall.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What check, explain and version write as JSON is what the schemas in docs/ say. */
class AnswerSchemasTest {
    private static final String CLUSTER = "src/test/resources/dev/tierwall/cli/cluster.yaml";

    private static final String POLICIES = """
            apiVersion: networking.k8s.io/v1
            kind: NetworkPolicy
            metadata: {name: db, namespace: shop}
            spec:
              podSelector: {matchLabels: {app: db}}
              ingress: [{from: [{podSelector: {matchLabels: {app: web}}}, {ipBlock: {cidr: 10.0.0.0/8}}], ports: [{port: sql}]}]
            ---
            apiVersion: policy.networking.k8s.io/v1alpha2
            kind: ClusterNetworkPolicy
            metadata: {name: guard}
            spec:
              tier: Admin
              priority: 7
              subject: {namespaces: {matchLabels: {team: blue}}}
              ingress: [{name: hand-over, action: Pass, from: [{namespaces: {}}]}]
              egress: [{action: Deny, to: [{galaxies: {}}]}]
            """;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "shop/web svc:shop/db",
                "ops/api shop/db:5432",
                "node/node-a shop/web",
                "10.0.0.0/8 shop/db:5432",
                "shop/web internet:443",
                "shop/web-5d9c-a svc:shop/web:80",
                "shop/db-0 shop/db-0:1",
                "shop/db-0 svc:ops/legacy",
            })
    void everyAnswerOfCheckIsValid(String question) throws IOException {
        String[] sides = question.split(" ");
        Cli.Result result =
                Cli.withInput(POLICIES, "check", "-f", CLUSTER, "-f", "-", sides[0], sides[1], "-o", "json");
        assertThat(SchemasTest.problems(result.out())).as(result.out()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"shop/db", "shop/web", "ops/proxy", "ops/api", "ops/six"})
    void everyExplanationIsValid(String pod) throws IOException {
        Cli.Result result = Cli.withInput(POLICIES, "explain", "-f", CLUSTER, "-f", "-", pod, "-o", "json");
        assertThat(SchemasTest.problems(result.out())).as(result.out()).isEmpty();
    }

    @Test
    void theVersionIsValid() throws IOException {
        assertThat(SchemasTest.problems(Cli.run("version", "-o", "json").out())).isEmpty();
    }

    @Test
    void theSchemasRefuseWhatTheyShould() throws IOException {
        String answer = Cli.run("check", "-f", CLUSTER, "shop/web", "shop/db-0:1", "-o", "json")
                .out();
        assertThat(SchemasTest.problems(answer)).isEmpty();
        assertThat(SchemasTest.problems(answer.replace("\"port\": 1", "\"port\": 0")))
                .isNotEmpty();
        assertThat(SchemasTest.problems(answer.replace("\"egress\"", "\"outgoing\"")))
                .isNotEmpty();
        assertThat(SchemasTest.problems(answer.replace("\"Default\"", "\"Last\"")))
                .isNotEmpty();
        String explained =
                Cli.run("explain", "-f", CLUSTER, "shop/web", "-o", "json").out();
        assertThat(SchemasTest.problems(explained)).isEmpty();
        assertThat(SchemasTest.problems(explained.replace("\"isolated\": false", "\"isolated\": \"no\"")))
                .isNotEmpty();
    }
}

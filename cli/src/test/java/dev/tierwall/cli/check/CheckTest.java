package dev.tierwall.cli.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tierwall.cli.Cli;
import dev.tierwall.cli.frame.ExitCode;
import org.junit.jupiter.api.Test;

/** What {@code check} says about endpoints of every sort, in a cluster with one of each. */
class CheckTest {
    private static final String CLUSTER = "src/test/resources/dev/tierwall/cli/cluster.yaml";

    /** Isolates the pods of shop/db and lets web in on the named port. */
    private static final String DB_FROM_WEB = """
            apiVersion: networking.k8s.io/v1
            kind: NetworkPolicy
            metadata: {name: db-from-web, namespace: shop}
            spec:
              podSelector: {matchLabels: {app: db}}
              ingress:
                - from: [{podSelector: {matchLabels: {app: web}}}]
                  ports: [{port: 5432}]
            """;

    @Test
    void bothSidesOfAnAllowedConnectionAreExplained() {
        assertThat(check(DB_FROM_WEB, "shop/web", "shop/db-0:5432")).isEqualTo(allowed("""
                shop/web → shop/db-0 5432/TCP   ALLOWED
                  egress   allowed   no policy isolates shop/web for egress
                  ingress  allowed   by db-from-web, ingress rule 1, peer 1 (<stdin>:7:14)
                """));
    }

    @Test
    void podsOfOneWorkloadThatAreTreatedDifferentlyAreAnsweredApart() {
        assertThat(check(DB_FROM_WEB, "shop/web", "shop/db:sql")).isEqualTo(denied("""
                shop/web → shop/db-0 5432/TCP   ALLOWED
                  egress   allowed   no policy isolates shop/web for egress
                  ingress  allowed   by db-from-web, ingress rule 1, peer 1 (<stdin>:7:14)

                shop/web → shop/db-1 5433/TCP   DENIED
                  egress   allowed   no policy isolates shop/web for egress
                  ingress  denied    shop/db-1 is isolated by db-from-web; no rule matches
                           nearest   db-from-web, ingress rule 1, peer 1 (<stdin>:7:14):
                                     needs 5432/TCP, the connection is to 5433/TCP

                2 answers: 1 allowed and 1 denied
                """));
    }

    @Test
    void aServiceIsAnsweredPerEndpointOnTheNamedPortOfEach() {
        assertThat(check(DB_FROM_WEB, "shop/web", "svc:shop/db:5432")).isEqualTo(denied("""
                shop/web → svc:shop/db 5432/TCP   ALLOWED
                  service  forwards  to shop/db-0 5432/TCP
                  egress   allowed   no policy isolates shop/web for egress
                  ingress  allowed   by db-from-web, ingress rule 1, peer 1 (<stdin>:7:14)

                shop/web → svc:shop/db 5432/TCP   DENIED
                  service  forwards  to shop/db-1 5433/TCP
                  egress   allowed   no policy isolates shop/web for egress
                  ingress  denied    shop/db-1 is isolated by db-from-web; no rule matches
                           nearest   db-from-web, ingress rule 1, peer 1 (<stdin>:7:14):
                                     needs 5432/TCP, the connection is to 5433/TCP

                2 answers: 1 allowed and 1 denied
                """));
    }

    @Test
    void theClusterAddressOfAServiceIsThatService() {
        assertThat(check("", "ops/api", "10.96.0.5:80")).isEqualTo(allowed("""
                ops/api → 10.96.0.5 (svc:shop/web) 80/TCP   ALLOWED
                  service  forwards  to shop/web-5d9c-a and shop/web-5d9c-b 8080/TCP
                  egress   allowed   no policy isolates ops/api for egress
                  ingress  allowed   no policy isolates shop/web for ingress
                """));
    }

    @Test
    void anAddressThatAPodHasIsThatPod() {
        assertThat(check("", "10.1.0.6", "[fd01::5]:http").err()).isEqualTo("""
                tierwall check: 10.1.0.6 (shop/db-0) and fd01::5 (shop/web-5d9c-a) have no address of the same family
                  one has IPv4 alone, the other IPv6 alone: there is no connection to judge
                """);
        assertThat(check("", "10.1.0.6", "10.1.0.5:http")).isEqualTo(allowed("""
                10.1.0.6 (shop/db-0) → 10.1.0.5 (shop/web-5d9c-a) 8080/TCP   ALLOWED
                  egress   allowed   no policy isolates shop/db-0 for egress
                  ingress  allowed   no policy isolates shop/web-5d9c-a for ingress
                """));
    }

    @Test
    void aServiceWithoutSelectorLeadsWhereItsSlicesSay() {
        assertThat(check("", "shop/db-0", "svc:ops/legacy")).isEqualTo(allowed("""
                shop/db-0 → svc:ops/legacy 1521/TCP   ALLOWED
                  service  forwards  to 203.0.113.9 15210/TCP
                  egress   allowed   no policy isolates shop/db-0 for egress
                  ingress  allowed   not a pod, so that no policy applies

                shop/db-0 → svc:ops/legacy 1521/TCP   ALLOWED
                  service  forwards  to shop/web-5d9c-a 15210/TCP
                  egress   allowed   no policy isolates shop/db-0 for egress
                  ingress  allowed   no policy isolates shop/web-5d9c-a for ingress

                2 answers: 2 allowed
                """));
    }

    @Test
    void clientsOfAHeadlessServiceReachThePortThatTheyAskFor() {
        assertThat(check("", "shop/web", "svc:shop/db-headless:5432")).isEqualTo(allowed("""
                shop/web → svc:shop/db-headless 5432/TCP   ALLOWED
                  service  forwards  to shop/db-0 and shop/db-1 5432/TCP
                  egress   allowed   no policy isolates shop/web for egress
                  ingress  allowed   no policy isolates shop/db for ingress
                """));
        assertThat(check("", "shop/web", "svc:shop/db-headless:7000").out()).contains("7000/TCP   ALLOWED\n");
    }

    @Test
    void tcpIsMeantWhereAServiceHasANumberForTwoProtocols() {
        assertThat(check("", "shop/web", "svc:ops/dns:53").out())
                .startsWith("shop/web → svc:ops/dns 53/TCP   ALLOWED\n");
        assertThat(check("", "shop/web", "svc:ops/dns:53/udp").out())
                .startsWith("shop/web → svc:ops/dns 53/UDP   ALLOWED\n");
        assertThat(check("", "shop/web", "svc:ops/dns:dns").out())
                .startsWith("shop/web → svc:ops/dns 53/UDP   ALLOWED\n");
    }

    @Test
    void aServiceMayLeadAPodToItself() {
        String self = """
                apiVersion: networking.k8s.io/v1
                kind: NetworkPolicy
                metadata: {name: nobody, namespace: shop}
                spec: {podSelector: {matchLabels: {app: web}}, ingress: []}
                """;
        assertThat(check(self, "shop/web-5d9c-a", "svc:shop/web:80")).isEqualTo(denied("""
                shop/web-5d9c-a → svc:shop/web 80/TCP   DENIED
                  service  forwards  to shop/web-5d9c-b 8080/TCP
                  egress   allowed   no policy isolates shop/web-5d9c-a for egress
                  ingress  denied    shop/web-5d9c-b is isolated by nobody, which has no ingress rules

                shop/web-5d9c-a → itself through svc:shop/web 80/TCP   ALLOWED
                  service  forwards  to shop/web-5d9c-a 8080/TCP
                  egress   allowed   no policy isolates shop/web-5d9c-a for egress
                  ingress  allowed   NetworkPolicies never block what shop/web-5d9c-a opens to itself

                2 answers: 1 allowed and 1 denied
                """));
        assertThat(check(self, "shop/web-5d9c-a", "shop/web-5d9c-a:8080")).isEqualTo(allowed("""
                shop/web-5d9c-a → itself 8080/TCP   ALLOWED
                  both     allowed   NetworkPolicies never block what shop/web-5d9c-a opens to itself
                """));
        assertThat(check(self, "shop/web", "shop/web:8080").out())
                .as("between replicas")
                .startsWith("shop/web → shop/web 8080/TCP   DENIED\n");
    }

    @Test
    void aNodeReachesItsOwnPodsWhateverPoliciesSay() {
        assertThat(check(DB_FROM_WEB, "node/node-a", "shop/db:5432")).isEqualTo(denied("""
                192.168.0.10 (node node-a) → shop/db-0 5432/TCP   ALLOWED
                  both     allowed   node node-a always reaches its own pods

                192.168.0.10 (node node-a) → shop/db-1 5432/TCP   DENIED
                  egress   allowed   not a pod, so that no policy applies
                  ingress  denied    shop/db-1 is isolated by db-from-web; no rule matches
                           nearest   db-from-web, ingress rule 1, peer 1 (<stdin>:7:14):
                                     needs a pod of the cluster, 192.168.0.10 is no known pod's address

                2 answers: 1 allowed and 1 denied
                """));
        assertThat(check(DB_FROM_WEB, "192.168.0.11", "shop/db-1:5432").code()).isEqualTo(ExitCode.OK);
    }

    @Test
    void aPodOnItsNodesNetworkCountsAsTheNode() {
        assertThat(check(DB_FROM_WEB, "ops/proxy", "shop/db-1:5432")).isEqualTo(denied("""
                ops/proxy → shop/db-1 5432/TCP   DENIED
                  egress   allowed   ops/proxy is on its node's network, where no policy applies
                  ingress  denied    shop/db-1 is isolated by db-from-web; no rule matches
                           nearest   db-from-web, ingress rule 1, peer 1 (<stdin>:7:14):
                                     needs a pod, ops/proxy is on its node's network and counts as the node
                """));
        assertThat(check(DB_FROM_WEB, "ops/proxy", "shop/db-0:5432").code()).isEqualTo(ExitCode.OK);
    }

    @Test
    void aBlockIsAnsweredForEachPartThatPoliciesTellApart() {
        String policy = """
                apiVersion: networking.k8s.io/v1
                kind: NetworkPolicy
                metadata: {name: web, namespace: shop}
                spec:
                  podSelector: {matchLabels: {app: web}}
                  ingress: [{from: [{ipBlock: {cidr: 172.20.0.0/16, except: [172.20.4.0/24]}}]}]
                """;
        assertThat(check(policy, "172.20.0.0/16", "shop/web:80")).isEqualTo(denied("""
                172.20.0.0/16 except 172.20.4.0/24 → shop/web 80/TCP   ALLOWED
                  egress   allowed   not a pod, so that no policy applies
                  ingress  allowed   by web, ingress rule 1, peer 1 (<stdin>:6:21)

                172.20.4.0/24 → shop/web 80/TCP   DENIED
                  egress   allowed   not a pod, so that no policy applies
                  ingress  denied    shop/web is isolated by web; no rule matches
                           nearest   web, ingress rule 1, peer 1 (<stdin>:6:21):
                                     needs an address in 172.20.0.0/16 except 172.20.4.0/24, and 172.20.4.0 is among the exceptions

                2 answers: 1 allowed and 1 denied
                """));
        assertThat(check(policy, "172.20.4.128/25", "shop/web:80").out())
                .startsWith("172.20.4.128/25 → shop/web 80/TCP   DENIED\n");
    }

    @Test
    void theInternetIsAllPublicAddresses() {
        String policy = """
                apiVersion: networking.k8s.io/v1
                kind: NetworkPolicy
                metadata: {name: web, namespace: shop}
                spec:
                  podSelector: {matchLabels: {app: web}}
                  policyTypes: [Egress]
                  egress: [{to: [{ipBlock: {cidr: 0.0.0.0/0, except: [10.0.0.0/8, 192.168.0.0/16]}}]}]
                """;
        assertThat(check(policy, "shop/db-0", "internet:443").out())
                .startsWith("shop/db-0 → internet 443/TCP   ALLOWED\n");
        assertThat(check(policy, "shop/web", "internet:443").out())
                .as("IPv6 too, which the rule forgets")
                .contains("→ internet (IPv4) 443/TCP   ALLOWED\n", "→ internet (IPv6) 443/TCP   DENIED\n");
    }

    @Test
    void familiesAreAnsweredApartOnlyWhereTheyDiffer() {
        String policy = """
                apiVersion: networking.k8s.io/v1
                kind: NetworkPolicy
                metadata: {name: web, namespace: shop}
                spec:
                  podSelector: {matchLabels: {app: web}}
                  ingress: [{from: [{ipBlock: {cidr: 10.0.0.0/8}}]}]
                """;
        assertThat(check(policy, "shop/web", "shop/web:80")).isEqualTo(denied("""
                shop/web → shop/web 80/TCP over IPv4   ALLOWED
                  egress   allowed   no policy isolates shop/web for egress
                  ingress  allowed   by web, ingress rule 1, peer 1 (<stdin>:6:21)

                shop/web → shop/web 80/TCP over IPv6   DENIED
                  egress   allowed   no policy isolates shop/web for egress
                  ingress  denied    shop/web is isolated by web; no rule matches
                           nearest   web, ingress rule 1, peer 1 (<stdin>:6:21):
                                     needs an address in 10.0.0.0/8, shop/web-5d9c-a has fd01::5

                2 answers: 1 allowed and 1 denied
                """));
        assertThat(check("", "shop/web", "shop/web:80").out()).doesNotContain("IPv");
    }

    @Test
    void coloursSayNothingThatWordsDoNot() {
        String[] question = {"check", "-f", CLUSTER, "shop/web", "shop/db-0:1"};
        String plain = Cli.run(question).out();
        String coloured = Cli.run("check", "-f", CLUSTER, "shop/web", "shop/db-0:1", "--color=always")
                .out();
        assertThat(coloured).contains("\u001b[32mALLOWED\u001b[0m").isNotEqualTo(plain);
        assertThat(coloured.replaceAll("\u001b\\[\\d+m", "")).isEqualTo(plain);
    }

    @Test
    void withoutAPortEveryDeclaredPortIsAsked() {
        assertThat(check("", "shop/db-0", "shop/web").out())
                .contains("→ shop/web 8080/TCP   ALLOWED\n", "→ shop/web 9090/TCP   ALLOWED\n");
    }

    @Test
    void namesWithoutANamespaceAreThoseOfTheGivenOne() {
        assertThat(check("", "-n", "shop", "web", "db-0:sql").out()).startsWith("shop/web → shop/db-0 5432/TCP");
        assertThat(check("", "web", "svc:db:5432").out()).startsWith("shop/web → svc:shop/db 5432/TCP");
        assertThat(check("", "-n", "ops", "deploy/api", "shop/statefulset/db:1").out())
                .startsWith("ops/api → shop/db 1/TCP");
    }

    private static Cli.Result check(String policies, String... args) {
        String[] line = new String[args.length + 5];
        line[0] = "check";
        line[1] = "-f";
        line[2] = CLUSTER;
        line[3] = policies.isEmpty() ? "-R" : "-f";
        line[4] = policies.isEmpty() ? "--color=never" : "-";
        System.arraycopy(args, 0, line, 5, args.length);
        return Cli.withInput(policies, line);
    }

    private static Cli.Result allowed(String out) {
        return new Cli.Result(ExitCode.OK, out, "");
    }

    private static Cli.Result denied(String out) {
        return new Cli.Result(ExitCode.NO, out, "");
    }
}

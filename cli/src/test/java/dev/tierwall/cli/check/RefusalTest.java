package dev.tierwall.cli.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tierwall.cli.Cli;
import dev.tierwall.cli.frame.ExitCode;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Questions that have no answer: each says why, and what to ask instead. */
class RefusalTest {
    private static final String CLUSTER = "src/test/resources/dev/tierwall/cli/cluster.yaml";

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            ops/twin          | shop/db:1                | 'twin' may mean 2 things                                  | write ops/DaemonSet/twin or ops/Pod/twin
            ops/done          | shop/db                  | ops/done has finished                                     | ask about a running pod: a finished one has no connections any more
            ops/waiting       | shop/db                  | ops/waiting has no address yet                            | wait until it is scheduled: without an address it has no connections
            ops/six           | shop/db:1                | ops/six and shop/db have no address of the same family    | one has IPv4 alone, the other IPv6 alone: there is no connection to judge
            shp/web           | shop/db                  | there is no namespace 'shp'                               | did you mean shop/web?
            shop/wbe          | shop/db                  | there is no pod or workload 'wbe' in namespace shop       | did you mean shop/web?
            ops/web           | shop/db                  | there is no pod or workload 'web' in namespace ops        | there is shop/web
            shop/pod/web      | shop/db                  | there is no pod 'web' in namespace shop                   | there is shop/Deployment/web
            ops/legacy        | shop/db                  | there is no pod or workload 'legacy' in namespace ops     | there is a Service of that name: svc:ops/legacy
            node-a            | shop/db                  | there is no pod or workload 'node-a'                      | there is a node of that name: node/node-a
            node/node-c       | shop/db                  | there is no node 'node-c'                                 | did you mean node-a or node-b?
            svc:shop/wep      | shop/db                  | there is no Service 'wep' in namespace shop               | did you mean svc:shop/web?
            svc:ops/web       | shop/db                  | there is no Service 'web' in namespace ops                | there is svc:shop/web
            shop/web          | svc:ops/elsewhere:80     | svc:ops/elsewhere stands for a DNS name outside the cluster | ask about an address that the name resolves to: that is what policies see
            shop/web          | svc:ops/nobody:80        | nothing answers behind svc:ops/nobody                     | its selector app=nobody matches no running pod in namespace ops
            shop/web          | svc:shop/web:81          | svc:shop/web has no such port                             | it has 80/TCP (http) and 9090/TCP (metrics)
            shop/web          | 10.96.0.10:53/SCTP       | svc:ops/dns has no such port                              | it has 53/UDP (dns) and 53/TCP (dns-tcp)
            shop/web          | shop/db:http             | shop/db-0 has no port named http                          | it has 5432/TCP (sql) and 5433/TCP (sql)
            shop/db           | ops/six                  | which port of ops/six?                                    | it declares none; write its number after a colon
            shop/web          | 203.0.113.1              | which port of 203.0.113.1?                                | write its number after a colon, as in 203.0.113.1:443
            shop/web          | 2001:db8::1              | which port of 2001:db8::1?                                | write its number after a colon, as in [2001:db8::1]:443
            shop/web          | internet                 | which port of internet?                                   | write its number after a colon, as in internet:443
            shop/web          | shop/db:0                | '0' is no port number                                     | write a number from 1 to 65535
            shop/web          | shop/db:65536            | '65536' is no port number                                 | write a number from 1 to 65535
            shop/web          | shop/db:80/ICMP          | 'ICMP' is no protocol that policies know                  | write TCP, UDP or SCTP
            shop/web          | shop/db:                 | there is no port in ''                                    | write a port such as 8080, 53/UDP or http
            shop/web          | [10.0.0.1:80             | '[10.0.0.1:80' is no address                              | write brackets around an IPv6 address alone, as in [2001:db8::1]:443
            a/b/c/d           | shop/db                  | 'a/b/c/d' names nothing                                   | write namespace/name, namespace/Kind/name, svc:namespace/name, an IP address, a CIDR or internet
            [2001:db8::1]:80  | shop/db:1                | '[2001:db8::1]:80' has a port                             | leave it out: only the destination has one
            """)
    void whatCannotBeAnsweredIsRefusedWithARemedy(String source, String destination, String problem, String remedy) {
        Cli.Result result = Cli.run("check", "-f", CLUSTER, source, destination);
        assertThat(result)
                .isEqualTo(new Cli.Result(ExitCode.USAGE, "", "tierwall check: " + problem + "\n  " + remedy + "\n"));
    }

    @Test
    void whatLooksLikeAnAddressButIsNoneIsNotSoughtAmongPods() {
        assertThat(Cli.run("check", "-f", CLUSTER, "10.0.0.256", "shop/db:1").err())
                .isEqualTo("tierwall check: '10.0.0.256' is neither an IP address nor a block of them\n");
    }

    @Test
    void withoutFilesAndWithoutAClusterItSaysWhatToDo() {
        Cli.Result result = Cli.run(List.of("check", "a", "b"), "", Map.of("HOME", "/nonexistent"));
        assertThat(result.code()).isEqualTo(ExitCode.USAGE);
        assertThat(result.err())
                .startsWith("tierwall check: no cluster is configured")
                .contains("give manifests with -f");
    }

    @Test
    void ofManyChoicesAFewAreGiven() {
        StringBuilder pods = new StringBuilder();
        for (int i = 1; i <= 8; i++) {
            pods.append("---\n{apiVersion: v1, kind: Pod, metadata: {name: same, namespace: n")
                    .append(i)
                    .append("}, spec: {containers: [{name: c, image: i}]}}\n");
        }
        assertThat(Cli.withInput(pods.toString(), "check", "-f", "-", "same", "n1/same:1")
                        .err())
                .endsWith("""
                tierwall check: 'same' may mean 8 things
                  write n1/Pod/same, n2/Pod/same, n3/Pod/same, n4/Pod/same, n5/Pod/same and 3 more
                """);
        assertThat(Cli.withInput(pods.toString(), "check", "-f", "-", "n1/job/same", "n1/same:1")
                        .err())
                .endsWith("""
                tierwall check: there is no job 'same' in namespace n1
                  there is n1/Pod/same, n2/same, n3/same, n4/same, n5/same and 3 more
                """);
    }

    @Test
    void theSecondArgumentIsNeeded() {
        Cli.Result result = Cli.run("check", "-f", CLUSTER, "shop/web");
        assertThat(result.code()).isEqualTo(ExitCode.USAGE);
        assertThat(result.err()).contains("Missing required parameter: 'DST[:PORT[/PROTO]]'");
    }

    @Test
    void aFileThatCannotBeReadIsSaidAndTheRestAnswered() {
        Cli.Result result = Cli.run("check", "-f", CLUSTER, "-f", "nowhere.yaml", "shop/web", "shop/db:1");
        assertThat(result.code()).isEqualTo(ExitCode.USAGE);
        assertThat(result.err()).startsWith("nowhere.yaml: error: there is no such file or folder\n");
        assertThat(result.out()).startsWith("shop/web → shop/db 1/TCP   ALLOWED\n");
    }

    @Test
    void aFormatThatThereIsNotIsRefused() {
        Cli.Result result = Cli.run("check", "-f", CLUSTER, "shop/web", "shop/db:1", "-o", "xml");
        assertThat(result.code()).isEqualTo(ExitCode.USAGE);
        assertThat(result.err()).startsWith("tierwall check: --output takes text, json or yaml, not 'xml'\n");
    }
}

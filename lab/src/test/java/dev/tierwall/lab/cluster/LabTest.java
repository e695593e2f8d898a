package dev.tierwall.lab.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Pods that run, and what they reach. Needs root or a user namespace, and nft, ip and bwrap. */
@Timeout(120)
class LabTest {

    private static TestLab lab;

    @BeforeAll
    static void start() throws IOException {
        lab = new TestLab(Map.of());
        lab.pod("shop", "client", "containers: [{name: 'main', image: 'agnhost'}]");
        for (String name : new String[] {"web1", "web2", "web3"}) {
            lab.pod(
                    "shop",
                    name,
                    "containers: [{name: 'main', image: 'agnhost:2.53', args: ['netexec', '--http-port=80',"
                            + " '--udp-port=81']}]");
        }
        lab.pod(
                "shop",
                "plain",
                "containers: [{name: 'main', image: 'registry.example/some/thing', ports: [{containerPort: 9000},"
                        + " {containerPort: 9001, protocol: 'UDP'}]}]");
    }

    @AfterAll
    static void close() {
        lab.close();
        assertThat(lab.complaints).isEmpty();
    }

    @Test
    void podsAreSpreadOverNodesAndTellHowTheyAre() {
        assertThat(lab.pod("shop", "web1").at("/spec/nodeName").asText())
                .isNotEqualTo(lab.pod("shop", "web2").at("/spec/nodeName").asText());
        assertThat(lab.pod("shop", "web1")
                        .at("/status/containerStatuses/0/ready")
                        .asBoolean())
                .isTrue();
        assertThat(lab.pod("shop", "web1").at("/status/conditions").toString()).contains("\"type\":\"Ready\"");
        assertThat(lab.pod("shop", "web1").at("/status/podIPs").size()).isEqualTo(2);
    }

    @Test
    void connectSaysInOneWordHowItEnded() throws Exception {
        String web = lab.ip("shop", "web1");
        assertThat(lab.run("shop/client", "/agnhost", "connect", web + ":80", "--timeout=3s"))
                .isEqualTo(new TestLab.Result(0, "", ""));
        assertThat(lab.run("shop/client", "/agnhost", "connect", web + ":82", "--timeout=3s"))
                .isEqualTo(new TestLab.Result(1, "", "REFUSED\n"));
        assertThat(lab.run("shop/client", "/agnhost", "connect", "10.244.1.199:80", "--timeout=300ms"))
                .isEqualTo(new TestLab.Result(1, "", "TIMEOUT\n"));
        assertThat(lab.run("shop/client", "/agnhost", "connect", "nobody.shop:80")
                        .err())
                .startsWith("DNS: ");
        assertThat(lab.run("shop/client", "/agnhost", "connect", web + ":81", "--protocol=udp"))
                .isEqualTo(new TestLab.Result(0, "", ""));
        assertThat(lab.run("shop/client", "/agnhost", "connect", web + ":83", "--protocol=udp")
                        .err())
                .isEqualTo("REFUSED\n");
    }

    @Test
    void anUnknownImageListensOnItsPortsAndSaysWhoItIs() throws Exception {
        String there = lab.ip("shop", "plain");
        assertThat(lab.run("shop/web1", "sh", "-c", "nc -w 2 " + there + " 9000 </dev/null")
                        .out())
                .isEqualTo("plain\n");
        assertThat(lab.run("shop/web1", "sh", "-c", "wget -qO- -T 3 http://" + there + ":9000/any")
                        .out())
                .isEqualTo("plain\n");
        assertThat(lab.run("shop/client", "/agnhost", "connect", there + ":9001", "--protocol=udp")
                        .code())
                .isZero();
    }

    @Test
    void servicesSpreadEvenlyAndHaveNamesAndHairpinsWork() throws Exception {
        lab.put("services", """
                {kind: 'Service', metadata: {namespace: 'shop', name: 'web'}, spec: {clusterIP: '10.96.5.5', type: 'NodePort',
                  ports: [{name: 'http', port: 8080, targetPort: 80, nodePort: 30080}]}}""");
        lab.put("services", """
                {kind: 'Service', metadata: {namespace: 'shop', name: 'empty'}, spec: {clusterIP: '10.96.5.6',
                  ports: [{port: 80}]}}""");
        lab.put("endpointslices", """
                {kind: 'EndpointSlice', metadata: {namespace: 'shop', name: 'web-1',
                  labels: {'kubernetes.io/service-name': 'web'}}, ports: [{name: 'http', port: 80, protocol: 'TCP'}],
                  endpoints: [{addresses: ['%s']}, {addresses: ['%s']}, {addresses: ['%s'], conditions: {ready: false}}]}""".formatted(
                        lab.ip("shop", "web1"), lab.ip("shop", "web2"), lab.ip("shop", "web3")));
        Awaitility.await()
                .until(() -> lab.run("shop/client", "/agnhost", "connect", "web:8080")
                                .code()
                        == 0);
        Map<String, Integer> counts = new HashMap<>();
        for (int i = 0; i < 20; i++) {
            String who = lab.run("shop/client", "wget", "-qO-", "http://web.shop.svc.cluster.local:8080/hostname")
                    .out();
            counts.merge(who, 1, Integer::sum);
        }
        assertThat(counts).isEqualTo(Map.of("web1", 10, "web2", 10));
        for (int i = 0; i < 4; i++) {
            assertThat(lab.run("shop/web1", "/agnhost", "connect", "web.shop:8080")
                            .code())
                    .isZero();
        }
        assertThat(lab.run("shop/client", "/agnhost", "connect", "empty:80").err())
                .isEqualTo("REFUSED\n");
        assertThat(lab.run("shop/client", "/agnhost", "connect", "10.96.5.5:81").err())
                .isEqualTo("REFUSED\n");
        for (String node : new String[] {"172.18.0.2", "172.18.0.3"}) {
            assertThat(lab.run("shop/client", "wget", "-qO-", "http://" + node + ":30080/hostname")
                            .out())
                    .startsWith("web");
        }
    }

    @Test
    void theOutsideHasNamesAndSaysThatItIsSimulated() throws Exception {
        assertThat(lab.run("shop/client", "wget", "-qO-", "http://google.com/").out())
                .contains("simulated");
        assertThat(lab.run("shop/client", "/agnhost", "connect", "google.com:443")
                        .code())
                .isZero();
        assertThat(lab.run("shop/client", "/agnhost", "connect", "no-such-host.example:443")
                        .err())
                .startsWith("DNS: ");
    }

    @Test
    void aProxyForwards() throws Exception {
        lab.pod("shop", "proxy", "containers: [{name: 'main', image: 'ubuntu/squid', ports: [{containerPort: 3128}]}]");
        String proxy = lab.ip("shop", "proxy") + ":3128";
        TestLab.Result plain =
                lab.run("shop/web1", "sh", "-c", "http_proxy=http://" + proxy + " wget -qO- http://google.com/");
        assertThat(plain.out()).as(plain.err()).contains("simulated");
    }

    @Test
    void netexecDialsAndRunsCommands() throws Exception {
        String web = lab.ip("shop", "web1");
        String dial = "http://" + lab.ip("shop", "web2") + ":80/dial?host=" + web + "&port=80&request=hostname&tries=2";
        assertThat(lab.run("shop/client", "wget", "-qO-", dial).out()).isEqualTo("{\"responses\":[\"web1\",\"web1\"]}");
        String shell = "http://" + web + ":80/shell?cmd=echo%20hi";
        assertThat(lab.run("shop/client", "wget", "-qO-", shell).out()).isEqualTo("{\"output\":\"hi\\n\"}");
        String who = lab.run("shop/client", "wget", "-qO-", "http://" + web + ":80/clientip")
                .out();
        assertThat(who).startsWith(lab.ip("shop", "client") + ":");
    }

    @Test
    void aPodThatIsDeletedGoesWithItsAddress() throws Exception {
        lab.create(
                "shop",
                "asked",
                ", annotations: {'tierwall.dev/pod-ips': '10.244.120.69'}",
                "containers: [{name: 'main', image: 'agnhost', args: ['netexec']}]");
        lab.await("shop", "asked", "Running");
        assertThat(lab.run("shop/client", "/agnhost", "connect", "10.244.120.69:8080")
                        .code())
                .isZero();
        lab.delete("shop", "asked", 5);
        Awaitility.await()
                .atMost(Duration.ofSeconds(4))
                .until(() -> lab.store
                        .get(dev.tierwall.lab.store.GroupResource.PODS.key("shop", "asked"))
                        .isEmpty());
        assertThat(lab.run("shop/client", "/agnhost", "connect", "10.244.120.69:8080", "--timeout=300ms")
                        .err())
                .isEqualTo("TIMEOUT\n");
    }
}

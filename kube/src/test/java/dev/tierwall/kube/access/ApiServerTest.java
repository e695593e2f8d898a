package dev.tierwall.kube.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tierwall.kube.fixture.ApiFixture;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ApiServerTest {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @TempDir
    Path home;

    private final ApiFixture api = ApiFixture.http();

    @AfterEach
    void stop() {
        api.close();
    }

    @Test
    void readsAnAnswerCompressedOrNot() throws Exception {
        api.json("/plain", 200, "{\"a\":1}");
        api.on("/zipped", (request, exchange) -> {
            assertThat(request.header("Accept-Encoding")).isEqualTo("gzip");
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            try (OutputStream zip = new GZIPOutputStream(bytes)) {
                zip.write("{\"b\":2}".getBytes(StandardCharsets.UTF_8));
            }
            exchange.getResponseHeaders().set("Content-Encoding", "gzip");
            exchange.sendResponseHeaders(200, bytes.size());
            bytes.writeTo(exchange.getResponseBody());
        });

        assertThat(ask("/plain")).isEqualTo("200 {\"a\":1}");
        assertThat(ask("/zipped")).isEqualTo("200 {\"b\":2}");
        assertThat(ask("/absent")).startsWith("404");
    }

    @Test
    void asksWithoutCompressionWhereTheKubeconfigForbidsIt() throws Exception {
        api.json("/plain", 200, "{}");
        ask(config("token: t").replace("server:", "disable-compression: true, server:"), "/plain", PATIENCE);
        assertThat(api.requests().getFirst().header("Accept-Encoding")).isEmpty();
    }

    @Test
    void sendsWhomToActAs() throws Exception {
        api.json("/x", 200, "{}");
        Path file = Surroundings.write(home.resolve("config"), config("token: t"));
        ClusterOptions options = ClusterOptions.NONE.withKubeconfig(file).withUser("ann", List.of("dev", "ops"));
        try (ApiServer server = new ApiServer(Access.find(options, Surroundings.empty(home)), PATIENCE)) {
            server.get("/x", "application/json", ApiServer.Answer::status);
        }
        ApiFixture.Request request = api.requests().getFirst();
        assertThat(request.header("Impersonate-User")).isEqualTo("ann");
        assertThat(request.headers().get("impersonate-group")).containsExactlyInAnyOrder("dev", "ops");
    }

    @Test
    void refusedCredentialsAreNamed() {
        api.json("/x", 200, "{}").authorize(request -> false);
        assertThatThrownBy(() -> ask("/x"))
                .isInstanceOf(ClusterException.class)
                .hasMessageContaining("the cluster \"c\" did not accept the token of user \"u\"")
                .hasMessageContaining("401")
                .hasMessageContaining("log in again")
                .message()
                .doesNotContain("secret");
        assertThat(api.requests()).hasSize(1);
    }

    @Test
    void anOverloadedServerIsAskedAgain() throws Exception {
        AtomicInteger times = new AtomicInteger();
        api.on("/x", (request, exchange) -> {
            int time = times.incrementAndGet();
            if (time == 1) {
                exchange.getResponseHeaders().set("Retry-After", "1");
            }
            ApiFixture.send(exchange, time == 1 ? 429 : time == 2 ? 503 : 200, "application/json", "{}");
        });

        long start = System.nanoTime();
        assertThat(ask("/x")).isEqualTo("200 {}");
        assertThat(times).hasValue(3);
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThan(Duration.ofSeconds(1));
    }

    @Test
    void aServerThatStaysBrokenIsAskedFourTimes() throws Exception {
        api.json("/x", 500, ApiFixture.status(500, "InternalError", "etcdserver: no leader"));
        assertThat(ask("/x")).startsWith("500 ").contains("etcdserver: no leader");
        assertThat(api.requests()).hasSize(4);
    }

    @Test
    void anAnswerThatBreaksOffIsAskedForAgain() throws Exception {
        AtomicInteger times = new AtomicInteger();
        api.on("/x", (request, exchange) -> {
            if (times.incrementAndGet() < 3) {
                exchange.sendResponseHeaders(200, 1000);
                exchange.getResponseBody().write("{\"half\":".getBytes(StandardCharsets.UTF_8));
                exchange.getResponseBody().flush();
            } else {
                ApiFixture.send(exchange, 200, "application/json", "{\"whole\":true}");
            }
        });
        assertThat(ask("/x")).isEqualTo("200 {\"whole\":true}");

        times.set(-10);
        assertThatThrownBy(() -> ask("/x"))
                .isInstanceOf(ClusterException.class)
                .hasMessageContaining("the connection to the cluster \"c\"")
                .hasMessageContaining("broke off");
    }

    @Test
    void nobodyThere() throws IOException {
        int port;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            port = socket.getLocalPort();
        }
        String config = config("token: t").replace(":" + api.port(), ":" + port);
        assertThatThrownBy(() -> ask(config, "/x", PATIENCE))
                .isInstanceOf(ClusterException.class)
                .hasMessageContaining("cannot reach the cluster \"c\" at http://127.0.0.1:" + port)
                .hasMessageContaining("refused")
                .hasMessageContaining("running");
    }

    @Test
    void aNameThatNobodyKnows() {
        String config = config("token: t").replace("127.0.0.1", "no-such-host.invalid");
        assertThatThrownBy(() -> ask(config, "/x", PATIENCE))
                .isInstanceOf(ClusterException.class)
                .hasMessageContaining("nobody knows that host name");
    }

    @Test
    void aServerThatDoesNotAnswerInTime() throws Exception {
        CountDownLatch end = new CountDownLatch(1);
        api.on("/x", (request, exchange) -> await(end));
        assertLate("/x");
        end.countDown();
    }

    @Test
    void anAnswerThatStopsInTheMiddle() throws Exception {
        CountDownLatch end = new CountDownLatch(1);
        api.on("/x", (request, exchange) -> {
            exchange.sendResponseHeaders(200, 0);
            exchange.getResponseBody().write("{".getBytes(StandardCharsets.UTF_8));
            exchange.getResponseBody().flush();
            await(end);
        });
        assertLate("/x");
        end.countDown();
    }

    private void assertLate(String path) {
        long start = System.nanoTime();
        assertThatThrownBy(() -> ask(config("token: t"), path, Duration.ofMillis(400)))
                .isInstanceOf(ClusterException.class)
                .hasMessageContaining("did not answer in time")
                .hasMessageContaining("--request-timeout");
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
    }

    @Test
    void throughAProxy() throws Exception {
        // The fixture serves as the proxy: of a plain request it is sent the whole address.
        api.json("/x", 200, "{\"by\":\"proxy\"}");
        String config = config("token: t")
                .replace("server: \"" + api.url(), "proxy-url: \"" + api.url() + "\", server: \"http://far.invalid:1");
        assertThat(ask(config, "/x", PATIENCE)).isEqualTo("200 {\"by\":\"proxy\"}");
        String broken = config.replace(Integer.toString(api.port()), "1");
        assertThatThrownBy(() -> ask(broken, "/x", PATIENCE))
                .hasMessageContaining("through the proxy http://127.0.0.1:1");
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await(20, TimeUnit.SECONDS);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    private String config(String user) {
        return """
                current-context: c
                clusters: [{name: k, cluster: {server: "%s"}}]
                contexts: [{name: c, context: {cluster: k, user: u}}]
                users: [{name: u, user: {%s}}]
                """.formatted(api.url(), user);
    }

    private String ask(String path) throws ClusterException {
        return ask(config("token: secret"), path, PATIENCE);
    }

    private String ask(String config, String path, Duration patience) throws ClusterException {
        Path file = Surroundings.write(home.resolve("config"), config);
        Access access = Access.find(ClusterOptions.NONE.withKubeconfig(file), Surroundings.empty(home));
        try (ApiServer server = new ApiServer(access, patience)) {
            return server.get(
                    path,
                    "application/json",
                    answer -> answer.status() + " " + new String(answer.body().readAllBytes(), StandardCharsets.UTF_8));
        }
    }
}

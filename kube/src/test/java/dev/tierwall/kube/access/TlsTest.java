package dev.tierwall.kube.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tierwall.kube.fixture.ApiFixture;
import dev.tierwall.kube.fixture.Authority;
import dev.tierwall.kube.fixture.Authority.Signed;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TlsTest {

    private static final String HERE = "127.0.0.1";
    private static final Authority AUTHORITY = new Authority();
    private static final Signed SERVER = AUTHORITY.server(HERE);

    @TempDir
    Path home;

    @Test
    void aServerOfTheNamedAuthorityIsBelieved() throws Exception {
        try (ApiFixture api = https(SERVER, false)) {
            assertThat(ask(config(api, caData(), "token: t"))).isEqualTo("{}");
            assertThat(api.requests().getFirst().header("Authorization")).isEqualTo("Bearer t");
        }
    }

    @Test
    void anotherAuthorityIsNotBelievedUnlessTheConfigurationSaysSo() throws Exception {
        try (ApiFixture api = https(SERVER, false)) {
            assertThatThrownBy(() -> ask(config(api, "", "token: t")))
                    .isInstanceOf(ClusterException.class)
                    .hasMessageContaining("not from an authority that this kubeconfig trusts")
                    .hasMessageContaining("certificate-authority");
            assertThat(api.requests()).isEmpty();
            assertThat(ask(config(api, "insecure-skip-tls-verify: true", "token: t")))
                    .isEqualTo("{}");
        }
    }

    @Test
    void anExpiredCertificateIsNamedAsSuch() {
        Signed old = AUTHORITY.server(HERE, Duration.ofDays(9), Duration.ofDays(2));
        try (ApiFixture api = https(old, false)) {
            assertThatThrownBy(() -> ask(config(api, caData(), "token: t"))).hasMessageContaining("has expired");
        }
    }

    @Test
    void aCertificateForAnotherNameIsRefusedAndCanBeAsked() throws Exception {
        Signed elsewhere = AUTHORITY.server("kubernetes.default");
        try (ApiFixture api = https(elsewhere, false)) {
            assertThatThrownBy(() -> ask(config(api, caData(), "token: t")))
                    .hasMessageContaining("is made for another name")
                    .hasMessageContaining("tls-server-name");
            assertThat(ask(config(api, caData() + ", tls-server-name: kubernetes.default", "token: t")))
                    .isEqualTo("{}");
            String byName = config(api, caData() + ", tls-server-name: kubernetes.default", "token: t")
                    .replace("127.0.0.1", "localhost");
            assertThat(ask(byName)).isEqualTo("{}");
            assertThatThrownBy(() -> ask(config(api, caData() + ", tls-server-name: other.name", "token: t")))
                    .hasMessageContaining("is made for another name");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"EC", "RSA", "Ed25519"})
    void aClientCertificateOfAnyAlgorithmIsShown(String algorithm) throws Exception {
        Signed client = AUTHORITY.client("ann", algorithm);
        try (ApiFixture api = https(SERVER, true)) {
            String user = "client-certificate-data: %s, client-key-data: %s"
                    .formatted(base64(client.certificatePem()), base64(client.keyPem()));
            assertThat(ask(config(api, caData(), user))).isEqualTo("{}");

            Surroundings.write(home.resolve("client.crt"), client.certificatePem());
            Surroundings.write(home.resolve("client.key"), client.keyPem());
            assertThat(ask(config(api, caData(), "client-certificate: client.crt, client-key: client.key")))
                    .isEqualTo("{}");
        }
    }

    @Test
    void aServerThatWantsACertificateSaysSo() {
        try (ApiFixture api = https(SERVER, true)) {
            assertThatThrownBy(() -> ask(config(api, caData(), "token: t")))
                    .isInstanceOf(ClusterException.class)
                    .hasMessageContaining("refused this client's certificate");
        }
    }

    @Test
    void aServerWithoutTlsIsNamedAsSuch() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName(HERE))) {
            Thread.ofVirtual().start(() -> answerInPlainText(socket));
            String config = config("https://127.0.0.1:" + socket.getLocalPort(), caData(), "token: t");
            assertThatThrownBy(() -> ask(config)).hasMessageContaining("speaks no TLS");
        }
    }

    /** As servers do that are greeted in TLS and expect HTTP. */
    private static void answerInPlainText(ServerSocket socket) {
        try (Socket connection = socket.accept()) {
            connection.getInputStream().read(new byte[1]);
            connection.getOutputStream().write("HTTP/1.0 400 Bad Request\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            connection.getOutputStream().flush();
            connection.getInputStream().readAllBytes();
        } catch (IOException closed) {
            return;
        }
    }

    @Test
    void brokenCertificatesAndKeysAreNamed() {
        try (ApiFixture api = https(SERVER, false)) {
            assertThatThrownBy(() -> ask(config(api, "certificate-authority-data: " + base64("nonsense"), "token: t")))
                    .hasMessageContaining("certificate-authority of cluster c cannot be used")
                    .hasMessageContaining("no certificate in it");
            String user = "client-certificate-data: %s, client-key-data: %s"
                    .formatted(base64(SERVER.certificatePem()), base64("nonsense"));
            assertThatThrownBy(() -> ask(config(api, caData(), user)))
                    .hasMessageContaining("client certificate of user \"u\"")
                    .hasMessageContaining("no private key in it");
        }
    }

    private static ApiFixture https(Signed own, boolean needsCertificate) {
        return ApiFixture.https(AUTHORITY.context(own), needsCertificate).json("/version", 200, "{}");
    }

    private static String caData() {
        return "certificate-authority-data: " + base64(AUTHORITY.pem());
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String config(ApiFixture api, String cluster, String user) {
        return config(api.url(), cluster, user);
    }

    private static String config(String url, String cluster, String user) {
        return """
                current-context: c
                clusters: [{name: k, cluster: {server: "%s", %s}}]
                contexts: [{name: c, context: {cluster: k, user: u}}]
                users: [{name: u, user: {%s}}]
                """.formatted(url, cluster, user);
    }

    private String ask(String config) throws ClusterException {
        Path file = Surroundings.write(home.resolve("config"), config);
        Access access = Access.find(ClusterOptions.NONE.withKubeconfig(file), Surroundings.empty(home));
        try (ApiServer server = new ApiServer(access, Duration.ofSeconds(20))) {
            return server.get(
                    "/version",
                    "application/json",
                    answer -> new String(answer.body().readAllBytes(), StandardCharsets.UTF_8));
        }
    }
}

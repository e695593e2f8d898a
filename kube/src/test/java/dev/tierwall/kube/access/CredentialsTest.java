package dev.tierwall.kube.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tierwall.kube.fixture.ApiFixture;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Credentials that have to be fetched: from a program, or from an issuer. */
class CredentialsTest {

    private static final String PLUGIN_API = "client.authentication.k8s.io/v1";

    @TempDir
    Path home;

    private final ApiFixture api = ApiFixture.http();
    private final List<String> said = new CopyOnWriteArrayList<>();

    @BeforeEach
    void start() {
        api.json("/x", 200, "{}");
    }

    @AfterEach
    void stop() {
        api.close();
    }

    @Test
    void aPluginIsToldWhatIsWantedAndItsTokenIsShown() throws Exception {
        Path info = home.resolve("info.json");
        plugin("""
                echo "logging in $1 with $WHERE" >&2
                printf '%%s' "$KUBERNETES_EXEC_INFO" > %s
                echo '{"apiVersion":"client.authentication.k8s.io/v1","kind":"ExecCredential","status":{"token":"from-'$2'"}}'
                """.formatted(info));
        String exec = exec("args: [ann, plugin], env: [{name: WHERE, value: style}], provideClusterInfo: true");

        ask(exec);

        assertThat(api.requests().getFirst().header("Authorization")).isEqualTo("Bearer from-plugin");
        assertThat(said).containsExactly("logging in ann with style");
        assertThat(Files.readString(info))
                .isEqualTo("{\"kind\":\"ExecCredential\",\"apiVersion\":\"" + PLUGIN_API
                        + "\",\"spec\":{\"interactive\":false,\"cluster\":{\"server\":\"" + api.url() + "\"}}}");
    }

    @Test
    void aPluginRunsOnceUntilItsTokenExpires() throws Exception {
        Path log = home.resolve("runs");
        plugin("""
                echo run >> %s
                echo '{"apiVersion":"%s","kind":"ExecCredential","status":{"token":"t","expirationTimestamp":"%s"}}'
                """.formatted(log, PLUGIN_API, Instant.now().plusSeconds(3600)));
        CredentialSource source = source(exec(""));
        source.get();
        source.get();
        assertThat(Files.readAllLines(log)).hasSize(1);

        plugin("""
                echo run >> %s
                echo '{"apiVersion":"%s","kind":"ExecCredential","status":{"token":"t","expirationTimestamp":"2020-01-01T00:00:00Z"}}'
                """.formatted(log, PLUGIN_API));
        source = source(exec(""));
        source.get();
        source.get();
        assertThat(Files.readAllLines(log)).hasSize(3);
    }

    @Test
    void manyRequestsThatAreRefusedAtOnceRunThePluginOnceMore() throws Exception {
        Path log = home.resolve("runs");
        plugin("""
                echo run >> %s
                echo '{"apiVersion":"%s","kind":"ExecCredential","status":{"token":"t'$(wc -l < %s)'"}}'
                """.formatted(log, PLUGIN_API, log));
        api.authorize(request -> request.header("Authorization").equals("Bearer t2"));
        Access access = access(exec(""));
        access.credentials().get();
        try (ApiServer server = new ApiServer(access, Duration.ofSeconds(20));
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Integer>> answers = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                answers.add(threads.submit(() -> server.get("/x", "application/json", ApiServer.Answer::status)));
            }
            for (Future<Integer> answer : answers) {
                assertThat(answer.get()).isEqualTo(200);
            }
        }
        assertThat(Files.readAllLines(log)).hasSize(2);
    }

    @Test
    void aPluginThatFailsIsQuoted() throws IOException {
        plugin("echo 'first line' >&2; echo 'the session has ended, log in' >&2; exit 3");
        assertThatThrownBy(() -> ask(exec("")))
                .isInstanceOf(ClusterException.class)
                .hasMessageContaining("the credential plug-in \"./plugin\" of user \"u\"")
                .hasMessageContaining("failed with exit code 3: the session has ended, log in");
        assertThat(said).containsExactly("first line", "the session has ended, log in");
    }

    @Test
    void aPluginThatIsNotThereComesWithItsOwnHint() {
        assertThatThrownBy(() -> ask(
                        exec("installHint: 'get it from your cloud'").replace("./plugin", "no-such-plugin-anywhere")))
                .hasMessageContaining("\"no-such-plugin-anywhere\"")
                .hasMessageContaining("cannot be started: get it from your cloud");
    }

    @Test
    void aPluginThatPrintsSomethingElse() throws IOException {
        plugin("echo hello");
        assertThatThrownBy(() -> ask(exec("")))
                .hasMessageContaining("what the credential plug-in \"./plugin\" printed");
        plugin(
                "echo '{\"apiVersion\":\"client.authentication.k8s.io/v1beta1\",\"kind\":\"ExecCredential\",\"status\":{\"token\":\"s3cret\"}}'");
        assertThatThrownBy(() -> ask(exec("")))
                .hasMessageContaining("is no ExecCredential of " + PLUGIN_API)
                .message()
                .doesNotContain("s3cret");
        plugin("echo '{\"apiVersion\":\"" + PLUGIN_API + "\",\"kind\":\"ExecCredential\",\"status\":{}}'");
        assertThatThrownBy(() -> ask(exec(""))).hasMessageContaining("neither a token nor a certificate");
    }

    @Test
    void aPluginThatMustAskNeedsATerminal() throws IOException {
        plugin("exit 0");
        assertThatThrownBy(() -> ask(exec("interactiveMode: Always"))).hasMessageContaining("there is no terminal");
    }

    @Test
    void anIdentityTokenThatHoldsIsShownAsItIs() throws Exception {
        String token = idToken(Instant.now().plusSeconds(600));
        ask(oidc(token, "refresh-1"));
        assertThat(api.requests()).hasSize(1);
        assertThat(api.requests().getFirst().header("Authorization")).isEqualTo("Bearer " + token);
    }

    @Test
    void anIdentityTokenThatExpiredIsRenewedAndWrittenBack() throws Exception {
        String old = idToken(Instant.now().minusSeconds(60));
        String fresh = idToken(Instant.now().plusSeconds(600));
        issuer(fresh);
        String config = oidc(old, "refresh-1");

        ask(config);

        assertThat(api.requests("/x").getFirst().header("Authorization")).isEqualTo("Bearer " + fresh);
        assertThat(api.requests("/token").getFirst().header("Authorization"))
                .isEqualTo("Basic " + Base64.getEncoder().encodeToString("shop:hush".getBytes(StandardCharsets.UTF_8)));
        assertThat(Files.readString(home.resolve("config")))
                .isEqualTo(config.replace(old, fresh).replace("refresh-1", "refresh-2"));
    }

    @Test
    void anIdentityTokenThatTheClusterRefusesIsRenewed() throws Exception {
        String old = idToken(Instant.now().plusSeconds(600));
        String fresh = idToken(Instant.now().plusSeconds(900));
        issuer(fresh);
        api.authorize(request ->
                !request.path().equals("/x") || request.header("Authorization").equals("Bearer " + fresh));
        ask(oidc(old, "refresh-1"));
        assertThat(api.requests("/x")).hasSize(2);
        assertThat(api.requests("/token")).hasSize(1);
    }

    @Test
    void anIssuerThatRefusesOrIsAwayIsNamed() {
        String old = idToken(Instant.now().minusSeconds(60));
        assertThatThrownBy(() -> ask(oidc(old, "refresh-1")))
                .isInstanceOf(ClusterException.class)
                .hasMessageContaining("cannot be renewed: the issuer " + api.url() + " answered 404");
        assertThatThrownBy(() -> ask(oidc(old, "refresh-1").replace(api.url() + "'", "http://127.0.0.1:1'")))
                .hasMessageContaining("the issuer http://127.0.0.1:1 does not answer (connection refused)");
        assertThatThrownBy(() -> ask(oidc(old, "")))
                .hasMessageContaining("has expired")
                .hasMessageContaining("log in");
    }

    private void issuer(String idToken) {
        api.json("/.well-known/openid-configuration", 200, "{\"token_endpoint\":\"" + api.url() + "/token\"}");
        api.json("/token", 200, "{\"id_token\":\"" + idToken + "\",\"refresh_token\":\"refresh-2\"}");
    }

    private static String idToken(Instant expiry) {
        Base64.Encoder encoder = Base64.getUrlEncoder().withoutPadding();
        String claims = "{\"sub\":\"ann\",\"exp\":" + expiry.getEpochSecond() + "}";
        return encoder.encodeToString("{\"alg\":\"none\"}".getBytes(StandardCharsets.UTF_8)) + "."
                + encoder.encodeToString(claims.getBytes(StandardCharsets.UTF_8)) + ".signature";
    }

    private String oidc(String idToken, String refreshToken) {
        return config("""
                auth-provider: {name: oidc, config: {idp-issuer-url: '%s', client-id: shop, client-secret: hush,
                  id-token: %s, refresh-token: '%s'}}""".formatted(api.url(), idToken, refreshToken));
    }

    private String exec(String more) {
        return config("exec: {apiVersion: %s, command: ./plugin, interactiveMode: Never, %s}"
                .formatted(PLUGIN_API, more)
                .replace("interactiveMode: Never, interactiveMode", "interactiveMode"));
    }

    private String config(String user) {
        return """
                current-context: c
                clusters: [{name: k, cluster: {server: "%s"}}]
                contexts: [{name: c, context: {cluster: k, user: u}}]
                # A note that must stay.
                users: [{name: u, user: {%s}}]
                """.formatted(api.url(), user);
    }

    private void plugin(String script) throws IOException {
        Path file = Surroundings.write(home.resolve("plugin"), "#!/bin/sh\n" + script);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private CredentialSource source(String config) throws ClusterException {
        return access(config).credentials();
    }

    private Access access(String config) throws ClusterException {
        Path file = Surroundings.write(home.resolve("config"), config);
        Environment environment = Surroundings.hearing(home, Map.of("PATH", System.getenv("PATH")), said);
        return Access.find(ClusterOptions.NONE.withKubeconfig(file), environment);
    }

    private void ask(String config) throws ClusterException {
        try (ApiServer server = new ApiServer(access(config), Duration.ofSeconds(20))) {
            assertThat(server.get("/x", "application/json", ApiServer.Answer::status))
                    .isEqualTo(200);
        }
    }
}

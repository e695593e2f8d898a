package dev.tierwall.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tierwall.cli.frame.ExitCode;
import dev.tierwall.kube.fixture.ApiFixture;
import dev.tierwall.kube.fixture.FakeCluster;
import dev.tierwall.kube.fixture.Json;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Commands that ask a cluster, from the kubeconfig to the exit code. */
class LiveTest {
    private static final String POLICIES = "/apis/networking.k8s.io/v1/networkpolicies";

    @TempDir
    private Path folder;

    private final ApiFixture api = ApiFixture.http();
    private final FakeCluster cluster = new FakeCluster(api);
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @BeforeEach
    void shop() throws IOException {
        cluster.add("/api/v1/namespaces", Json.namespace("shop", ""))
                .add("/api/v1/pods", Json.pod("shop", "web", "\"app\":\"web\"", "10.0.0.1", ""))
                .add("/api/v1/pods", Json.pod("shop", "db", "\"app\":\"db\"", "10.0.0.2", ""));
        Files.writeString(folder.resolve("config"), """
                current-context: test
                clusters: [{name: k, cluster: {server: "%s"}}]
                contexts: [{name: test, context: {cluster: k, user: u, namespace: shop}}]
                users: [{name: u, user: {token: t}}]
                """.formatted(api.url()));
    }

    @AfterEach
    void stop() {
        api.close();
    }

    @Test
    void withoutFilesTheClusterIsAsked() {
        assertThat(run("check", "shop/web", "shop/db:5432")).isEqualTo(ExitCode.OK);
        assertThat(text(err)).isEmpty();

        cluster.add(POLICIES, Json.closed("shop", "closed"));
        assertThat(run("check", "shop/web", "shop/db:5432")).isEqualTo(ExitCode.NO);
        assertThat(text(out)).contains("shop/db is isolated by closed");
    }

    @Test
    void namesWithoutANamespaceAreThoseOfTheContext() {
        assertThat(run("check", "web", "db:5432")).isEqualTo(ExitCode.OK);
    }

    @Test
    void filesAreLaidOverTheClusterWithLive() throws IOException {
        Path file = Files.writeString(folder.resolve("closed.yaml"), """
                apiVersion: networking.k8s.io/v1
                kind: NetworkPolicy
                metadata: {name: closed}
                spec: {podSelector: {matchLabels: {app: db}}, policyTypes: [Ingress]}
                """);

        assertThat(run("check", "-f", file.toString(), "--live", "shop/web", "shop/db:5432"))
                .isEqualTo(ExitCode.NO);
        assertThat(text(out)).contains("shop/db is isolated by closed");
    }

    @Test
    void whatMayNotBeReadIsSaidAndTheExitCodeTellsThatTheAnswerIsNoTruth() {
        cluster.forbid(POLICIES);
        assertThat(run("check", "shop/web", "shop/db:5432")).isEqualTo(ExitCode.USAGE);
        assertThat(text(err)).contains("cluster test: error: no leave to list networkpolicies: verdicts may be wrong");
        assertThat(text(out)).contains("ALLOWED");
    }

    @Test
    void aClusterThatCannotBeAskedIsAFailureOfTheEnvironment() {
        api.authorize(request -> false);
        assertThat(run("check", "shop/web", "shop/db:5432")).isEqualTo(ExitCode.BROKEN);
        assertThat(text(err))
                .startsWith("tierwall: the cluster \"test\" did not accept the token of user \"u\"")
                .doesNotContain("\tat ");

        api.close();
        assertThat(run("check", "shop/web", "shop/db:5432")).isEqualTo(ExitCode.BROKEN);
        assertThat(text(err)).startsWith("tierwall: cannot reach the cluster \"test\"");

        assertThat(run("check", "--context", "other", "shop/web", "shop/db:5432"))
                .isEqualTo(ExitCode.USAGE);
        assertThat(text(err)).contains("there is no context \"other\"", "there are: test");
    }

    @Test
    void oneActsAsAnother() {
        assertThat(run("check", "--as", "ann", "--as-group", "dev", "shop/web", "shop/db:5432"))
                .isEqualTo(ExitCode.OK);
        assertThat(api.requests()).allSatisfy(request -> {
            assertThat(request.header("Impersonate-User")).isEqualTo("ann");
            assertThat(request.header("Impersonate-Group")).isEqualTo("dev");
        });
        assertThat(run("check", "--as-group", "dev", "shop/web", "shop/db:5432"))
                .isEqualTo(ExitCode.USAGE);
    }

    private int run(String... args) {
        out.reset();
        err.reset();
        Map<String, String> variables =
                Map.of("KUBECONFIG", folder.resolve("config").toString());
        return Main.run(List.of(args), Main.shell(InputStream.nullInputStream(), out, err, variables));
    }

    private static String text(ByteArrayOutputStream bytes) {
        return bytes.toString(StandardCharsets.UTF_8);
    }
}

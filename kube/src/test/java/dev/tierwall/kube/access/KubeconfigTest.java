package dev.tierwall.kube.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.File;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KubeconfigTest {

    private static final String TWO_CONTEXTS = """
            apiVersion: v1
            kind: Config
            current-context: dev
            clusters:
              - name: dev-cluster
                cluster:
                  server: https://dev.example.com:6443/
              - name: prod-cluster
                cluster:
                  server: prod.example.com:6443/k8s/clusters/c-1
                  tls-server-name: kubernetes
                  insecure-skip-tls-verify: true
            contexts:
              - name: dev
                context: {cluster: dev-cluster, user: ann, namespace: shop}
              - name: prod
                context: {cluster: prod-cluster, user: ann}
            users:
              - name: ann
                user: {token: secret-of-ann}
            """;

    @TempDir
    Path home;

    @Test
    void theCurrentContextOfTheHomeFolder() throws Exception {
        Surroundings.write(home.resolve(".kube/config"), TWO_CONTEXTS);

        Access access = Access.find(ClusterOptions.NONE, Surroundings.empty(home));

        assertThat(access.name()).isEqualTo("dev");
        assertThat(access.label()).isEqualTo("cluster dev");
        assertThat(access.server()).isEqualTo(URI.create("https://dev.example.com:6443"));
        assertThat(access.namespace()).contains("shop");
        assertThat(access.credentials().get().authorization()).contains("Bearer secret-of-ann");
    }

    @Test
    void anotherContextByName() throws Exception {
        Surroundings.write(home.resolve(".kube/config"), TWO_CONTEXTS);

        Access access = Access.find(ClusterOptions.NONE.withContext("prod"), Surroundings.empty(home));

        assertThat(access.server()).isEqualTo(URI.create("https://prod.example.com:6443/k8s/clusters/c-1"));
        assertThat(access.trust().insecure()).isTrue();
        assertThat(access.trust().serverName()).contains("kubernetes");
        assertThat(access.namespace()).isEmpty();
    }

    @Test
    void ofTheFilesInTheListTheFirstThatNamesAThingCounts() throws Exception {
        Path first = Surroundings.write(home.resolve("a/config"), """
                users:
                  - name: ann
                    user: {token: from-first}
                """);
        Path second = Surroundings.write(home.resolve("b/config"), TWO_CONTEXTS);
        Path third = Surroundings.write(home.resolve("c/config"), """
                current-context: elsewhere
                clusters:
                  - name: dev-cluster
                    cluster: {server: "https://never.example.com"}
                """);
        String list = String.join(
                File.pathSeparator,
                first.toString(),
                "",
                home.resolve("absent").toString(),
                second.toString(),
                third.toString());

        Access access = Access.find(ClusterOptions.NONE, Surroundings.with(home, Map.of("KUBECONFIG", list)));

        assertThat(access.name()).isEqualTo("dev");
        assertThat(access.server()).isEqualTo(URI.create("https://dev.example.com:6443"));
        assertThat(access.credentials().get().authorization()).contains("Bearer from-first");
    }

    @Test
    void theFileOfTheOptionsStandsAlone() throws Exception {
        Surroundings.write(home.resolve(".kube/config"), TWO_CONTEXTS);
        Path other = Surroundings.write(home.resolve("other"), TWO_CONTEXTS.replace("secret-of-ann", "other"));

        Access access = Access.find(
                ClusterOptions.NONE.withKubeconfig(other),
                Surroundings.with(
                        home, Map.of("KUBECONFIG", home.resolve("absent").toString())));

        assertThat(access.credentials().get().authorization()).contains("Bearer other");
    }

    @Test
    void pathsCountFromTheFileThatHasThem() throws Exception {
        Surroundings.write(home.resolve("deep/token"), "token-in-file\n");
        Surroundings.write(home.resolve("deep/ca.crt"), "an authority");
        Path file = Surroundings.write(home.resolve("deep/config"), """
                current-context: c
                clusters: [{name: k, cluster: {server: "https://k:1", certificate-authority: ca.crt}}]
                contexts: [{name: c, context: {cluster: k, user: u}}]
                users: [{name: u, user: {tokenFile: token, token: beaten-by-the-file}}]
                """);

        Access access = Access.find(ClusterOptions.NONE.withKubeconfig(file), Surroundings.empty(home));

        assertThat(access.credentials().get().authorization()).contains("Bearer token-in-file");
        assertThat(access.trust().authorities())
                .hasValueSatisfying(
                        bytes -> assertThat(bytes).isEqualTo("an authority".getBytes(StandardCharsets.UTF_8)));
        Files.writeString(home.resolve("deep/token"), "a-newer-one");
        assertThat(access.credentials().get().authorization()).contains("Bearer a-newer-one");
    }

    @Test
    void dataBeatFilesAndPasswordsWork() throws Exception {
        String data = Base64.getEncoder().encodeToString("inline".getBytes(StandardCharsets.UTF_8));
        Access access = find("""
                current-context: c
                clusters: [{name: k, cluster: {server: "https://k:1", certificate-authority: absent,
                                               certificate-authority-data: %s}}]
                contexts: [{name: c, context: {cluster: k, user: u}}]
                users: [{name: u, user: {username: ann, password: "pass:word"}}]
                """.formatted(data));

        assertThat(access.trust().authorities().map(String::new)).contains("inline");
        assertThat(access.credentials().get().authorization())
                .contains("Basic "
                        + Base64.getEncoder().encodeToString("ann:pass:word".getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void impersonationOfTheFileAndOfTheOptions() throws Exception {
        Path file = Surroundings.write(home.resolve("config"), """
                current-context: c
                clusters: [{name: k, cluster: {server: "https://k:1"}}]
                contexts: [{name: c, context: {cluster: k, user: u}}]
                users:
                  - name: u
                    user:
                      token: t
                      as: bob
                      as-uid: "7"
                      as-groups: [ops, dev]
                      as-user-extra:
                        example.com/scope: [read]
                """);
        Environment environment = Surroundings.empty(home);

        assertThat(Access.find(ClusterOptions.NONE.withKubeconfig(file), environment)
                        .impersonation()
                        .headers())
                .containsEntry("Impersonate-User", List.of("bob"))
                .containsEntry("Impersonate-Uid", List.of("7"))
                .containsEntry("Impersonate-Group", List.of("ops", "dev"))
                .containsEntry("Impersonate-Extra-example.com%2Fscope", List.of("read"));
        assertThat(Access.find(ClusterOptions.NONE.withKubeconfig(file).withUser("eve", List.of("g")), environment)
                        .impersonation()
                        .headers())
                .isEqualTo(Map.of("Impersonate-User", List.of("eve"), "Impersonate-Group", List.of("g")));
    }

    @Test
    void inAPodTheServiceAccountIsUsed() throws Exception {
        Surroundings.write(home.resolve("serviceaccount/token"), "of-the-pod\n");
        Surroundings.write(home.resolve("serviceaccount/ca.crt"), "authority");
        Surroundings.write(home.resolve("serviceaccount/namespace"), "tools");
        Map<String, String> variables = Map.of("KUBERNETES_SERVICE_HOST", "fd00::1", "KUBERNETES_SERVICE_PORT", "6443");

        Access access = Access.find(ClusterOptions.NONE, Surroundings.with(home, variables));

        assertThat(access.name()).isEqualTo("in-cluster");
        assertThat(access.server()).isEqualTo(URI.create("https://[fd00::1]:6443"));
        assertThat(access.namespace()).contains("tools");
        assertThat(access.credentials().get().authorization()).contains("Bearer of-the-pod");

        Surroundings.write(home.resolve(".kube/config"), TWO_CONTEXTS);
        assertThat(Access.find(ClusterOptions.NONE, Surroundings.with(home, variables))
                        .name())
                .isEqualTo("dev");
    }

    @Test
    void whatIsMissingIsNamedWithWhatThereIs() {
        String good = TWO_CONTEXTS;
        assertSays(good.replace("current-context: dev", ""), "no context is chosen in ", "dev, prod");
        assertSays(good.replace("current-context: dev", "current-context: live"), "no context \"live\"", "dev, prod");
        assertSays(
                good.replace("cluster: dev-cluster", "cluster: gone"),
                "the context \"dev\"",
                "means the cluster \"gone\", which is not there",
                "dev-cluster, prod-cluster");
        assertSays(good.replace("user: ann, namespace", "user: bob, namespace"), "means the user \"bob\"", "ann");
        assertSays(good.replace("cluster: dev-cluster,", ""), "names no cluster");
        assertSays(good.replace("server: https://dev.example.com:6443/", "server:"), "has no server");
        assertSays(good.replace("https://dev.example.com:6443/", "'https://dev example'"), "is no address");
        assertSays(good.replace("https://dev", "ftp://dev"), "is no address", "https://HOST:PORT");
    }

    @Test
    void whatIsWrittenWronglyIsNamedWithItsPlace() {
        assertSays(TWO_CONTEXTS.replace("token: secret-of-ann", "token: 123"), "config:20:19: token must be a string");
        assertSays(TWO_CONTEXTS.replace("  - name: ann", "\t- name: ann"), "config:19:1: error: ", "tab");
        assertSays(TWO_CONTEXTS.replace("users:", "users: 5\nold:"), "users must be a list", "a number");
        assertSays("- a\n- list\n", "is a list where a mapping is wanted");
        assertSays(
                TWO_CONTEXTS
                        .replace("insecure-skip-tls-verify: true", "x: y")
                        .replace("server: https", "insecure-skip-tls-verify: maybe\n      server: https"),
                "insecure-skip-tls-verify must be true or false");
        assertSays(
                TWO_CONTEXTS.replace("server: https", "certificate-authority-data: '???'\n      server: https"),
                "certificate-authority-data is not base64");
        assertSays(
                TWO_CONTEXTS.replace("server: https", "certificate-authority: gone.crt\n      server: https"),
                "gone.crt (certificate-authority) does not exist");
    }

    @Test
    void noConfigurationAtAllSaysWhereItWasLookedFor() {
        assertThatThrownBy(() -> Access.find(ClusterOptions.NONE, Surroundings.empty(home)))
                .isInstanceOf(ClusterException.class)
                .hasMessageContaining("no cluster is configured")
                .hasMessageContaining(home.resolve(".kube/config").toString())
                .hasMessageContaining("--kubeconfig");
        assertThatThrownBy(() ->
                        Access.find(ClusterOptions.NONE.withKubeconfig(home.resolve("gone")), Surroundings.empty(home)))
                .isInstanceOf(ClusterException.class)
                .hasMessageContaining("gone (kubeconfig) does not exist");
    }

    @Test
    void credentialsThatCannotWorkAreRefusedBeforeAnyRequest() {
        String user = "{token: secret-of-ann}";
        assertSays(TWO_CONTEXTS.replace(user, "{client-key-data: aaaa}"), "a client key without its certificate");
        assertSays(TWO_CONTEXTS.replace(user, "{auth-provider: {name: gcp}}"), "the auth-provider \"gcp\"", "plug-in");
        assertSays(TWO_CONTEXTS.replace(user, "{exec: {command: x, apiVersion: v2}}"), "apiVersion \"v2\"");
        assertSays(TWO_CONTEXTS.replace(user, "{exec: {apiVersion: client.authentication.k8s.io/v1}}"), "no command");
    }

    private Access find(String config) throws ClusterException {
        Path file = Surroundings.write(home.resolve("config"), config);
        return Access.find(ClusterOptions.NONE.withKubeconfig(file), Surroundings.empty(home));
    }

    private void assertSays(String config, String... words) {
        assertThatThrownBy(() -> find(config))
                .isInstanceOf(ClusterException.class)
                .message()
                .contains(words)
                .doesNotContain("secret-of-ann", "\n");
    }
}

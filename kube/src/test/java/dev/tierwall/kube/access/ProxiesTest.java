package dev.tierwall.kube.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProxiesTest {

    private static final String CONFIG = """
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
    void proxiesOfTheFileAndOfTheEnvironment() throws Exception {
        String config =
                CONFIG.replace("server: https://dev", "proxy-url: http://proxy:3128\n      server: https://dev");
        assertThat(find(config).proxy()).contains(URI.create("http://proxy:3128"));

        Path file = Surroundings.write(home.resolve("config"), CONFIG);
        ClusterOptions options = ClusterOptions.NONE.withKubeconfig(file);
        assertThat(proxy(options, Map.of("HTTPS_PROXY", "way.out:8080"))).contains(URI.create("http://way.out:8080"));
        assertThat(proxy(options, Map.of("https_proxy", "http://way.out"))).contains(URI.create("http://way.out"));
        assertThat(proxy(options, Map.of("HTTP_PROXY", "http://way.out"))).isEmpty();
        assertThat(proxy(options, Map.of("HTTPS_PROXY", "http://p", "NO_PROXY", "a, example.com")))
                .isEmpty();
        assertThat(proxy(options, Map.of("HTTPS_PROXY", "http://p", "NO_PROXY", ".example.com")))
                .isEmpty();
        assertThat(proxy(options, Map.of("HTTPS_PROXY", "http://p", "NO_PROXY", "ample.com")))
                .isPresent();
        assertThat(proxy(options, Map.of("HTTPS_PROXY", "http://p", "NO_PROXY", "*")))
                .isEmpty();
        assertThat(proxy(options, Map.of("HTTPS_PROXY", "http://p", "NO_PROXY", "dev.example.com:6443")))
                .isEmpty();
        assertThat(proxy(options, Map.of("HTTPS_PROXY", "http://p", "NO_PROXY", "dev.example.com:443")))
                .isPresent();

        Surroundings.write(file, CONFIG.replace("dev.example.com", "10.1.2.3"));
        assertThat(proxy(options, Map.of("HTTPS_PROXY", "http://p", "NO_PROXY", "10.0.0.0/8")))
                .isEmpty();
        assertThat(proxy(options, Map.of("HTTPS_PROXY", "http://p", "NO_PROXY", "10.2.0.0/16")))
                .isPresent();
        Surroundings.write(file, CONFIG.replace("dev.example.com", "127.0.0.1"));
        assertThat(proxy(options, Map.of("HTTPS_PROXY", "http://p"))).isEmpty();
    }

    private Optional<URI> proxy(ClusterOptions options, Map<String, String> variables) throws ClusterException {
        return Access.find(options, Surroundings.with(home, variables)).proxy();
    }

    private Access find(String config) throws ClusterException {
        Path file = Surroundings.write(home.resolve("config"), config);
        return Access.find(ClusterOptions.NONE.withKubeconfig(file), Surroundings.empty(home));
    }
}

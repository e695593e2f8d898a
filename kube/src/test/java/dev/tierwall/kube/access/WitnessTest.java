package dev.tierwall.kube.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.client.Config;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Another client library reads the same kubeconfig alike. */
class WitnessTest {

    @TempDir
    Path home;

    @Test
    void bothFindTheSameServerAndCredentials() throws Exception {
        Surroundings.write(home.resolve("ca.crt"), "an authority\n");
        Surroundings.write(home.resolve("client.crt"), "a certificate\n");
        Surroundings.write(home.resolve("client.key"), "a key\n");
        String config = """
                apiVersion: v1
                kind: Config
                preferences: {}
                current-context: two
                clusters:
                - cluster:
                    certificate-authority: ca.crt
                    server: https://one.example.com:6443
                  name: one
                - cluster:
                    insecure-skip-tls-verify: true
                    server: https://[fd00::1]:6443/prefix
                  name: two
                contexts:
                - context: {cluster: one, user: token}
                  name: one
                - context:
                    cluster: one
                    namespace: shop
                    user: certificate
                  name: two
                - context: {cluster: two, user: token, namespace: other}
                  name: three
                users:
                - name: token
                  user:
                    token: !!str 0123
                - name: certificate
                  user:
                    client-certificate: client.crt
                    client-key: client.key
                """;
        for (String context : new String[] {"one", "two", "three"}) {
            assertSame(Surroundings.write(
                    home.resolve("config"), config.replace("current-context: two", "current-context: " + context)));
        }
    }

    private void assertSame(Path file) throws ClusterException {
        Access ours = Access.find(ClusterOptions.NONE.withKubeconfig(file), Surroundings.empty(home));
        Config theirs = Config.fromKubeconfig(file.toFile());

        assertThat(ours.server() + "/").isEqualTo(theirs.getMasterUrl());
        assertThat(ours.namespace().orElse(null)).isEqualTo(theirs.getNamespace());
        assertThat(ours.trust().insecure()).isEqualTo(theirs.isTrustCerts());
        assertThat(ours.trust().authorities().isPresent()).isEqualTo(theirs.getCaCertFile() != null);
        Credential credential = ours.credentials().get();
        String token = theirs.getAutoOAuthToken() == null ? theirs.getOauthToken() : theirs.getAutoOAuthToken();
        assertThat(credential.authorization().orElse(null)).isEqualTo(token == null ? null : "Bearer " + token);
        assertThat(credential.certificate().isPresent()).isEqualTo(theirs.getClientKeyFile() != null);
        credential.certificate().ifPresent(own -> {
            assertThat(new String(own.chain(), StandardCharsets.UTF_8)).isEqualTo("a certificate\n");
            assertThat(home.resolve(theirs.getClientCertFile())).hasContent("a certificate\n");
        });
    }
}

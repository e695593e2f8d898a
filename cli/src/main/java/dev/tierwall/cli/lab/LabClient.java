package dev.tierwall.cli.lab;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** Speaks to a lab's endpoint as kubectl does, for machines that have none. */
final class LabClient {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient http;
    private final String server;
    private final String token;
    private final Map<String, Map<String, Kind>> kinds = new HashMap<>();

    /** Where objects of a kind are. */
    private record Kind(String plural, boolean namespaced) {}

    /** What the endpoint says. */
    record Reply(int status, JsonNode body) {
        boolean isSuccess() {
            return status / 100 == 2;
        }

        String message() {
            return body.path("message").asText("status " + status);
        }
    }

    private LabClient(HttpClient http, String server, String token) {
        this.http = http;
        this.server = server;
        this.token = token;
    }

    /** A client for a lab that runs. */
    static LabClient of(LabFolder folder) throws IOException {
        JsonNode config = JSON.valueToTree(
                new Load(LoadSettings.builder().build()).loadFromString(Files.readString(folder.kubeconfig())));
        byte[] authority = Base64.getDecoder()
                .decode(config.at("/clusters/0/cluster/certificate-authority-data")
                        .asText());
        try {
            KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
            trusted.load(null, null);
            trusted.setCertificateEntry(
                    "lab",
                    CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(authority)));
            TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(trusted);
            SSLContext tls = SSLContext.getInstance("TLS");
            tls.init(null, trust.getTrustManagers(), null);
            return new LabClient(
                    HttpClient.newBuilder().sslContext(tls).build(),
                    config.at("/clusters/0/cluster/server").asText(),
                    config.at("/users/0/user/token").asText());
        } catch (GeneralSecurityException broken) {
            throw new IOException("the lab's certificate cannot be read", broken);
        }
    }

    /** Gets what is at a path. */
    Reply get(String path) throws IOException {
        return send(request(path).GET());
    }

    /** Applies an object, whoever changed it before. */
    Reply apply(JsonNode object) throws IOException {
        Optional<String> path = path(object);
        if (path.isEmpty()) {
            return new Reply(
                    404,
                    JSON.createObjectNode()
                            .put(
                                    "message",
                                    "the lab has no kind " + object.path("kind").asText() + " in "
                                            + object.path("apiVersion").asText()));
        }
        return send(request(path.get() + "?fieldManager=tierwall-lab&force=true")
                .header("Content-Type", "application/apply-patch+yaml")
                .method("PATCH", HttpRequest.BodyPublishers.ofString(JSON.writeValueAsString(object))));
    }

    /** Runs a command in a pod. */
    ExecClient.Result exec(ExecClient.Target target, List<String> command) throws IOException {
        return ExecClient.run(http, server, token, new ExecClient.Request(target, command));
    }

    private Optional<String> path(JsonNode object) throws IOException {
        String version = object.path("apiVersion").asText();
        String base = (version.contains("/") ? "/apis/" : "/api/") + version;
        Map<String, Kind> known = kinds.get(base);
        if (known == null) {
            known = new HashMap<>();
            for (JsonNode resource : get(base).body().path("resources")) {
                if (!resource.path("name").asText().contains("/")) {
                    known.put(
                            resource.path("kind").asText(),
                            new Kind(
                                    resource.path("name").asText(),
                                    resource.path("namespaced").asBoolean()));
                }
            }
            kinds.put(base, known);
        }
        Kind kind = known.get(object.path("kind").asText());
        if (kind == null) {
            return Optional.empty();
        }
        String namespace = object.at("/metadata/namespace").asText("default");
        return Optional.of(base + (kind.namespaced() ? "/namespaces/" + namespace : "") + "/" + kind.plural() + "/"
                + object.at("/metadata/name").asText());
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(server + path))
                .header("Authorization", "Bearer " + token)
                .header("Accept", "application/json");
    }

    private Reply send(HttpRequest.Builder request) throws IOException {
        try {
            HttpResponse<byte[]> response = http.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
            return new Reply(response.statusCode(), JSON.readTree(response.body()));
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while the lab answers", interrupted);
        }
    }
}

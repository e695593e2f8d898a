package dev.tierwall.kube.access;

import dev.tierwall.kube.tree.Node;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.StringJoiner;

/**
 * The {@code oidc} auth-provider of a kubeconfig's user: an identity token, and a refresh token by which the issuer makes
 * a new one. New tokens are written back to the kubeconfig file, since many issuers take a refresh token only once.
 */
final class OidcProvider implements CredentialSource {

    private static final Duration TIMEOUT = Duration.ofSeconds(30);
    private static final Duration MARGIN = Duration.ofSeconds(10);

    private final ConfigEntry config;
    private final Credentials.User user;
    private final Credential base;
    private String idToken;
    private String refreshToken;

    private OidcProvider(ConfigEntry config, Credentials.User user, Credential base) throws ClusterException {
        this.config = config;
        this.user = user;
        this.base = base;
        this.idToken = config.text("id-token").orElse("");
        this.refreshToken = config.text("refresh-token").orElse("");
    }

    static CredentialSource of(ConfigEntry provider, Credentials.User user, Credential base) throws ClusterException {
        String name = provider.text("name").orElse("");
        if (!name.equals("oidc")) {
            throw new ClusterException("the auth-provider \"" + name + "\" of " + user.described()
                    + " is none that kubectl still knows; use the credential plug-in of your cloud instead");
        }
        ConfigEntry config = provider.entry("config")
                .orElseThrow(() -> new ClusterException("the auth-provider of " + user.described() + " has no config"));
        return new OidcProvider(config, user, base);
    }

    @Override
    public String description() {
        return "the OpenID Connect token of " + user.described();
    }

    @Override
    public synchronized Credential get() throws ClusterException {
        if (idToken.isEmpty() || hasExpired(idToken)) {
            refresh();
        }
        return base.withAuthorization("Bearer " + idToken);
    }

    /** Without a refresh token there is no other, and the API server's refusal is the better message. */
    @Override
    public synchronized Credential renew(Credential refused) throws ClusterException {
        if (!refreshToken.isEmpty() && refused.authorization().equals(Optional.of("Bearer " + idToken))) {
            refresh();
        }
        return base.withAuthorization("Bearer " + idToken);
    }

    /** Whether the token says that its time is over. What cannot be read is left for the API server to judge. */
    private static boolean hasExpired(String token) {
        String[] parts = token.split("\\.", -1);
        if (parts.length != 3) {
            return false;
        }
        try {
            byte[] claims = Base64.getUrlDecoder().decode(parts[1]);
            Node expiry =
                    ConfigFile.parse(claims, Path.of(""), "token").fields().get("exp");
            return expiry instanceof Node.Whole(long seconds, int _, int _)
                    && Instant.now().plus(MARGIN).isAfter(Instant.ofEpochSecond(seconds));
        } catch (IllegalArgumentException | ClusterException unreadable) {
            return false;
        }
    }

    private void refresh() throws ClusterException {
        if (refreshToken.isEmpty()) {
            throw new ClusterException(description() + " has expired, and there is no refresh-token; log in again");
        }
        String issuer = config.text("idp-issuer-url")
                .orElseThrow(() ->
                        new ClusterException("the auth-provider of " + user.described() + " has no idp-issuer-url"));
        try (HttpClient client = client()) {
            String discovery = issuer.replaceAll("/+$", "") + "/.well-known/openid-configuration";
            HttpResponse<byte[]> known = client.send(
                    HttpRequest.newBuilder(URI.create(discovery))
                            .timeout(TIMEOUT)
                            .build(),
                    HttpResponse.BodyHandlers.ofByteArray());
            String endpoint = document(known, issuer)
                    .text("token_endpoint")
                    .orElseThrow(() -> new ClusterException("the issuer " + issuer + " names no token_endpoint"));
            ConfigEntry tokens = document(exchange(client, URI.create(endpoint)), issuer);
            accept(tokens, issuer);
        } catch (IOException | IllegalArgumentException unreachable) {
            throw new ClusterException(
                    description() + " cannot be renewed: the issuer " + issuer + " does not answer ("
                            + Failures.reason(unreachable) + ")",
                    unreachable);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new ClusterException("interrupted while renewing " + description(), stopped);
        }
    }

    private HttpClient client() throws ClusterException {
        Optional<byte[]> authorities = config.dataOrFile("idp-certificate-authority");
        HttpClient.Builder builder = HttpClient.newBuilder().connectTimeout(TIMEOUT);
        if (authorities.isPresent()) {
            Access.Trust trust = new Access.Trust(authorities, false, Optional.empty());
            builder.sslContext(Tls.context(trust, Optional.empty(), "the issuer of " + user.described()));
        }
        return builder.build();
    }

    /** Asks for new tokens; issuers differ in where they want to see the client's secret. */
    private HttpResponse<byte[]> exchange(HttpClient client, URI endpoint)
            throws IOException, InterruptedException, ClusterException {
        String id = config.text("client-id").orElse("");
        String secret = config.text("client-secret").orElse("");
        Map<String, String> form = new LinkedHashMap<>();
        form.put("grant_type", "refresh_token");
        form.put("refresh_token", refreshToken);
        if (!secret.isEmpty()) {
            String pair = encoded(id) + ":" + encoded(secret);
            String basic = "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
            HttpResponse<byte[]> answer = client.send(
                    post(endpoint, form).header("Authorization", basic).build(),
                    HttpResponse.BodyHandlers.ofByteArray());
            if (answer.statusCode() == 200) {
                return answer;
            }
            form.put("client_secret", secret);
        }
        form.put("client_id", id);
        return client.send(post(endpoint, form).build(), HttpResponse.BodyHandlers.ofByteArray());
    }

    private static HttpRequest.Builder post(URI endpoint, Map<String, String> form) {
        StringJoiner body = new StringJoiner("&");
        form.forEach((name, value) -> body.add(name + "=" + encoded(value)));
        return HttpRequest.newBuilder(endpoint)
                .timeout(TIMEOUT)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(body.toString()));
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private ConfigEntry document(HttpResponse<byte[]> answer, String issuer) throws ClusterException {
        if (answer.statusCode() != 200) {
            throw new ClusterException(description() + " cannot be renewed: the issuer " + issuer + " answered "
                    + answer.statusCode() + "; log in again");
        }
        return ConfigFile.parse(answer.body(), Path.of(""), "what the issuer " + issuer + " answered");
    }

    private void accept(ConfigEntry tokens, String issuer) throws ClusterException {
        String id = tokens.text("id_token")
                .orElseThrow(() -> new ClusterException(
                        "the issuer " + issuer + " renews no id_token; log in again with the scope openid"));
        String refresh = tokens.text("refresh_token").orElse(refreshToken);
        writeBack(Map.of(idToken, id, refreshToken, refresh));
        idToken = id;
        refreshToken = refresh;
    }

    /** Puts the new tokens in the places of the old, and touches nothing else of the file. */
    private void writeBack(Map<String, String> replacements) {
        Path file = config.file();
        try {
            String before = Files.readString(file);
            String after = before;
            for (Map.Entry<String, String> replacement : replacements.entrySet()) {
                if (!replacement.getKey().isEmpty()) {
                    after = after.replace(replacement.getKey(), replacement.getValue());
                }
            }
            if (!after.equals(before)) {
                Files.writeString(file, after, StandardOpenOption.TRUNCATE_EXISTING);
            }
        } catch (IOException readOnly) {
            // Not ours to write, as in a pod: the new token serves this run all the same.
            return;
        }
    }
}

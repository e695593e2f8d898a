package dev.tierwall.lab.http;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Who may talk to the cluster: whoever shows a token that it gave out. */
public final class Users {

    private static final int TOKEN_BYTES = 24;
    private static final SecureRandom RANDOM = new SecureRandom();

    /** Somebody, as the API server would name him. */
    public record User(String name, List<String> groups) {
        public User {
            groups = List.copyOf(groups);
        }

        /** A pod's service account. */
        public static User serviceAccount(String namespace, String name) {
            return new User(
                    "system:serviceaccount:" + namespace + ":" + name,
                    List.of("system:serviceaccounts", "system:serviceaccounts:" + namespace, "system:authenticated"));
        }
    }

    private final Map<String, User> byToken = new ConcurrentHashMap<>();
    private final String adminToken = give(new User("lab-admin", List.of("system:masters", "system:authenticated")));

    /** The token of the one whose cluster this is. */
    public String adminToken() {
        return adminToken;
    }

    /** Makes a token that stands for somebody. */
    public String give(User user) {
        byte[] bytes = new byte[TOKEN_BYTES];
        RANDOM.nextBytes(bytes);
        String token = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
        byToken.put(token, user);
        return token;
    }

    /** Who shows a token in an {@code Authorization} header, or in the protocols of a WebSocket. */
    public Optional<User> of(Exchange exchange) {
        String header = exchange.header("Authorization");
        if (header.regionMatches(true, 0, "Bearer ", 0, 7)) {
            return of(header.substring(7).strip());
        }
        for (String protocol : exchange.header("Sec-WebSocket-Protocol").split(",", -1)) {
            String prefix = "base64url.bearer.authorization.k8s.io.";
            if (protocol.strip().startsWith(prefix)) {
                try {
                    byte[] token =
                            Base64.getUrlDecoder().decode(protocol.strip().substring(prefix.length()));
                    return of(new String(token, StandardCharsets.UTF_8));
                } catch (IllegalArgumentException notBase64) {
                    return Optional.empty();
                }
            }
        }
        return Optional.empty();
    }

    /** Who a token stands for. How long the search takes tells nothing about tokens that are nearly right. */
    public Optional<User> of(String token) {
        byte[] shown = token.getBytes(StandardCharsets.UTF_8);
        User found = null;
        for (Map.Entry<String, User> known : byToken.entrySet()) {
            if (MessageDigest.isEqual(known.getKey().getBytes(StandardCharsets.UTF_8), shown)) {
                found = known.getValue();
            }
        }
        return Optional.ofNullable(found);
    }
}

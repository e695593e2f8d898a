package dev.tierwall.kube.access;

import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How to reach one cluster: everything that was said about it, resolved.
 *
 * @param name what to call the cluster in messages: the context, or {@code in-cluster}
 * @param server the address of the API server, without a slash at the end
 * @param namespace the namespace that the context prefers, if it says so
 * @param trust how to know that it is the right server
 * @param proxy the proxy to go through, if any
 * @param compression whether answers may be compressed
 * @param impersonation whom to act as
 * @param credentials what to show
 */
public record Access(
        String name,
        URI server,
        Optional<String> namespace,
        Trust trust,
        Optional<URI> proxy,
        boolean compression,
        Impersonation impersonation,
        CredentialSource credentials) {

    /**
     * How to know that the server is the right one.
     *
     * @param authorities the certificates that may vouch for it, as PEM; those that Java trusts if there are none
     * @param insecure whether to believe any certificate
     * @param serverName the name its certificate must bear, if not that of its address
     */
    @SuppressWarnings("ArrayRecordComponent") // handed on, never compared
    record Trust(Optional<byte[]> authorities, boolean insecure, Optional<String> serverName) {
        static final Trust USUAL = new Trust(Optional.empty(), false, Optional.empty());
    }

    /**
     * Whom to act as, by the API server's leave.
     *
     * @param user the user's name; nobody else if it is empty
     * @param uid the user's id
     * @param groups groups that the user is in
     * @param extra more about the user
     */
    record Impersonation(
            Optional<String> user, Optional<String> uid, List<String> groups, Map<String, List<String>> extra) {
        static final Impersonation NONE = new Impersonation(Optional.empty(), Optional.empty(), List.of(), Map.of());

        /** The request headers that ask for it. */
        Map<String, List<String>> headers() {
            Map<String, List<String>> headers = new LinkedHashMap<>();
            user.ifPresent(name -> headers.put("Impersonate-User", List.of(name)));
            uid.ifPresent(id -> headers.put("Impersonate-Uid", List.of(id)));
            headers.put("Impersonate-Group", groups);
            extra.forEach((key, values) -> headers.put(
                    "Impersonate-Extra-"
                            + URLEncoder.encode(key, StandardCharsets.UTF_8).replace("+", "%20"),
                    values));
            return headers;
        }
    }

    /**
     * The cluster that these options mean: by the kubeconfig files, or, in a pod without any, by its service account.
     *
     * @throws ClusterException if nothing says which cluster, or what says so is incomplete or wrong
     */
    public static Access find(ClusterOptions options, Environment environment) throws ClusterException {
        Kubeconfig config = Kubeconfig.read(options, environment);
        if (config.isEmpty() && options.context().isEmpty() && ServiceAccount.isPresent(environment)) {
            return ServiceAccount.access(options, environment);
        }
        return config.access(options, environment);
    }

    /** What to call the cluster where a file would be named. */
    public String label() {
        return "cluster " + name;
    }
}

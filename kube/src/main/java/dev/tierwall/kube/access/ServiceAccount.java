package dev.tierwall.kube.access;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** The way to the API server that every pod is given: two environment variables and three files. */
final class ServiceAccount {

    private ServiceAccount() {}

    static boolean isPresent(Environment environment) {
        return environment.variable("KUBERNETES_SERVICE_HOST").isPresent()
                && Files.exists(environment.serviceAccount().resolve("token"));
    }

    static Access access(ClusterOptions options, Environment environment) throws ClusterException {
        String host = environment.variable("KUBERNETES_SERVICE_HOST").orElseThrow();
        String port = environment.variable("KUBERNETES_SERVICE_PORT").orElse("443");
        Path folder = environment.serviceAccount();
        byte[] authorities = LocalFiles.bytes(folder.resolve("ca.crt"), "the cluster's certificate authority");
        Path namespace = folder.resolve("namespace");
        return new Access(
                "in-cluster",
                URI.create("https://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + port),
                Files.exists(namespace) ? Optional.of(LocalFiles.line(namespace, "namespace")) : Optional.empty(),
                new Access.Trust(Optional.of(authorities), false, Optional.empty()),
                Optional.empty(),
                true,
                new Access.Impersonation(options.user(), Optional.empty(), options.groups(), Map.of()),
                Credentials.ofTokenFile(folder.resolve("token"), "the token of this pod's service account"));
    }
}

package dev.tierwall.kube.watch;

import dev.tierwall.kube.access.Access;
import dev.tierwall.kube.access.ApiServer;
import dev.tierwall.kube.access.ClusterException;
import dev.tierwall.kube.access.ClusterOptions;
import dev.tierwall.kube.access.Environment;
import dev.tierwall.kube.fixture.ApiFixture;
import dev.tierwall.kube.manifest.Reading;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** Reads a fixture as a user would read a cluster: through a kubeconfig file. */
final class LiveReading {

    private LiveReading() {}

    static Reading read(ApiFixture api, Path folder, Optional<String> namespace, Progress progress)
            throws ClusterException {
        Path file = folder.resolve("config");
        try {
            Files.writeString(file, """
                    current-context: c
                    clusters: [{name: k, cluster: {server: "%s"}}]
                    contexts: [{name: c, context: {cluster: k, user: u}}]
                    users: [{name: u, user: {token: t}}]
                    """.formatted(api.url()));
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
        Environment environment = new Environment(Map.of(), folder, folder, line -> {}, () -> false);
        Access access = Access.find(ClusterOptions.NONE.withKubeconfig(file), environment);
        try (ApiServer server = new ApiServer(access, Duration.ofSeconds(60))) {
            return ClusterReader.read(server, namespace, progress);
        }
    }
}

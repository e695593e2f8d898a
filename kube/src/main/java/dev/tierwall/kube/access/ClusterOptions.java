package dev.tierwall.kube.access;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What a person may say about the cluster to ask.
 *
 * @param kubeconfig the one kubeconfig file to use; otherwise those of {@code KUBECONFIG} or of the home folder
 * @param context the context to use instead of the current one
 * @param user the user to act as
 * @param groups the groups to act as a member of; without effect unless {@code user} is given
 * @param requestTimeout how long one request may take, from its first byte to its last; zero for ever
 */
public record ClusterOptions(
        Optional<Path> kubeconfig,
        Optional<String> context,
        Optional<String> user,
        List<String> groups,
        Duration requestTimeout) {

    /** Long enough for a page of a large list over a slow line. */
    public static final Duration USUAL_TIMEOUT = Duration.ofSeconds(60);

    /** The current context, as oneself. */
    public static final ClusterOptions NONE =
            new ClusterOptions(Optional.empty(), Optional.empty(), Optional.empty(), List.of(), USUAL_TIMEOUT);

    public ClusterOptions {
        groups = List.copyOf(groups);
        if (requestTimeout.isNegative()) {
            throw new IllegalArgumentException("a negative time-out: " + requestTimeout);
        }
    }

    public ClusterOptions withKubeconfig(Path file) {
        return new ClusterOptions(Optional.of(file), context, user, groups, requestTimeout);
    }

    public ClusterOptions withContext(String name) {
        return new ClusterOptions(kubeconfig, Optional.of(name), user, groups, requestTimeout);
    }

    public ClusterOptions withUser(String name, List<String> memberOf) {
        return new ClusterOptions(kubeconfig, context, Optional.of(name), memberOf, requestTimeout);
    }

    public ClusterOptions withRequestTimeout(Duration timeout) {
        return new ClusterOptions(kubeconfig, context, user, groups, timeout);
    }
}

package dev.tierwall.kube.access;

import dev.tierwall.kube.tree.Node;
import java.io.File;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.regex.Pattern;

/**
 * The kubeconfig files of a person, laid over each other: of a cluster, context or user that several files name, the
 * first file's counts, as a whole.
 */
final class Kubeconfig {

    private final List<Path> files;
    private final SequencedMap<String, ConfigEntry> clusters = new LinkedHashMap<>();
    private final SequencedMap<String, ConfigEntry> contexts = new LinkedHashMap<>();
    private final SequencedMap<String, ConfigEntry> users = new LinkedHashMap<>();
    private Optional<String> current = Optional.empty();

    private Kubeconfig(List<Path> files) {
        this.files = files;
    }

    /** Reads the file of the options, or those of {@code KUBECONFIG}, or the one of the home folder. */
    static Kubeconfig read(ClusterOptions options, Environment environment) throws ClusterException {
        if (options.kubeconfig().isPresent()) {
            Kubeconfig config = new Kubeconfig(List.of(options.kubeconfig().get()));
            config.add(ConfigFile.read(options.kubeconfig().get()));
            return config;
        }
        Kubeconfig config = new Kubeconfig(candidates(environment));
        for (Path file : config.files) {
            if (Files.exists(file)) {
                config.add(ConfigFile.read(file));
            }
        }
        return config;
    }

    private static List<Path> candidates(Environment environment) {
        Optional<String> list = environment.variable("KUBECONFIG");
        if (list.isEmpty()) {
            return List.of(environment.home().resolve(".kube").resolve("config"));
        }
        List<Path> files = new ArrayList<>();
        for (String name : list.get().split(Pattern.quote(File.pathSeparator), -1)) {
            Path file = Path.of(name);
            if (!name.isEmpty() && !files.contains(file)) {
                files.add(file);
            }
        }
        return files;
    }

    private void add(ConfigEntry file) throws ClusterException {
        if (current.isEmpty()) {
            current = file.text("current-context");
        }
        merge(file, "clusters", "cluster", clusters);
        merge(file, "contexts", "context", contexts);
        merge(file, "users", "user", users);
    }

    private static void merge(ConfigEntry file, String list, String what, Map<String, ConfigEntry> known)
            throws ClusterException {
        for (ConfigEntry named : file.entries(list)) {
            Optional<String> name = named.text("name");
            if (name.isPresent()) {
                ConfigEntry entry = named.entry(what)
                        .orElseGet(() -> new ConfigEntry(file.file(), new Node.Mapping(List.of(), 0, 0)));
                known.putIfAbsent(name.get(), entry);
            }
        }
    }

    /** Whether there is nothing in it. */
    boolean isEmpty() {
        return clusters.isEmpty() && contexts.isEmpty() && users.isEmpty();
    }

    /** The access that the wanted context describes, or the current one. */
    Access access(ClusterOptions options, Environment environment) throws ClusterException {
        String name = contextName(options);
        ConfigEntry context = contexts.get(name);
        if (context == null) {
            throw new ClusterException(
                    "there is no context \"" + name + "\" in " + names(files) + "; " + known("contexts", contexts));
        }
        ConfigEntry cluster = named(context, "cluster", clusters, name);
        String userName = context.text("user").orElse("");
        ConfigEntry user = userName.isEmpty()
                ? new ConfigEntry(context.file(), new Node.Mapping(List.of(), 0, 0))
                : named(context, "user", users, name);
        URI server = server(cluster, name);
        return new Access(
                name,
                server,
                context.text("namespace"),
                trust(cluster),
                Proxies.choose(cluster.text("proxy-url"), server, environment),
                !cluster.flag("disable-compression"),
                impersonation(user, options),
                Credentials.of(new Credentials.User(userName, user, cluster, name), environment));
    }

    private String contextName(ClusterOptions options) throws ClusterException {
        if (options.context().isPresent()) {
            return options.context().get();
        }
        if (current.isPresent()) {
            return current.get();
        }
        if (isEmpty()) {
            throw new ClusterException("no cluster is configured: there is nothing in " + names(files)
                    + "; give manifests with -f, or name a kubeconfig with --kubeconfig or KUBECONFIG");
        }
        throw new ClusterException("no context is chosen in " + names(files)
                + "; choose one with --context or `kubectl config use-context`: " + known("contexts", contexts));
    }

    private ConfigEntry named(ConfigEntry context, String what, Map<String, ConfigEntry> known, String contextName)
            throws ClusterException {
        Optional<String> name = context.text(what);
        if (name.isEmpty()) {
            throw new ClusterException("the context \"" + contextName + "\" in " + context.file() + " names no " + what
                    + "; add one to it");
        }
        ConfigEntry entry = known.get(name.get());
        if (entry == null) {
            throw new ClusterException("the context \"" + contextName + "\" in " + context.file() + " means the " + what
                    + " \"" + name.get() + "\", which is not there; " + known(what + "s", known));
        }
        return entry;
    }

    private static URI server(ConfigEntry cluster, String context) throws ClusterException {
        Optional<String> text = cluster.text("server");
        if (text.isEmpty()) {
            throw new ClusterException("the cluster of the context \"" + context + "\" in " + cluster.file()
                    + " has no server; add its address");
        }
        String address = text.get().contains("://") ? text.get() : "https://" + text.get();
        try {
            URI uri = new URI(address.replaceAll("/+$", ""));
            String scheme = uri.getScheme();
            if (uri.getHost() != null && ("https".equals(scheme) || "http".equals(scheme))) {
                return uri;
            }
        } catch (URISyntaxException malformed) {
            throw noAddress(cluster, text.get(), malformed);
        }
        throw noAddress(cluster, text.get(), null);
    }

    private static ClusterException noAddress(
            ConfigEntry cluster, String text, @org.jspecify.annotations.Nullable Throwable cause) {
        String sentence =
                "the server \"" + text + "\" in " + cluster.file() + " is no address; write https://HOST:PORT";
        return cause == null ? new ClusterException(sentence) : new ClusterException(sentence, cause);
    }

    private static Access.Trust trust(ConfigEntry cluster) throws ClusterException {
        return new Access.Trust(
                cluster.dataOrFile("certificate-authority"),
                cluster.flag("insecure-skip-tls-verify"),
                cluster.text("tls-server-name"));
    }

    private static Access.Impersonation impersonation(ConfigEntry user, ClusterOptions options)
            throws ClusterException {
        if (options.user().isPresent() || !options.groups().isEmpty()) {
            return new Access.Impersonation(options.user(), Optional.empty(), options.groups(), Map.of());
        }
        return new Access.Impersonation(
                user.text("as"), user.text("as-uid"), user.texts("as-groups"), user.textLists("as-user-extra"));
    }

    private static String known(String what, Map<String, ConfigEntry> known) {
        return known.isEmpty() ? "there are no " + what + " at all" : "there are: " + String.join(", ", known.keySet());
    }

    private static String names(List<Path> files) {
        return String.join(", ", files.stream().map(Path::toString).toList());
    }
}

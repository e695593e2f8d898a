package dev.tierwall.lab.node;

import dev.tierwall.lab.container.Container;
import dev.tierwall.lab.container.Machine;
import dev.tierwall.lab.node.Environment.MissingException;
import dev.tierwall.lab.spec.ContainerSpec;
import dev.tierwall.lab.spec.MountSpec;
import dev.tierwall.lab.spec.PodSpec;
import dev.tierwall.lab.spec.Variable;
import dev.tierwall.lab.spec.VolumeSpec;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The volumes of a pod, as folders. */
final class Volumes {

    private static final String TOKEN_FOLDER = "/var/run/secrets/kubernetes.io/serviceaccount";
    private static final String TOKEN_VOLUME = "kube-api-access";

    private final NodeContext context;
    private final PodSpec pod;
    private final Path folder;

    Volumes(NodeContext context, PodSpec pod, Path folder) {
        this.context = context;
        this.pod = pod;
        this.folder = folder;
    }

    /** Fills them. */
    void fill() throws IOException, MissingException {
        Machine machine = context.machine();
        for (VolumeSpec volume : pod.volumes()) {
            if (volume.unknown().isPresent()) {
                throw new MissingException("the lab has no volumes of the kind "
                        + volume.unknown().get() + ", as " + volume.name() + " is; it has emptyDir, configMap, secret, "
                        + "downwardAPI and projected ones");
            }
            Path root = machine.makeFolder(inside(folder, volume.name()));
            for (VolumeSpec.Source source : volume.sources()) {
                fill(root, source);
            }
        }
        if (!context.tokens().of(pod).isEmpty()) {
            Path root = machine.makeFolder(folder.resolve(TOKEN_VOLUME));
            fill(root, new VolumeSpec.Source.Token("token"));
            fill(root, new VolumeSpec.Source.Fields(Map.of("namespace", "metadata.namespace")));
            fill(root, new VolumeSpec.Source.Bag(new Variable.Bag(false, "kube-root-ca.crt"), Map.of(), true));
        }
    }

    private void fill(Path root, VolumeSpec.Source source) throws IOException, MissingException {
        Environment environment = new Environment(context.store(), pod);
        switch (source) {
            case VolumeSpec.Source.Bag(Variable.Bag bag, Map<String, String> items, boolean optional) -> {
                Map<String, byte[]> entries = environment.bag(bag, optional).orElse(Map.of());
                for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
                    String path = items.isEmpty() ? entry.getKey() : items.get(entry.getKey());
                    if (path != null) {
                        write(root, path, entry.getValue());
                    }
                }
                for (String key : items.keySet()) {
                    if (!entries.containsKey(key) && !optional) {
                        throw new MissingException("references non-existent config key: " + key);
                    }
                }
            }
            case VolumeSpec.Source.Fields(Map<String, String> fields) -> {
                for (Map.Entry<String, String> file : fields.entrySet()) {
                    write(root, file.getKey(), bytes(environment.field(file.getValue())));
                }
            }
            case VolumeSpec.Source.Token(String path) ->
                write(root, path, bytes(context.tokens().of(pod)));
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private void write(Path root, String path, byte[] content) throws IOException, MissingException {
        Path file = inside(root, path);
        context.machine().makeFolder(file.getParent() == null ? root : file.getParent());
        context.machine().write(file, content);
    }

    private static Path inside(Path root, String path) throws MissingException {
        Path file = root.resolve(path.replaceFirst("^/+", "")).normalize();
        if (!file.startsWith(root)) {
            throw new MissingException("the path " + path + " leads out of its volume");
        }
        return file;
    }

    /** Where a container sees which of them. */
    List<Container.Mount> of(ContainerSpec container) throws IOException, MissingException {
        List<Container.Mount> mounts = new ArrayList<>();
        boolean hasToken = false;
        for (MountSpec mount : container.mounts()) {
            Optional<VolumeSpec> volume = pod.volumes().stream()
                    .filter(one -> one.name().equals(mount.volume()))
                    .findFirst();
            if (volume.isEmpty()) {
                throw new MissingException("volume " + mount.volume() + " is not one of the pod's");
            }
            boolean readOnly = mount.readOnly() || !volume.get().sources().isEmpty();
            Path part = part(inside(folder, mount.volume()), mount.subPath());
            hasToken |= mount.path().equals(TOKEN_FOLDER);
            mounts.add(new Container.Mount(part, mount.path(), readOnly));
        }
        if (!hasToken && Files.exists(folder.resolve(TOKEN_VOLUME))) {
            mounts.add(new Container.Mount(folder.resolve(TOKEN_VOLUME), TOKEN_FOLDER, true));
        }
        return mounts;
    }

    /** A part of a volume. A container may have put links into it, which must not lead elsewhere. */
    private Path part(Path root, String subPath) throws IOException, MissingException {
        Path at = root;
        for (Path name : root.relativize(inside(root, subPath))) {
            at = at.resolve(name);
            if (Files.isSymbolicLink(at)) {
                throw new MissingException("subPath " + subPath + " leads through a link");
            }
            if (!Files.exists(at) && !name.toString().isEmpty()) {
                context.machine().makeFolder(at);
            }
        }
        return at;
    }

    /** Deletes the files of a pod. */
    static void delete(Path folder) throws IOException {
        Container.deleteAll(folder);
    }
}

package dev.tierwall.lab.schema;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** The built-in kinds and all that they are made of. */
public final class BuiltIns {

    private static final String META = "meta.k8s.io/v1";

    private final Map<String, Struct> types;
    private final Map<GroupVersionKind, Struct> kinds;

    BuiltIns(Map<String, Struct> types, Map<GroupVersionKind, Struct> kinds) {
        this.types = types;
        this.kinds = kinds;
    }

    /** Read when it is first asked for. */
    private static final class Table {
        static final BuiltIns READ = read();

        private static BuiltIns read() {
            try (InputStream table = Objects.requireNonNull(BuiltIns.class.getResourceAsStream("table.txt"))) {
                return new TableReader()
                        .read(new String(table.readAllBytes(), StandardCharsets.UTF_8)
                                .lines()
                                .toList());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    public static BuiltIns table() {
        return Table.READ;
    }

    /**
     * The structure of a kind, lists among them. Kinds that every group has, such as Status and DeleteOptions, are found under
     * any group and version.
     */
    public Optional<Struct> kind(GroupVersionKind kind) {
        Struct found = kinds.get(kind);
        return Optional.ofNullable(found != null ? found : kinds.get(GroupVersionKind.of(META, kind.kind())));
    }

    /** All kinds. */
    public Map<GroupVersionKind, Struct> kinds() {
        return kinds;
    }

    /** A structure by its name in the table, such as {@code meta.ObjectMeta}. */
    public Struct type(String name) {
        return Objects.requireNonNull(types.get(name), name);
    }

    /** All structures of the table. */
    public Collection<Struct> types() {
        return types.values();
    }

    /** What is known of every object: its name, labels, owners and so on. */
    public Struct objectMeta() {
        return type("meta.ObjectMeta");
    }
}

package dev.tierwall.lab.schema;

import dev.tierwall.lab.schema.Field.Merge;
import dev.tierwall.lab.schema.Field.Trait;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads the table of built-in kinds: first the names of all structures, then their fields. */
final class TableReader {

    private final Map<String, Struct> types = new LinkedHashMap<>();
    private final Map<GroupVersionKind, Struct> kinds = new LinkedHashMap<>();
    private final Map<String, GroupVersionKind> lists = new LinkedHashMap<>();
    private String alias = "";
    private String apiVersion = "";
    private String prefix = "";

    BuiltIns read(List<String> lines) {
        for (String line : lines) {
            if (line.startsWith("package ")) {
                enter(line.split(" ", -1));
            } else if (line.startsWith("type ")) {
                declare(line.split(" ", -1));
            }
        }
        Struct current = null;
        List<Field> fields = new ArrayList<>();
        for (String line : lines) {
            if (line.startsWith(" ")) {
                fields.add(field(line.strip().split(" ", -1)));
                continue;
            }
            finish(current, fields);
            fields.clear();
            current = null;
            if (line.startsWith("package ")) {
                enter(line.split(" ", -1));
            } else if (line.startsWith("type ")) {
                String[] words = line.split(" ", -1);
                current = types.get(alias + "." + words[1]);
                if (List.of(words).contains("kind")) {
                    fields.add(Field.of("apiVersion", Scalar.STRING));
                    fields.add(Field.of("kind", Scalar.STRING));
                }
            }
        }
        finish(current, fields);
        lists();
        return new BuiltIns(Collections.unmodifiableMap(types), Collections.unmodifiableMap(kinds));
    }

    private static void finish(@Nullable Struct struct, List<Field> fields) {
        if (struct != null) {
            struct.with(fields);
        }
    }

    private void enter(String[] words) {
        alias = words[1];
        apiVersion = words[2];
        prefix = words[3];
    }

    private void declare(String[] words) {
        List<String> flags = List.of(words).subList(2, words.length);
        Struct struct = new Struct(prefix + "." + words[1], flags.contains("atomic"), false);
        types.put(alias + "." + words[1], struct);
        GroupVersionKind kind = GroupVersionKind.of(apiVersion, words[1]);
        if (flags.contains("kind")) {
            kinds.put(kind, struct);
        }
        if (flags.contains("list")) {
            lists.put(alias + "." + words[1] + "List", kind);
        }
    }

    /** A list of each kind that has one, and the list of the core group that holds objects of any kind. */
    private void lists() {
        lists.forEach((name, kind) -> list(name, kind.list(), Objects.requireNonNull(kinds.get(kind))));
        list("core.List", new GroupVersionKind("", "v1", "List"), Scalar.RAW);
    }

    private void list(String name, GroupVersionKind kind, Type item) {
        String fullName = item instanceof Struct struct ? struct.name() + "List" : "io.k8s.api.core.v1.List";
        Type meta = Objects.requireNonNull(types.get("meta.ListMeta"));
        ListType items = new ListType(item, ListType.Kind.ATOMIC, List.of());
        Struct list = new Struct(fullName, false, false)
                .with(List.of(
                        Field.of("apiVersion", Scalar.STRING),
                        Field.of("kind", Scalar.STRING),
                        new Field(1, "metadata", meta, Set.of(), Merge.NONE, null, List.of()),
                        new Field(
                                2,
                                "items",
                                items,
                                Set.of(Trait.REQUIRED, Trait.WRITTEN),
                                Merge.NONE,
                                null,
                                List.of())));
        types.put(name, list);
        kinds.put(kind, list);
    }

    private Field field(String[] words) {
        Set<Trait> traits = EnumSet.noneOf(Trait.class);
        Map<String, String> flags = new LinkedHashMap<>();
        for (int i = 3; i < words.length; i++) {
            int equals = words[i].indexOf('=');
            flags.put(
                    equals < 0 ? words[i] : words[i].substring(0, equals),
                    equals < 0 ? "" : words[i].substring(equals + 1));
        }
        flags.keySet().forEach(flag -> trait(flag, traits));
        String written = words[2];
        if (written.startsWith("*")) {
            traits.add(Trait.POINTER);
            written = written.substring(1);
        }
        String strategies = flags.getOrDefault("patch", "");
        Merge merge = strategies.isEmpty()
                ? Merge.NONE
                : new Merge(Set.of(strategies.split(",", -1)), flags.getOrDefault("key", ""));
        String values = flags.getOrDefault("enum", "");
        return new Field(
                Integer.parseInt(words[0]),
                words[1],
                type(written, flags),
                traits,
                merge,
                flags.get("default"),
                values.isEmpty() ? List.of() : List.of(values.split("\\|", -1)));
    }

    private static void trait(String flag, Set<Trait> traits) {
        switch (flag) {
            case "required" -> traits.add(Trait.REQUIRED);
            case "written" -> traits.add(Trait.WRITTEN);
            case "omitzero" -> traits.add(Trait.OMITZERO);
            case "atomic" -> traits.add(Trait.ATOMIC);
            default -> {
                // The others have a value, or say what holds without them.
            }
        }
    }

    private Type type(String written, Map<String, String> flags) {
        if (written.startsWith("[]")) {
            String kind = flags.getOrDefault("list", "atomic");
            List<String> keys =
                    kind.startsWith("map:") ? List.of(kind.substring(4).split(",", -1)) : List.of();
            ListType.Kind merged = kind.equals("set") ? ListType.Kind.SET : ListType.Kind.ATOMIC;
            return new ListType(
                    type(written.substring(2), Map.of()), keys.isEmpty() ? merged : ListType.Kind.MAP, keys);
        }
        if (written.startsWith("{}")) {
            return new MapType(type(written.substring(2), Map.of()), flags.containsKey("atomic"));
        }
        if (Scalar.isNamed(written) && !types.containsKey(alias + "." + written)) {
            return Scalar.named(written);
        }
        String name = written.indexOf('.') < 0 ? alias + "." + written : written;
        return Objects.requireNonNull(types.get(name), name);
    }
}

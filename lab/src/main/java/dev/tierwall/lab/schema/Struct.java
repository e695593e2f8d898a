package dev.tierwall.lab.schema;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An object with known fields. Structures refer to each other, also in circles; the fields are set once, by the reader that
 * makes them.
 */
public final class Struct implements Type {

    private final String name;
    private final boolean atomic;
    private final boolean open;
    private List<Field> declared = List.of();
    private Map<String, Field> byName = Map.of();

    /**
     * @param name as OpenAPI calls it; empty for a part of a custom resource
     * @param atomic whether server-side apply replaces it as a whole
     * @param open whether fields that are not declared are kept
     */
    public Struct(String name, boolean atomic, boolean open) {
        this.name = name;
        this.atomic = atomic;
        this.open = open;
    }

    /** Gives the structure its fields; they are kept in the order of their numbers. */
    public Struct with(List<Field> fields) {
        declared =
                fields.stream().sorted(Comparator.comparingInt(Field::number)).toList();
        return this;
    }

    public String name() {
        return name;
    }

    /** The last part of the name, as Go has it. */
    public String shortName() {
        return name.substring(name.lastIndexOf('.') + 1);
    }

    public boolean atomic() {
        return atomic;
    }

    public boolean open() {
        return open;
    }

    /** The fields as protobuf has them, inline ones among them. */
    public List<Field> declared() {
        return declared;
    }

    /** The fields as JSON has them, by name. */
    public Map<String, Field> fields() {
        if (byName.isEmpty() && !declared.isEmpty()) {
            Map<String, Field> all = new LinkedHashMap<>();
            for (Field field : inJson()) {
                all.put(field.name(), field);
            }
            byName = Collections.unmodifiableMap(all);
        }
        return byName;
    }

    private List<Field> inJson() {
        List<Field> all = new ArrayList<>();
        for (Field field : declared) {
            if (field.isInline() && field.type() instanceof Struct inner) {
                all.addAll(inner.inJson());
            } else {
                all.add(field);
            }
        }
        return all;
    }

    /** The field of this name in JSON, or null. */
    public @Nullable Field field(String field) {
        return fields().get(field);
    }

    @Override
    public String toString() {
        return name.isEmpty() ? "a structure without a name" : name;
    }
}

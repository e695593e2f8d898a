package dev.tierwall.lab.openapi;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tierwall.lab.schema.BuiltIns;
import dev.tierwall.lab.schema.Field;
import dev.tierwall.lab.schema.Field.Trait;
import dev.tierwall.lab.schema.GroupVersionKind;
import dev.tierwall.lab.schema.ListType;
import dev.tierwall.lab.schema.MapType;
import dev.tierwall.lab.schema.Scalar;
import dev.tierwall.lab.schema.Struct;
import dev.tierwall.lab.schema.Type;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;

/** Writes types as schemas, each under its name, with all that they refer to. */
final class SchemaWriter {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final String META = "io.k8s.apimachinery.pkg.apis.meta.v1.";
    private static final String EXTENSIONS = "io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.";

    /** The scalars that have a schema of their own, by the names under which clients know them. */
    private static final Map<Scalar, String> NAMED = Map.of(
            Scalar.TIME, META + "Time",
            Scalar.MICRO_TIME, META + "MicroTime",
            Scalar.DURATION, META + "Duration",
            Scalar.FIELDS_V1, META + "FieldsV1",
            Scalar.QUANTITY, "io.k8s.apimachinery.pkg.api.resource.Quantity",
            Scalar.INT_OR_STRING, "io.k8s.apimachinery.pkg.util.intstr.IntOrString",
            Scalar.RAW, "io.k8s.apimachinery.pkg.runtime.RawExtension",
            Scalar.JSON, EXTENSIONS + "JSON");

    private final Dialect dialect;
    private final ObjectNode schemas = JSON.objectNode();
    private final Deque<Struct> pending = new ArrayDeque<>();

    SchemaWriter(Dialect dialect) {
        this.dialect = dialect;
    }

    /** All schemas that were asked for, and what they refer to, in the order of their names. */
    ObjectNode schemas() {
        while (!pending.isEmpty()) {
            Struct struct = pending.remove();
            schemas.set(struct.name(), struct(struct));
        }
        ObjectNode sorted = JSON.objectNode();
        TreeSet<String> names = new TreeSet<>();
        schemas.fieldNames().forEachRemaining(names::add);
        names.forEach(name -> sorted.set(name, schemas.get(name)));
        return sorted;
    }

    /** Adds a structure. */
    void add(Struct struct) {
        if (!schemas.has(struct.name())) {
            schemas.putObject(struct.name());
            pending.add(struct);
        }
    }

    /** Adds a schema that is written already. */
    void add(String name, ObjectNode schema) {
        schemas.set(name, schema);
    }

    /** A reference to a structure, which is added. */
    ObjectNode reference(Struct struct) {
        add(struct);
        return JSON.objectNode().put("$ref", dialect.reference(struct.name()));
    }

    private ObjectNode struct(Struct struct) {
        ObjectNode schema = JSON.objectNode();
        String description = Descriptions.of(struct);
        if (!description.isEmpty()) {
            schema.put("description", description);
        }
        schema.put("type", "object");
        ObjectNode properties = JSON.objectNode();
        ArrayNode required = JSON.arrayNode();
        for (Field field : struct.fields().values()) {
            properties.set(field.name(), field(struct, field));
            if (field.is(Trait.REQUIRED)) {
                required.add(field.name());
            }
        }
        if (!required.isEmpty()) {
            schema.set("required", required);
        }
        if (!properties.isEmpty()) {
            schema.set("properties", properties);
        }
        if (struct.atomic()) {
            schema.put("x-kubernetes-map-type", "atomic");
        }
        kinds(struct, schema);
        return schema;
    }

    private static void kinds(Struct struct, ObjectNode schema) {
        ArrayNode kinds = JSON.arrayNode();
        BuiltIns.table().kinds().forEach((kind, type) -> {
            if (type == struct) {
                // What every group has is said to be of the core group, which is how clients write it.
                boolean everywhere = kind.group().equals("meta.k8s.io");
                kinds.add(kind(everywhere ? new GroupVersionKind("", "v1", kind.kind()) : kind));
            }
        });
        if (!kinds.isEmpty()) {
            schema.set("x-kubernetes-group-version-kind", kinds);
        }
    }

    static ObjectNode kind(GroupVersionKind kind) {
        return JSON.objectNode()
                .put("group", kind.group())
                .put("kind", kind.kind())
                .put("version", kind.version());
    }

    private ObjectNode field(Struct struct, Field field) {
        ObjectNode schema = type(field.type());
        String description = Descriptions.of(struct, field.name());
        if (!description.isEmpty()) {
            schema = described(schema, description);
        }
        String filledIn = field.defaultValue();
        if (filledIn != null) {
            schema.put("default", filledIn);
        }
        if (!field.values().isEmpty() && field.type() == Scalar.STRING) {
            ArrayNode values = schema.putArray("enum");
            field.values().forEach(values::add);
        }
        if (field.is(Trait.ATOMIC) && !(field.type() instanceof Struct inner && inner.atomic())) {
            schema.put("x-kubernetes-map-type", "atomic");
        }
        if (field.type() instanceof ListType list) {
            list(schema, list);
        }
        if (!field.merge().strategies().isEmpty()) {
            schema.put(
                    "x-kubernetes-patch-strategy",
                    String.join(",", new TreeSet<>(field.merge().strategies())));
        }
        if (!field.merge().key().isEmpty()) {
            schema.put("x-kubernetes-patch-merge-key", field.merge().key());
        }
        return schema;
    }

    /** Beside a reference, version 3 allows nothing. */
    private ObjectNode described(ObjectNode schema, String description) {
        if (dialect == Dialect.V3 && schema.has("$ref")) {
            ObjectNode whole = JSON.objectNode().put("description", description);
            whole.putArray("allOf").add(schema);
            return whole;
        }
        return JSON.objectNode().put("description", description).setAll(schema);
    }

    private static void list(ObjectNode schema, ListType list) {
        schema.put("x-kubernetes-list-type", list.kind().name().toLowerCase(Locale.ROOT));
        if (!list.keys().isEmpty()) {
            ArrayNode keys = schema.putArray("x-kubernetes-list-map-keys");
            list.keys().forEach(keys::add);
        }
    }

    private ObjectNode type(Type type) {
        return switch (type) {
            case Struct struct -> reference(struct);
            case ListType list -> {
                ObjectNode schema = JSON.objectNode().put("type", "array");
                schema.set("items", type(list.item()));
                yield schema;
            }
            case MapType map -> {
                ObjectNode schema = JSON.objectNode().put("type", "object");
                schema.set("additionalProperties", type(map.value()));
                yield schema;
            }
            case Scalar scalar -> {
                String name = NAMED.get(scalar);
                if (name == null) {
                    yield scalar(scalar);
                }
                if (!schemas.has(name)) {
                    schemas.set(name, scalar(scalar));
                }
                yield JSON.objectNode().put("$ref", dialect.reference(name));
            }
        };
    }

    private ObjectNode scalar(Scalar scalar) {
        ObjectNode schema = JSON.objectNode();
        return switch (scalar) {
            case STRING, DURATION -> schema.put("type", "string");
            case BOOL -> schema.put("type", "boolean");
            case INT32 -> schema.put("type", "integer").put("format", "int32");
            case INT64 -> schema.put("type", "integer").put("format", "int64");
            case DOUBLE -> schema.put("type", "number").put("format", "double");
            case BYTES -> schema.put("type", "string").put("format", "byte");
            case TIME, MICRO_TIME -> schema.put("type", "string").put("format", "date-time");
            case QUANTITY -> either(schema, "number");
            case INT_OR_STRING -> either(schema, "integer").put("format", "int-or-string");
            case FIELDS_V1, RAW -> schema.put("type", "object");
            case STRINGS -> {
                schema.put("type", "array").putObject("items").put("type", "string");
                yield schema;
            }
            default -> schema;
        };
    }

    private ObjectNode either(ObjectNode schema, String other) {
        if (dialect == Dialect.V2) {
            return schema.put("type", "string");
        }
        ArrayNode either = schema.putArray("oneOf");
        either.addObject().put("type", "string");
        either.addObject().put("type", other);
        return schema;
    }
}

package dev.tierwall.lab.proto;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tierwall.lab.schema.BuiltIns;
import dev.tierwall.lab.schema.GroupVersionKind;
import dev.tierwall.lab.schema.Struct;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;

/**
 * Objects of built-in kinds in protobuf. Each stands in an envelope that begins with four fixed bytes and says of which kind
 * it is. Custom resources have no such form.
 */
public final class Protobuf {

    public static final String MEDIA_TYPE = "application/vnd.kubernetes.protobuf";
    private static final byte[] MAGIC = {'k', '8', 's', 0};

    private Protobuf() {}

    /** Whether objects of a kind have a form in protobuf. Table and the lists of discovery's newer forms have none. */
    public static boolean knows(GroupVersionKind kind) {
        return !kind.kind().equals("Table") && BuiltIns.table().kind(kind).isPresent();
    }

    /** Whether bytes begin as an object in protobuf does. */
    public static boolean isEnvelope(byte[] bytes) {
        return bytes.length >= MAGIC.length && Arrays.equals(bytes, 0, MAGIC.length, MAGIC, 0, MAGIC.length);
    }

    /**
     * An object from its envelope. Fields that are empty on the wire are empty in the tree too: bring it into its usual
     * form by {@link dev.tierwall.lab.decode.Conform} as any object that a client sends.
     */
    public static ObjectNode decode(byte[] bytes) throws MalformedProtobufException {
        if (!isEnvelope(bytes)) {
            throw new MalformedProtobufException("the bytes do not begin as an object in protobuf does");
        }
        WireReader in = new WireReader(Arrays.copyOfRange(bytes, MAGIC.length, bytes.length));
        String apiVersion = "";
        String kind = "";
        byte[] raw = {};
        String contentType = "";
        while (in.next()) {
            switch (in.number()) {
                case 1 -> {
                    WireReader type = in.message();
                    while (type.next()) {
                        switch (type.number()) {
                            case 1 -> apiVersion = type.text();
                            case 2 -> kind = type.text();
                            default -> type.skip();
                        }
                    }
                }
                case 2 -> raw = in.bytes();
                case 4 -> contentType = in.text();
                default -> in.skip();
            }
        }
        if (contentType.equals("application/json")) {
            return Decoder.json(raw) instanceof ObjectNode object ? object : JsonNodeFactory.instance.objectNode();
        }
        return decode(raw, GroupVersionKind.of(apiVersion, kind));
    }

    /** An object of a known kind from its message, without the envelope. */
    static ObjectNode decode(byte[] raw, GroupVersionKind kind) throws MalformedProtobufException {
        Optional<Struct> type = BuiltIns.table().kind(kind);
        if (type.isEmpty()) {
            throw new MalformedProtobufException(
                    "no kind \"" + kind.kind() + "\" is registered for version \"" + kind.apiVersion() + "\"");
        }
        ObjectNode object = JsonNodeFactory.instance.objectNode();
        object.put("apiVersion", kind.apiVersion());
        object.put("kind", kind.kind());
        object.setAll(new Decoder().decode(new WireReader(raw), type.get()));
        return object;
    }

    /** An object in its envelope. It is of a kind that is {@linkplain #knows known}. */
    public static byte[] encode(ObjectNode object) {
        GroupVersionKind kind = GroupVersionKind.of(object);
        WireWriter type = new WireWriter();
        type.text(1, kind.apiVersion());
        type.text(2, kind.kind());
        WireWriter envelope = new WireWriter();
        envelope.message(1, type);
        envelope.message(2, new Encoder().encode(object, type(kind)));
        envelope.text(3, "");
        envelope.text(4, "");
        byte[] bytes = envelope.bytes();
        return ByteBuffer.allocate(MAGIC.length + bytes.length)
                .put(MAGIC)
                .put(bytes)
                .array();
    }

    /**
     * One event of a watch, with the length that goes before it.
     *
     * @param event {@code ADDED}, {@code MODIFIED}, {@code DELETED}, {@code BOOKMARK} or {@code ERROR}
     */
    public static byte[] watchFrame(String event, ObjectNode object) {
        WireWriter raw = new WireWriter();
        raw.bytes(1, encode(object));
        WireWriter frame = new WireWriter();
        frame.text(1, event);
        frame.message(2, raw);
        byte[] bytes = frame.bytes();
        return ByteBuffer.allocate(Integer.BYTES + bytes.length)
                .putInt(bytes.length)
                .put(bytes)
                .array();
    }

    private static Struct type(GroupVersionKind kind) {
        return BuiltIns.table()
                .kind(kind)
                .orElseThrow(() -> new IllegalArgumentException(kind + " has no form in protobuf"));
    }
}

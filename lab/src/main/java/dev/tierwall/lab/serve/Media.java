package dev.tierwall.lab.serve;

import dev.tierwall.lab.proto.Protobuf;
import java.util.Locale;
import java.util.Optional;

/**
 * In which form a client wants an answer.
 *
 * @param form the whole object, its row in a table, or its metadata alone
 * @param encoding JSON, YAML or protobuf
 * @param version the version of the table or the metadata
 */
record Media(Form form, Encoding encoding, String version) {

    static final Media PLAIN = new Media(Form.OBJECT, Encoding.JSON, "v1");

    /** How much of an object is wanted. */
    enum Form {
        OBJECT,
        TABLE,
        METADATA,
        DISCOVERY
    }

    /** How it is written. */
    enum Encoding {
        JSON("application/json"),
        YAML("application/yaml"),
        PROTOBUF(Protobuf.MEDIA_TYPE);

        private final String type;

        Encoding(String type) {
            this.type = type;
        }

        String type() {
            return type;
        }
    }

    /** The first form of an {@code Accept} header that there is; empty if there is none. */
    static Optional<Media> accepted(String header) {
        if (header.isBlank()) {
            return Optional.of(PLAIN);
        }
        for (String alternative : header.split(",", -1)) {
            Optional<Media> known = alternative(alternative.strip().toLowerCase(Locale.ROOT));
            if (known.isPresent()) {
                return known;
            }
        }
        return Optional.empty();
    }

    private static Optional<Media> alternative(String text) {
        String[] parts = text.split(";", -1);
        Encoding encoding = switch (parts[0].strip()) {
            case "application/json", "*/*", "application/*" -> Encoding.JSON;
            case "application/yaml" -> Encoding.YAML;
            case Protobuf.MEDIA_TYPE -> Encoding.PROTOBUF;
            default -> null;
        };
        if (encoding == null) {
            return Optional.empty();
        }
        String as = "";
        String version = "v1";
        for (int i = 1; i < parts.length; i++) {
            String parameter = parts[i].strip();
            if (parameter.startsWith("as=")) {
                as = parameter.substring(3);
            } else if (parameter.startsWith("v=")) {
                version = parameter.substring(2);
            }
        }
        Form form = switch (as) {
            case "" -> Form.OBJECT;
            case "table" -> Form.TABLE;
            case "partialobjectmetadata", "partialobjectmetadatalist" -> Form.METADATA;
            case "apigroupdiscoverylist" -> Form.DISCOVERY;
            default -> null;
        };
        // A table has no form in protobuf here; clients that ask for one name another after it.
        if (form == null || (form == Form.TABLE && encoding != Encoding.JSON)) {
            return Optional.empty();
        }
        return Optional.of(new Media(form, encoding, version));
    }
}

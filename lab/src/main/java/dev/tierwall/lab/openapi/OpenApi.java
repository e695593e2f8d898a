package dev.tierwall.lab.openapi;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tierwall.lab.custom.CustomKind;
import dev.tierwall.lab.proto.WireWriter;
import dev.tierwall.lab.schema.BuiltIns;
import dev.tierwall.lab.schema.Resource;
import dev.tierwall.lab.schema.Resources;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** The documents at {@code /openapi/v2} and {@code /openapi/v3}: the built-in kinds, and the custom ones that there are. */
public final class OpenApi {

    /** The media type in which kubectl asks for version 2 first. */
    public static final String V2_PROTOBUF = "application/com.github.proto-openapi.spec.v2@v1.0+protobuf";

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final List<String> OF_EVERY_GROUP = List.of("meta.Status", "meta.DeleteOptions", "meta.WatchEvent");

    private final List<CustomKind> customKinds;
    private final String version;

    /**
     * @param customKinds the custom kinds that are served
     * @param version the version of Kubernetes that the lab says it is, such as {@code v1.33.0}
     */
    public OpenApi(List<CustomKind> customKinds, String version) {
        this.customKinds = List.copyOf(customKinds);
        this.version = version;
    }

    /** The document in version 2, with all kinds. */
    public ObjectNode v2() {
        ObjectNode document = JSON.objectNode().put("swagger", "2.0");
        document.set("info", info());
        ObjectNode parts = parts(Dialect.V2, "");
        document.set("paths", parts.get("paths"));
        document.set("definitions", parts.get("schemas"));
        return document;
    }

    /** The same in protobuf. */
    public byte[] v2Protobuf() {
        return new DocumentEncoder(new WireWriter()).encode(v2());
    }

    /** The index of version 3: for each group and version where its document is, under an address that changes with it. */
    public ObjectNode v3Index() {
        ObjectNode index = JSON.objectNode();
        ObjectNode paths = index.putObject("paths");
        for (String groupVersion : groupVersions()) {
            String path = (groupVersion.indexOf('/') < 0 ? "api/" : "apis/") + groupVersion;
            String hash = hash(document(groupVersion));
            paths.putObject(path).put("serverRelativeURL", "/openapi/v3/" + path + "?hash=" + hash);
        }
        return index;
    }

    /** The document of one group and version in version 3, such as {@code apps/v1}; nothing if it is not served. */
    public Optional<ObjectNode> v3(String groupVersion) {
        return groupVersions().contains(groupVersion) ? Optional.of(document(groupVersion)) : Optional.empty();
    }

    private ObjectNode document(String groupVersion) {
        ObjectNode document = JSON.objectNode().put("openapi", "3.0.0");
        document.set("info", info());
        ObjectNode parts = parts(Dialect.V3, groupVersion);
        document.set("paths", parts.get("paths"));
        document.putObject("components").set("schemas", parts.get("schemas"));
        return document;
    }

    private ObjectNode info() {
        return JSON.objectNode().put("title", "Kubernetes").put("version", version);
    }

    private Set<String> groupVersions() {
        Set<String> all = new TreeSet<>();
        Stream.concat(Resources.builtIn().stream(), customKinds.stream().flatMap(kind -> kind.resources().stream()))
                .forEach(resource -> all.add(resource.groupVersion()));
        return all;
    }

    /** Paths and schemas of one group and version, or of all. */
    private ObjectNode parts(Dialect dialect, String groupVersion) {
        SchemaWriter schemas = new SchemaWriter(dialect);
        PathWriter paths = new PathWriter(dialect);
        for (Resource resource : Resources.builtIn()) {
            if (groupVersion.isEmpty() || resource.groupVersion().equals(groupVersion)) {
                paths.add(resource, false);
                BuiltIns.table().kind(resource.kind()).ifPresent(schemas::add);
                BuiltIns.table().kind(resource.kind().list()).ifPresent(schemas::add);
            }
        }
        OF_EVERY_GROUP.forEach(name -> schemas.add(BuiltIns.table().type(name)));
        for (CustomKind kind : customKinds) {
            if (groupVersion.isEmpty() || kind.kind().apiVersion().equals(groupVersion)) {
                kind.resources().forEach(resource -> paths.add(resource, true));
                new CustomSchemas(dialect, schemas).add(kind);
            }
        }
        ObjectNode parts = JSON.objectNode();
        parts.set("paths", paths.paths());
        parts.set("schemas", schemas.schemas());
        return parts;
    }

    private static String hash(JsonNode document) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256")
                    .digest(document.toString().getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().withUpperCase().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}

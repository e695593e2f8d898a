package dev.tierwall.lab.serve;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tierwall.lab.api.ApiException;
import dev.tierwall.lab.api.Catalog;
import dev.tierwall.lab.http.Exchange;
import dev.tierwall.lab.proto.Protobuf;
import dev.tierwall.lab.schema.GroupVersionKind;
import dev.tierwall.lab.schema.Resource;
import dev.tierwall.lab.table.Tables;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import org.snakeyaml.engine.v2.api.Dump;
import org.snakeyaml.engine.v2.api.DumpSettings;
import org.snakeyaml.engine.v2.common.FlowStyle;

/** Objects as a client wants them, in the encoding that it wants. */
final class Answers {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Catalog catalog;
    private final Clock clock;

    Answers(Catalog catalog, Clock clock) {
        this.catalog = catalog;
        this.clock = clock;
    }

    static Media wanted(Exchange exchange) throws ApiException {
        return Media.accepted(exchange.header("Accept"))
                .orElseThrow(() -> ApiException.notAcceptable(
                        "only the following media types are accepted: application/json, application/yaml, "
                                + Protobuf.MEDIA_TYPE));
    }

    /** One object in the form that is wanted. */
    ObjectNode shaped(Resource resource, ObjectNode object, Media media, String include) {
        return switch (media.form()) {
            case TABLE -> tables(resource, media).of(List.of(object), include, clock.instant());
            case METADATA -> Tables.metadata(object, media.version());
            case OBJECT, DISCOVERY -> object;
        };
    }

    /** What a table's rows carry along of each object. */
    static String include(Exchange exchange) {
        String include = exchange.query().text("includeObject");
        return include.isEmpty() ? "Metadata" : include;
    }

    Tables tables(Resource resource, Media media) {
        return new Tables(resource, catalog.definition(resource), media.version());
    }

    /** Some objects of one kind in the form that is wanted; the list's metadata are to be filled in. */
    ObjectNode list(Resource resource, List<ObjectNode> objects, Media media, String include) {
        if (media.form() == Media.Form.TABLE) {
            return tables(resource, media).of(objects, include, clock.instant());
        }
        ObjectNode list = JsonNodeFactory.instance.objectNode();
        boolean metadata = media.form() == Media.Form.METADATA;
        list.put(
                "kind", metadata ? "PartialObjectMetadataList" : resource.kind().kind() + "List");
        list.put("apiVersion", metadata ? "meta.k8s.io/" + media.version() : resource.groupVersion());
        list.putObject("metadata");
        ArrayNode items = list.putArray("items");
        objects.forEach(object -> items.add(metadata ? Tables.metadata(object, media.version()) : object));
        return list;
    }

    static void send(Exchange exchange, int status, ObjectNode object, Media media) {
        Media.Encoding encoding = encodable(object, media) ? media.encoding() : Media.Encoding.JSON;
        exchange.respond(status, encoding.type(), bytes(object, encoding));
    }

    /** Custom resources have no form in protobuf. */
    static boolean encodable(ObjectNode object, Media media) {
        return media.encoding() != Media.Encoding.PROTOBUF || Protobuf.knows(GroupVersionKind.of(object));
    }

    static byte[] bytes(ObjectNode object, Media.Encoding encoding) {
        return switch (encoding) {
            case JSON -> json(object);
            case PROTOBUF -> Protobuf.encode(object);
            case YAML ->
                new Dump(DumpSettings.builder()
                                .setDefaultFlowStyle(FlowStyle.BLOCK)
                                .build())
                        .dumpToString(JSON.convertValue(object, Object.class))
                        .getBytes(StandardCharsets.UTF_8);
        };
    }

    static byte[] json(JsonNode node) {
        try {
            return JSON.writeValueAsBytes(node);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}

package dev.tierwall.lab.serve;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tierwall.lab.api.ApiException;
import dev.tierwall.lab.decode.JsonTrees;
import dev.tierwall.lab.decode.Parsed;
import dev.tierwall.lab.decode.UnreadableObjectException;
import dev.tierwall.lab.http.Exchange;
import dev.tierwall.lab.proto.MalformedProtobufException;
import dev.tierwall.lab.proto.Protobuf;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/** What clients send, in the encodings that they may send it in. */
final class Bodies {

    private static final ObjectMapper JSON = new ObjectMapper();

    private Bodies() {}

    /** The type of the body, without its parameters. */
    static String type(Exchange exchange) {
        String type = exchange.header("Content-Type").split(";", -1)[0].strip().toLowerCase(Locale.ROOT);
        return type.isEmpty() ? "application/json" : type;
    }

    /** The object that was sent, as it was written, with what strict reading complains of. */
    static Parsed object(Exchange exchange) throws ApiException {
        byte[] body = exchange.body();
        try {
            return switch (type(exchange)) {
                case "application/json",
                        "text/plain",
                        "application/apply-patch+yaml",
                        "application/yaml",
                        "application/x-yaml",
                        "text/yaml" -> looksLikeJson(body) ? JsonTrees.object(body) : new Parsed(yaml(body), List.of());
                case Protobuf.MEDIA_TYPE -> new Parsed(Protobuf.decode(body), List.of());
                default -> throw ApiException.unsupportedMediaType(type(exchange));
            };
        } catch (UnreadableObjectException | MalformedProtobufException unreadable) {
            throw ApiException.badRequest(unreadable.getMessage());
        }
    }

    private static boolean looksLikeJson(byte[] body) {
        for (byte one : body) {
            if (!Character.isWhitespace(one)) {
                return one == '{' || one == '[';
            }
        }
        return true;
    }

    /** Any JSON; an empty object where nothing was sent. */
    static JsonNode json(Exchange exchange) throws ApiException {
        if (exchange.body().length == 0) {
            return JSON.createObjectNode();
        }
        if (type(exchange).equals(Protobuf.MEDIA_TYPE) || Protobuf.isEnvelope(exchange.body())) {
            return object(exchange).object();
        }
        try {
            return JSON.readTree(exchange.body());
        } catch (JsonProcessingException malformed) {
            throw ApiException.badRequest("the body is not JSON: " + malformed.getOriginalMessage());
        } catch (IOException impossible) {
            throw ApiException.badRequest("the body cannot be read");
        }
    }

    private static ObjectNode yaml(byte[] body) throws ApiException {
        try {
            Object read =
                    new Load(LoadSettings.builder().build()).loadFromString(new String(body, StandardCharsets.UTF_8));
            if (JSON.valueToTree(read) instanceof ObjectNode object) {
                return object;
            }
        } catch (YamlEngineException | IllegalArgumentException malformed) {
            throw ApiException.badRequest("the body is no YAML: " + malformed.getMessage());
        }
        throw ApiException.badRequest("the body is no object");
    }
}

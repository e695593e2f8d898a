package dev.tierwall.lab.serve;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tierwall.lab.api.ApiException;
import dev.tierwall.lab.api.Catalog;
import dev.tierwall.lab.custom.CustomKind;
import dev.tierwall.lab.http.Exchange;
import dev.tierwall.lab.openapi.OpenApi;
import java.util.List;

/** The documents of OpenAPI. Each is written when it is first asked for, and kept until a custom kind comes or goes. */
public final class OpenApiDocuments implements KubernetesApi.Documents {

    /** The name by which clients ask for it is no valid media type; in answers it has this one. */
    private static final String PROTOBUF = "application/com.github.proto-openapi.spec.v2.v1.0+protobuf";

    private final Catalog catalog;
    private volatile Written written = new Written(List.of(), new OpenApi(List.of(), KubernetesApi.VERSION));

    /** The documents for some custom kinds. */
    private record Written(List<CustomKind> kinds, OpenApi documents) {}

    public OpenApiDocuments(Catalog catalog) {
        this.catalog = catalog;
    }

    private OpenApi documents() {
        List<CustomKind> kinds = catalog.customKinds();
        Written now = written;
        if (!now.kinds().equals(kinds)) {
            now = new Written(kinds, new OpenApi(kinds, KubernetesApi.VERSION));
            written = now;
        }
        return now.documents();
    }

    @Override
    public boolean answer(Exchange exchange) throws ApiException {
        List<String> words = exchange.segments();
        if (words.size() < 2 || !words.getFirst().equals("openapi")) {
            return false;
        }
        OpenApi documents = documents();
        switch (words.get(1)) {
            case "v2" -> second(exchange, documents);
            case "v3" -> {
                if (words.size() == 2) {
                    json(exchange, documents.v3Index());
                } else {
                    third(exchange, documents, words.subList(2, words.size()));
                }
            }
            default -> throw ApiException.noSuchPath();
        }
        return true;
    }

    private static void second(Exchange exchange, OpenApi documents) {
        if (exchange.header("Accept").contains("protobuf")) {
            exchange.respond(200, PROTOBUF, documents.v2Protobuf());
        } else {
            json(exchange, documents.v2());
        }
    }

    private static void third(Exchange exchange, OpenApi documents, List<String> words) throws ApiException {
        String groupVersion = String.join("/", words.subList(1, words.size()));
        json(exchange, documents.v3(groupVersion).orElseThrow(ApiException::noSuchPath));
    }

    private static void json(Exchange exchange, ObjectNode document) {
        exchange.respond(200, "application/json", Answers.json(document));
    }
}

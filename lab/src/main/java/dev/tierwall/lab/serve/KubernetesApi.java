package dev.tierwall.lab.serve;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tierwall.lab.api.ApiException;
import dev.tierwall.lab.api.Catalog;
import dev.tierwall.lab.api.Discovery;
import dev.tierwall.lab.http.Exchange;
import dev.tierwall.lab.http.Users;
import dev.tierwall.lab.http.Users.User;
import dev.tierwall.lab.schema.GroupVersionKind;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Consumer;

/** Every request comes here: who asks is found out, then what for. Whatever goes wrong is told as a {@code Status}. */
public final class KubernetesApi implements Consumer<Exchange> {

    /** The version of Kubernetes that clients are told. */
    public static final String VERSION = "v1.33.0";

    private final Users users;
    private final Discovery discovery;
    private final Documents documents;
    private final ResourceRequests resources;

    /** Documents that describe what is served, such as those of OpenAPI. */
    @FunctionalInterface
    public interface Documents {
        /** Answers if the path is one of its own. */
        boolean answer(Exchange exchange) throws ApiException;
    }

    public KubernetesApi(Users users, Catalog catalog, Documents documents, ResourceRequests resources) {
        this.users = users;
        this.discovery = new Discovery(catalog);
        this.documents = documents;
        this.resources = resources;
    }

    @Override
    public void accept(Exchange exchange) {
        try {
            serve(exchange);
            if (!exchange.isAnswered()) {
                throw ApiException.noSuchPath();
            }
        } catch (ApiException refused) {
            refuse(exchange, refused);
        } catch (InterruptedException closing) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException bug) {
            refuse(exchange, ApiException.internal("the lab failed to answer: " + bug));
        }
    }

    private static void refuse(Exchange exchange, ApiException refused) {
        if (exchange.isAnswered()) {
            return;
        }
        Media media = Media.accepted(exchange.header("Accept")).orElse(Media.PLAIN);
        Answers.send(exchange, refused.code(), refused.status(), new Media(Media.Form.OBJECT, media.encoding(), "v1"));
    }

    private void serve(Exchange exchange) throws ApiException, InterruptedException {
        if (!exchange.header("Origin").isEmpty()) {
            throw ApiException.forbidden(
                    "requests from web pages are not answered", new ApiException.About("", "", ""));
        }
        List<String> words = exchange.segments();
        String first = words.isEmpty() ? "" : words.getFirst();
        switch (first) {
            case "healthz", "livez", "readyz" -> {
                exchange.respond(200, "text/plain; charset=utf-8", "ok".getBytes(StandardCharsets.UTF_8));
                return;
            }
            default -> {}
        }
        User user = users.of(exchange).orElseThrow(ApiException::unauthorized);
        switch (first) {
            case "" -> paths(exchange);
            case "version" -> json(exchange, version());
            case "api", "apis" -> api(exchange, words, user);
            default -> documents.answer(exchange);
        }
    }

    private void api(Exchange exchange, List<String> words, User user) throws ApiException, InterruptedException {
        boolean core = words.getFirst().equals("api");
        int groupWords = core ? 1 : 2;
        if (words.size() == 1) {
            Media media = Media.accepted(exchange.header("Accept")).orElse(Media.PLAIN);
            if (media.form() == Media.Form.DISCOVERY) {
                ObjectNode all = discovery.aggregated(core, media.version());
                String type =
                        "application/json;g=apidiscovery.k8s.io;v=" + media.version() + ";as=APIGroupDiscoveryList";
                exchange.respond(200, type, Answers.json(all));
            } else {
                json(exchange, core ? discovery.coreVersions() : discovery.groups());
            }
        } else if (words.size() == groupWords && !core) {
            json(exchange, discovery.group(words.get(1)));
        } else if (words.size() == groupWords + 1) {
            json(exchange, discovery.resources(core ? "" : words.get(1), words.getLast()));
        } else {
            resources.serve(exchange, words, user);
        }
    }

    private static void json(Exchange exchange, ObjectNode object) throws ApiException {
        Media media = Media.accepted(exchange.header("Accept")).orElse(Media.PLAIN);
        GroupVersionKind kind = GroupVersionKind.of(object);
        boolean known = kind.kind().equals("APIGroupList")
                || kind.kind().equals("APIResourceList")
                || kind.kind().equals("APIGroup");
        Answers.send(exchange, 200, object, known ? new Media(Media.Form.OBJECT, media.encoding(), "v1") : Media.PLAIN);
    }

    private void paths(Exchange exchange) throws ApiException {
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        ArrayNode paths = answer.putArray("paths");
        List.of("/api", "/api/v1", "/apis", "/healthz", "/livez", "/openapi/v2", "/openapi/v3", "/readyz", "/version")
                .forEach(paths::add);
        json(exchange, answer);
    }

    private static ObjectNode version() {
        ObjectNode version = JsonNodeFactory.instance.objectNode();
        String[] parts = VERSION.substring(1).split("\\.", -1);
        version.put("major", parts[0]).put("minor", parts[1]).put("gitVersion", VERSION + "+tierwall-lab");
        version.put("gitCommit", "").put("gitTreeState", "clean").put("buildDate", "1970-01-01T00:00:00Z");
        version.put("goVersion", "").put("compiler", "").put("platform", "linux/" + System.getProperty("os.arch"));
        return version;
    }
}

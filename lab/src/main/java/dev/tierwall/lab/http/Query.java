package dev.tierwall.lab.http;

import dev.tierwall.lab.api.ApiException;
import io.netty.handler.codec.http.QueryStringDecoder;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/** What stands behind the question mark. */
public final class Query {

    private final Map<String, List<String>> parameters;

    Query(String uri) {
        this.parameters = new QueryStringDecoder(uri).parameters();
    }

    /** The first value; empty if there is none. */
    public String text(String name) {
        List<String> values = parameters.getOrDefault(name, List.of());
        return values.isEmpty() ? "" : values.getFirst();
    }

    public List<String> texts(String name) {
        return parameters.getOrDefault(name, List.of());
    }

    public boolean has(String name) {
        return parameters.containsKey(name);
    }

    /** Whether it says yes: {@code true} or {@code 1}. */
    public boolean flag(String name) {
        String value = text(name);
        return value.equals("true") || value.equals("1");
    }

    /** A number, if one is given. */
    public OptionalLong number(String name) throws ApiException {
        String value = text(name);
        if (value.isEmpty()) {
            return OptionalLong.empty();
        }
        if (!value.matches("[0-9]{1,18}")) {
            throw ApiException.badRequest("the query parameter " + name + " is no number: " + value);
        }
        return OptionalLong.of(Long.parseLong(value));
    }
}

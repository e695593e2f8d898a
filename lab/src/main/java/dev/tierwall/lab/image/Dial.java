package dev.tierwall.lab.image;

import com.fasterxml.jackson.databind.node.TextNode;
import dev.tierwall.core.net.Address;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Netexec's {@code /dial}: asks another netexec, so many times, and tells what it said. */
final class Dial {

    private static final int MOST_TRIES = 1000;
    private static final Duration TIMEOUT = Duration.ofSeconds(5);

    private Dial() {}

    static String of(Call call, Map<String, String> query) {
        String host = query.getOrDefault("host", "");
        int port = Netexec.number(query.get("port"), 8080);
        String request = query.getOrDefault("request", "hostname");
        boolean udp = query.getOrDefault("protocol", "http").equals("udp");
        int tries = Math.min(MOST_TRIES, Netexec.number(query.get("tries"), 1));
        List<String> responses = new ArrayList<>();
        List<String> errors = new ArrayList<>();
        for (int i = 0; i < tries; i++) {
            try {
                responses.add(udp ? packet(call, host, port, request) : WebClient.get(call, host, port, "/" + request));
            } catch (IOException failure) {
                errors.add(String.valueOf(failure.getMessage()));
            }
        }
        String found = responses.isEmpty() ? "" : "\"responses\":" + list(responses);
        String failed = errors.isEmpty() ? "" : "\"errors\":" + list(errors);
        return "{" + found + (found.isEmpty() || failed.isEmpty() ? "" : ",") + failed + "}";
    }

    private static String packet(Call call, String host, int port, String request) throws IOException {
        Address address = call.place().resolver().resolve(host).getFirst();
        return Connect.ask(call.place(), new Connect.Target(address, port), request, TIMEOUT);
    }

    private static String list(List<String> texts) {
        return texts.stream().map(Dial::quoted).collect(Collectors.joining(",", "[", "]"));
    }

    static String quoted(String text) {
        return TextNode.valueOf(text).toString();
    }
}

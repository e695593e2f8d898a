package dev.tierwall.lab.image;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;

/** {@code netexec}: a server that says who it is and who asks, connects to others, and runs commands when it is told to. */
final class Netexec implements BuiltIn {

    private static final int BACKLOG = 1024;

    @Override
    public int run(Call call) throws IOException, InterruptedException {
        Flags flags = Flags.of(call.arguments(), Set.of());
        int http = flags.number("http-port", 8080);
        int udp = flags.number("udp-port", 8081);
        CompletableFuture<Integer> end = new CompletableFuture<>();
        if (http > 0) {
            serve(call, http, end);
            call.say("Started HTTP server on port " + http);
        }
        if (udp > 0) {
            new Greeter(call).udp(udp, packet -> answer(call, packet));
            call.say("Started UDP server on port " + udp);
        }
        call.open().settle();
        try {
            return end.get();
        } catch (ExecutionException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static void serve(Call call, int port, CompletableFuture<Integer> end) throws IOException {
        // The server opens its socket in the thread that makes it.
        HttpServer server =
                call.place().sockets().namespace().call(() -> HttpServer.create(new InetSocketAddress(port), BACKLOG));
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", exchange -> {
            try (exchange) {
                answer(call, exchange, end);
            }
        });
        call.open().keep((Open.Thing) () -> server.stop(0));
        server.start();
    }

    private static String answer(Call call, Greeter.Packet packet) {
        String text = packet.text();
        if (text.equalsIgnoreCase("hostname")) {
            return call.place().name();
        }
        if (text.equalsIgnoreCase("clientip")) {
            return client(packet.from());
        }
        return text.startsWith("echo ") ? text.substring("echo ".length()) : "unknown command: " + text;
    }

    private static String client(SocketAddress from) {
        InetSocketAddress inet = (InetSocketAddress) from;
        String host = inet.getAddress().getHostAddress();
        return (host.contains(":") ? "[" + host + "]" : host) + ":" + inet.getPort();
    }

    private static void answer(Call call, HttpExchange exchange, CompletableFuture<Integer> end) throws IOException {
        Map<String, String> query = query(exchange);
        switch (exchange.getRequestURI().getPath()) {
            case "/" -> reply(exchange, 200, "NOW: " + Instant.now());
            case "/healthz" -> reply(exchange, 200, "");
            case "/hostname", "/hostName" -> reply(exchange, 200, call.place().name());
            case "/clientip" -> reply(exchange, 200, client(exchange.getRemoteAddress()));
            case "/header" -> {
                String value = exchange.getRequestHeaders().getFirst(query.getOrDefault("key", ""));
                reply(exchange, 200, value == null ? "" : value);
            }
            case "/echo" -> reply(exchange, number(query.get("code"), 200), query.getOrDefault("msg", ""));
            case "/redirect" -> {
                exchange.getResponseHeaders().set("Location", query.getOrDefault("location", "/"));
                reply(exchange, number(query.get("code"), 302), "");
            }
            case "/dial" -> reply(exchange, 200, Dial.of(call, query));
            case "/shell" -> reply(exchange, 200, shell(call, query));
            case "/exit", "/shutdown" -> {
                reply(exchange, 200, "");
                end.complete(number(query.get("code"), 0));
            }
            default -> reply(exchange, 404, "404 page not found\n");
        }
    }

    private static String shell(Call call, Map<String, String> query) throws IOException {
        String line = query.getOrDefault("shellCommand", query.getOrDefault("cmd", ""));
        try {
            Call.Shell.Result result = call.place().shell().run(line);
            String error = result.code() == 0 ? "" : ",\"error\":" + Dial.quoted("exit status " + result.code());
            return "{\"output\":" + Dial.quoted(result.output() + result.errors()) + error + "}";
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", interrupted);
        }
    }

    private static Map<String, String> query(HttpExchange exchange) throws IOException {
        Map<String, String> query = new HashMap<>();
        String text = exchange.getRequestURI().getRawQuery();
        String type = exchange.getRequestHeaders().getFirst("Content-Type");
        if (type != null && type.startsWith("application/x-www-form-urlencoded")) {
            text = (text == null ? "" : text + "&")
                    + new String(exchange.getRequestBody().readNBytes(1 << 20), StandardCharsets.UTF_8);
        }
        for (String part : (text == null ? "" : text).split("&", -1)) {
            int equals = part.indexOf('=');
            if (equals > 0) {
                query.put(decoded(part.substring(0, equals)), decoded(part.substring(equals + 1)));
            }
        }
        return query;
    }

    private static String decoded(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException wrong) {
            return text;
        }
    }

    static int number(@org.jspecify.annotations.Nullable String text, int otherwise) {
        return text != null && text.matches("[0-9]{1,6}") ? Integer.parseInt(text) : otherwise;
    }

    private static void reply(HttpExchange exchange, int code, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        boolean isHead = exchange.getRequestMethod().equals("HEAD");
        exchange.getResponseHeaders().set("Content-Type", "text/plain; charset=utf-8");
        exchange.sendResponseHeaders(code, isHead || bytes.length == 0 ? -1 : bytes.length);
        if (!isHead && bytes.length > 0) {
            exchange.getResponseBody().write(bytes);
        }
    }
}

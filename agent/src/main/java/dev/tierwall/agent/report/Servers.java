package dev.tierwall.agent.report;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.tierwall.agent.flow.FlowFeed;
import dev.tierwall.agent.flow.FlowJson;
import dev.tierwall.agent.flow.FlowRecord;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;

/**
 * Answers about the agent: health and metrics to whoever may reach its address, status and flows on loopback alone, where
 * only those come whom the API server lets forward a port.
 */
public final class Servers implements AutoCloseable {

    private static final int LISTENERS = 16;
    private static final Duration TICK = Duration.ofSeconds(1);

    private final String node;
    private final Status status;
    private final Metrics metrics;
    private final FlowFeed feed;
    private final Semaphore listeners = new Semaphore(LISTENERS);
    private final List<HttpServer> servers = new ArrayList<>();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    public Servers(String node, Status status, Metrics metrics, FlowFeed feed) {
        this.node = node;
        this.status = status;
        this.metrics = metrics;
        this.feed = feed;
    }

    /** Serves health and metrics. */
    public void serveHealth(InetSocketAddress address) throws IOException {
        HttpServer server = open(address);
        server.createContext("/livez", exchange -> send(exchange, 200, "ok\n"));
        server.createContext("/readyz", this::ready);
        server.createContext("/metrics", this::metrics);
        server.start();
    }

    /** Serves status and flows on loopback; gives the port. */
    public int serveLocal(int port) throws IOException {
        HttpServer server = open(new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), port));
        server.createContext("/status", exchange -> {
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            send(exchange, 200, status.json() + "\n");
        });
        server.createContext("/flows", this::flows);
        server.start();
        return server.getAddress().getPort();
    }

    private HttpServer open(InetSocketAddress address) throws IOException {
        try {
            HttpServer server = HttpServer.create(address, 0);
            server.setExecutor(threads);
            servers.add(server);
            return server;
        } catch (IOException taken) {
            throw new IOException("cannot listen on " + address + ": " + taken.getMessage(), taken);
        }
    }

    private void ready(HttpExchange exchange) throws IOException {
        Optional<String> unready = status.unready();
        StringBuilder text = new StringBuilder();
        String query = exchange.getRequestURI().getQuery();
        if (query != null && query.contains("verbose")) {
            text.append(unready.map(why -> "[-] program: " + why + "\n").orElse("[+] program ok\n"));
            status.problems()
                    .forEach(
                            problem -> text.append("[!] node: ").append(problem).append('\n'));
        }
        text.append(unready.isEmpty() ? "ok\n" : "not ready: " + unready.get() + "\n");
        send(exchange, unready.isEmpty() ? 200 : 503, text.toString());
    }

    private void metrics(HttpExchange exchange) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        metrics.write(bytes);
        exchange.getResponseHeaders().set("Content-Type", "text/plain; version=0.0.4; charset=utf-8");
        exchange.sendResponseHeaders(200, bytes.size());
        try (OutputStream body = exchange.getResponseBody()) {
            bytes.writeTo(body);
        }
    }

    /** The latest records as JSON lines; with {@code watch} also those to come, as they come. */
    private void flows(HttpExchange exchange) throws IOException {
        String query = String.valueOf(exchange.getRequestURI().getQuery());
        boolean watch = query.contains("watch");
        if (!listeners.tryAcquire()) {
            send(exchange, 429, "too many listen already\n");
            return;
        }
        List<FlowRecord> before = new ArrayList<>();
        try (FlowFeed.Listener listener = feed.listen(before)) {
            exchange.getResponseHeaders().set("Content-Type", "application/x-ndjson");
            exchange.sendResponseHeaders(200, 0);
            try (OutputStream body = exchange.getResponseBody()) {
                write(body, query.contains("only-new") ? List.of() : before);
                while (watch) {
                    List<FlowRecord> some = listener.take(TICK);
                    write(body, some);
                    if (some.isEmpty()) {
                        body.write('\n'); // shows whether somebody still reads
                    }
                    body.flush();
                }
            }
        } catch (InterruptedException closed) {
            Thread.currentThread().interrupt();
        } finally {
            listeners.release();
        }
    }

    private void write(OutputStream body, List<FlowRecord> records) throws IOException {
        for (FlowRecord record : records) {
            body.write((FlowJson.line(record, node) + "\n").getBytes(StandardCharsets.UTF_8));
        }
        body.flush();
    }

    private static void send(HttpExchange exchange, int code, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        if (!exchange.getResponseHeaders().containsKey("Content-Type")) {
            exchange.getResponseHeaders().set("Content-Type", "text/plain; charset=utf-8");
        }
        exchange.sendResponseHeaders(code, bytes.length);
        try (OutputStream body = exchange.getResponseBody()) {
            body.write(bytes);
        }
    }

    @Override
    public void close() {
        servers.forEach(server -> server.stop(0));
        threads.shutdownNow();
    }
}

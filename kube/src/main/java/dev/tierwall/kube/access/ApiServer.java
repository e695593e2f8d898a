package dev.tierwall.kube.access;

import dev.tierwall.kube.access.Credential.ClientCertificate;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.Semaphore;
import java.util.zip.GZIPInputStream;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLParameters;

/**
 * Asks an API server. Refused credentials are renewed once; what may pass (an overloaded server, a connection that broke
 * off) is tried again a few times; the rest is a {@link ClusterException}. Safe for use by many threads.
 */
public final class ApiServer implements AutoCloseable {

    /** How often a request is sent in all. */
    private static final int ATTEMPTS = 4;

    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(20);
    private static final int GZIP_BUFFER = 64 << 10;
    private static final int LONGEST_STATUS = 64 << 10;

    /** How many requests are under way at once: more would only crowd out other users of the API server. */
    private static final int AT_ONCE = 8;

    private final Access access;
    private final Duration timeout;
    private final Semaphore lines = new Semaphore(AT_ONCE);
    private final Map<Optional<ClientCertificate>, HttpClient> clients = new HashMap<>();
    private final ScheduledThreadPoolExecutor deadlines;

    /** Reads an answer to its end, from its beginning each time it is called. */
    @FunctionalInterface
    public interface Reading<T> {
        /** Reads the answer; an {@link IOException} means that it broke off and is to be asked for again. */
        T read(Answer answer) throws IOException, ClusterException;
    }

    /**
     * An answer of the API server.
     *
     * @param status the HTTP status; never 401, and 429 and 5xx only where asking again did not help
     * @param body the body, not compressed
     */
    public record Answer(int status, InputStream body) {
        public boolean isSuccess() {
            return status / 100 == 2;
        }

        /** What the server says in the {@code Status} object of an error, or the beginning of whatever it says instead. */
        public String message() throws IOException {
            return Failures.said(body.readNBytes(LONGEST_STATUS));
        }
    }

    /**
     * @param access the way to the server
     * @param requestTimeout how long one request may take to its last byte; zero for ever
     */
    public ApiServer(Access access, Duration requestTimeout) {
        this.access = access;
        this.timeout = requestTimeout;
        this.deadlines = new ScheduledThreadPoolExecutor(
                1, Thread.ofPlatform().daemon().name("request deadlines").factory());
        deadlines.setRemoveOnCancelPolicy(true);
    }

    public Access access() {
        return access;
    }

    /**
     * Sends a GET request.
     *
     * @param path the path with its query, from the slash
     * @param accept the media types wanted
     * @param reading reads the answer, again from its start where it broke off the first time
     */
    public <T> T get(String path, String accept, Reading<T> reading) throws ClusterException {
        try {
            lines.acquire();
        } catch (InterruptedException stopped) {
            throw interrupted(stopped);
        }
        try {
            return attempts(path, accept, reading);
        } finally {
            lines.release();
        }
    }

    private <T> T attempts(String path, String accept, Reading<T> reading) throws ClusterException {
        Credential shown = access.credentials().get();
        boolean renewed = false;
        for (int attempt = 1; ; attempt++) {
            try (Exchange exchange = new Exchange(deadlines, timeout)) {
                HttpResponse<InputStream> response = send(asking(path, accept, timeout), shown);
                InputStream body = exchange.guard(response.body());
                int status = response.statusCode();
                if (status == 401) {
                    shown = afterRefusal(shown, renewed);
                    renewed = true;
                    continue;
                }
                Answer answer = new Answer(status, isZipped(response) ? new GZIPInputStream(body, GZIP_BUFFER) : body);
                if (answer.isSuccess()) {
                    requireJson(response);
                }
                boolean passing = status == 429 || status >= 500;
                if (!passing || attempt == ATTEMPTS) {
                    return exchange.read(answer, reading);
                }
                pause(attempt, response.headers().firstValue("Retry-After"));
            } catch (IOException failure) {
                if (attempt == ATTEMPTS || Failures.isUnreachable(failure)) {
                    throw Failures.explained(failure, access);
                }
                pause(attempt, Optional.empty());
            }
        }
    }

    /**
     * Sends a GET request whose answer goes on for as long as the server likes; it is given up when nothing has come for
     * {@code patience}. Sent once: whoever follows a stream knows best where to go on.
     */
    public <T> T follow(String path, Duration patience, Reading<T> reading) throws ClusterException {
        Credential shown = access.credentials().get();
        for (boolean renewed = false; ; renewed = true) {
            try (Exchange exchange = new Exchange(deadlines, patience)) {
                HttpResponse<InputStream> response = send(asking(path, "application/json", patience), shown);
                InputStream body = exchange.follow(response.body());
                if (response.statusCode() == 401) {
                    shown = afterRefusal(shown, renewed);
                    continue;
                }
                InputStream plain = isZipped(response) ? new GZIPInputStream(body) : body;
                return exchange.read(new Answer(response.statusCode(), plain), reading);
            } catch (IOException failure) {
                throw Failures.explained(failure, access);
            }
        }
    }

    /** Opens a WebSocket to a path, which is a kind of GET request. */
    public WebSocket webSocket(String path, String protocol, WebSocket.Listener listener) throws ClusterException {
        Credential shown = access.credentials().get();
        WebSocket.Builder builder = client(shown).newWebSocketBuilder().subprotocols(protocol);
        shown.authorization().ifPresent(value -> builder.header("Authorization", value));
        access.impersonation()
                .headers()
                .forEach((name, values) -> values.forEach(value -> builder.header(name, value)));
        try {
            return builder.buildAsync(URI.create(base().replaceFirst("^http", "ws") + path), listener)
                    .join();
        } catch (CompletionException refused) {
            throw Failures.notOpened(refused, access);
        }
    }

    private HttpRequest.Builder asking(String path, String accept, Duration patience) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(base() + path))
                .header("Accept", accept)
                .header("User-Agent", "tierwall");
        if (!patience.isZero()) {
            request.timeout(patience);
        }
        if (access.compression()) {
            request.header("Accept-Encoding", "gzip");
        }
        return request;
    }

    private HttpResponse<InputStream> send(HttpRequest.Builder request, Credential credential)
            throws IOException, ClusterException {
        credential.authorization().ifPresent(value -> request.header("Authorization", value));
        access.impersonation()
                .headers()
                .forEach((name, values) -> values.forEach(value -> request.header(name, value)));
        try {
            return client(credential).send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
        } catch (InterruptedException stopped) {
            throw interrupted(stopped);
        }
    }

    /**
     * The server's address. The HTTP client greets a named host by that name whatever it is told; where the certificate
     * bears another name, the host is addressed by number.
     */
    private String base() {
        URI server = access.server();
        if (access.trust().serverName().isEmpty()) {
            return server.toString();
        }
        try {
            String number = InetAddress.getByName(server.getHost()).getHostAddress();
            String port = server.getPort() < 0 ? "" : ":" + server.getPort();
            String path = server.getRawPath() == null ? "" : server.getRawPath();
            return server.getScheme() + "://" + (number.contains(":") ? "[" + number + "]" : number) + port + path;
        } catch (UnknownHostException unknown) {
            return server.toString();
        }
    }

    private void requireJson(HttpResponse<?> response) throws ClusterException {
        String type = response.headers().firstValue("Content-Type").orElse("application/json");
        if (!type.startsWith("application/json")) {
            throw new ClusterException("the server " + access.server() + " of the cluster \"" + access.name()
                    + "\" is no Kubernetes API server: it answers with " + type
                    + "; see that the server in the kubeconfig is right");
        }
    }

    private static boolean isZipped(HttpResponse<?> response) {
        return response.headers().firstValue("Content-Encoding").equals(Optional.of("gzip"));
    }

    private synchronized HttpClient client(Credential credential) throws ClusterException {
        HttpClient known = clients.get(credential.certificate());
        if (known != null) {
            return known;
        }
        Duration patience = timeout.isZero() || timeout.compareTo(CONNECT_TIMEOUT) > 0 ? CONNECT_TIMEOUT : timeout;
        HttpClient.Builder builder = HttpClient.newBuilder()
                .connectTimeout(patience)
                .executor(Executors.newVirtualThreadPerTaskExecutor())
                .followRedirects(HttpClient.Redirect.NEVER);
        if ("https".equals(access.server().getScheme())) {
            builder.sslContext(Tls.context(access.trust(), credential.certificate(), access.label()));
            if (access.trust().serverName().isPresent()) {
                SSLParameters parameters = new SSLParameters();
                parameters.setServerNames(
                        List.of(new SNIHostName(access.trust().serverName().get())));
                builder.sslParameters(parameters);
            }
        } else {
            builder.version(HttpClient.Version.HTTP_1_1);
        }
        access.proxy().ifPresent(proxy -> builder.proxy(Proxies.selector(proxy)));
        HttpClient made = builder.build();
        clients.put(credential.certificate(), made);
        return made;
    }

    private Credential afterRefusal(Credential refused, boolean renewed) throws ClusterException {
        Credential other = renewed ? refused : access.credentials().renew(refused);
        if (other.equals(refused)) {
            throw new ClusterException("the cluster \"" + access.name() + "\" did not accept "
                    + access.credentials().description()
                    + " (401 Unauthorized); log in again, or choose another --context");
        }
        return other;
    }

    /** Waits longer from one attempt to the next, or as long as the server asks for. */
    private static void pause(int attempt, Optional<String> wanted) throws ClusterException {
        Duration pause = Duration.ofMillis(100L << attempt);
        if (wanted.filter(text -> text.matches("[0-9]{1,4}")).isPresent()) {
            pause = Duration.ofSeconds(Long.parseLong(wanted.get()));
        }
        try {
            Thread.sleep(pause.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause);
        } catch (InterruptedException stopped) {
            throw interrupted(stopped);
        }
    }

    private static ClusterException interrupted(InterruptedException stopped) {
        Thread.currentThread().interrupt();
        return new ClusterException("interrupted while the cluster was being asked", stopped);
    }

    @Override
    public synchronized void close() {
        deadlines.shutdownNow();
        clients.values().forEach(HttpClient::shutdownNow);
        clients.clear();
    }
}

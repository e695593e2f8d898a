package dev.tierwall.cli.lab;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/** Runs a command in a pod over a WebSocket, in the fifth version of that protocol. */
final class ExecClient implements WebSocket.Listener {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String PROTOCOL = "v5.channel.k8s.io";

    private final ByteArrayOutputStream[] channels = {
        new ByteArrayOutputStream(),
        new ByteArrayOutputStream(),
        new ByteArrayOutputStream(),
        new ByteArrayOutputStream()
    };
    private final CompletableFuture<Boolean> end = new CompletableFuture<>();
    private boolean continued;
    private int channel;

    private ExecClient() {}

    /** Where to run something; in the first container if none is named. */
    record Target(String namespace, String pod, String container) {}

    /**
     * What came of a command.
     *
     * @param code its exit code; negative if it did not run
     * @param failure why it did not run
     */
    record Result(int code, String output, String errors, String failure) {}

    static Result run(HttpClient http, String server, String token, Request request) throws IOException {
        StringBuilder path = new StringBuilder(server.replaceFirst("^http", "ws"))
                .append("/api/v1/namespaces/")
                .append(request.target().namespace())
                .append("/pods/")
                .append(request.target().pod())
                .append("/exec?stdout=true&stderr=true");
        if (!request.target().container().isEmpty()) {
            path.append("&container=").append(request.target().container());
        }
        request.command()
                .forEach(word -> path.append("&command=").append(URLEncoder.encode(word, StandardCharsets.UTF_8)));
        ExecClient client = new ExecClient();
        try {
            http.newWebSocketBuilder()
                    .header("Authorization", "Bearer " + token)
                    .subprotocols(PROTOCOL)
                    .buildAsync(URI.create(path.toString()), client)
                    .get();
            client.end.get();
        } catch (ExecutionException failure) {
            return new Result(-1, "", "", "the lab does not run it: " + failure.getCause());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while a command runs", interrupted);
        }
        return client.result();
    }

    /** What to run where. */
    record Request(Target target, List<String> command) {}

    private Result result() throws IOException {
        JsonNode status = JSON.readTree(channels[3].toByteArray());
        int code = -1;
        String failure = "";
        if (status.path("status").asText().equals("Success")) {
            code = 0;
        } else {
            for (JsonNode cause : status.at("/details/causes")) {
                if (cause.path("reason").asText().equals("ExitCode")) {
                    code = Integer.parseInt(cause.path("message").asText("1"));
                }
            }
            failure = code < 0 ? status.path("message").asText("the connection ended") : "";
        }
        return new Result(
                code,
                channels[1].toString(StandardCharsets.UTF_8),
                channels[2].toString(StandardCharsets.UTF_8),
                failure);
    }

    @Override
    public @Nullable CompletionStage<?> onBinary(WebSocket socket, ByteBuffer data, boolean last) {
        if (!continued && data.hasRemaining()) {
            channel = data.get() & 3;
        }
        byte[] bytes = new byte[data.remaining()];
        data.get(bytes);
        channels[channel].writeBytes(bytes);
        continued = !last;
        socket.request(1);
        return null;
    }

    @Override
    public @Nullable CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
        end.complete(true);
        return null;
    }

    @Override
    public void onError(WebSocket socket, Throwable failure) {
        end.completeExceptionally(failure);
    }
}

package dev.tierwall.lab.spec;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a probe or a hook does. */
public sealed interface Handler {

    /** Runs a command in the container. */
    record Exec(List<String> command) implements Handler {}

    /** Opens a connection; to the pod where no host is named. */
    record Tcp(String host, PortRef port) implements Handler {}

    /** Asks a web server; that of the pod where no host is named. */
    record Http(String scheme, String host, PortRef port, String path, Map<String, String> headers)
            implements Handler {}

    /** Waits. */
    record Sleep(int seconds) implements Handler {}

    /** Reads one; nothing if there is none that is known. */
    static Optional<Handler> of(JsonNode tree) {
        if (tree.has("exec")) {
            return Optional.of(new Exec(Trees.texts(tree, "/exec/command")));
        }
        if (tree.has("httpGet")) {
            Map<String, String> headers = new LinkedHashMap<>();
            tree.at("/httpGet/httpHeaders")
                    .forEach(header -> headers.put(Trees.text(header, "/name"), Trees.text(header, "/value")));
            String path = Trees.optional(tree, "/httpGet/path").orElse("/");
            return Optional.of(new Http(
                    Trees.optional(tree, "/httpGet/scheme").orElse("HTTP"),
                    Trees.text(tree, "/httpGet/host"),
                    PortRef.of(tree.at("/httpGet/port")),
                    path.startsWith("/") ? path : "/" + path,
                    headers));
        }
        if (tree.has("tcpSocket")) {
            return Optional.of(new Tcp(Trees.text(tree, "/tcpSocket/host"), PortRef.of(tree.at("/tcpSocket/port"))));
        }
        if (tree.has("grpc")) {
            return Optional.of(new Tcp("", PortRef.of(tree.at("/grpc/port"))));
        }
        if (tree.has("sleep")) {
            return Optional.of(new Sleep(Trees.number(tree, "/sleep/seconds", 0)));
        }
        return Optional.empty();
    }
}

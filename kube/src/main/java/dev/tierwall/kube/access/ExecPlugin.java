package dev.tierwall.kube.access;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.tierwall.kube.access.Credential.ClientCertificate;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * A program that prints credentials: the {@code exec} of a kubeconfig's user, by the protocol
 * {@code client.authentication.k8s.io}. It runs once, and again when what it printed has expired or was refused.
 */
final class ExecPlugin implements CredentialSource {

    private static final Set<String> VERSIONS =
            Set.of("client.authentication.k8s.io/v1", "client.authentication.k8s.io/v1beta1");
    private static final JsonFactory JSON = new JsonFactory();

    private final ConfigEntry exec;
    private final Credentials.User user;
    private final Credential base;
    private final Environment environment;
    private final String command;
    private final String version;
    private @Nullable Answer last;

    /** What the program printed, and until when it holds. */
    private record Answer(Credential credential, Optional<Instant> expires) {}

    ExecPlugin(ConfigEntry exec, Credentials.User user, Credential base, Environment environment)
            throws ClusterException {
        this.exec = exec;
        this.user = user;
        this.base = base;
        this.environment = environment;
        this.command = exec.text("command")
                .orElseThrow(() -> new ClusterException("the exec of " + user.described() + " has no command"));
        this.version = exec.text("apiVersion").orElse("");
        if (!VERSIONS.contains(version)) {
            throw new ClusterException("the exec of " + user.described() + " has the apiVersion \"" + version
                    + "\"; write client.authentication.k8s.io/v1");
        }
    }

    @Override
    public String description() {
        return "what the credential plug-in \"" + command + "\" gave for " + user.described();
    }

    /** One run at a time: many requests start at once, and the program may talk to the person. */
    @Override
    public synchronized Credential get() throws ClusterException {
        Answer known = last;
        if (known == null || known.expires.filter(Instant.now()::isAfter).isPresent()) {
            known = run();
            last = known;
        }
        return known.credential;
    }

    @Override
    public synchronized Credential renew(Credential refused) throws ClusterException {
        if (last != null && last.credential == refused) {
            last = null;
        }
        return get();
    }

    private Answer run() throws ClusterException {
        boolean interactive = interactive();
        List<String> words = new ArrayList<>();
        words.add(command.contains(File.separator) ? exec.resolved(command).toString() : command);
        words.addAll(exec.texts("args"));
        ProcessBuilder builder = new ProcessBuilder(words);
        Map<String, String> variables = builder.environment();
        variables.clear();
        variables.putAll(environment.variables());
        for (ConfigEntry variable : exec.entries("env")) {
            variables.put(
                    variable.text("name").orElse(""), variable.text("value").orElse(""));
        }
        variables.remove("");
        variables.put("KUBERNETES_EXEC_INFO", request(interactive));
        if (interactive) {
            builder.redirectInput(ProcessBuilder.Redirect.INHERIT);
        }
        Output output = output(builder, interactive);
        if (output.exitCode != 0) {
            throw new ClusterException("the credential plug-in \"" + command + "\" of " + user.described()
                    + " failed with exit code " + output.exitCode
                    + (output.lastWords.isEmpty() ? "" : ": " + output.lastWords));
        }
        return answer(output.bytes);
    }

    private boolean interactive() throws ClusterException {
        String mode = exec.text("interactiveMode").orElse("IfAvailable");
        if (mode.equals("Always") && !environment.terminal().getAsBoolean()) {
            throw new ClusterException("the credential plug-in \"" + command + "\" of " + user.described()
                    + " wants to ask something, and there is no terminal; run this in a terminal");
        }
        return !mode.equals("Never") && environment.terminal().getAsBoolean();
    }

    /** What a run of the program left behind. */
    @SuppressWarnings("ArrayRecordComponent") // handed on, never compared
    private record Output(int exitCode, byte[] bytes, String lastWords) {}

    private Output output(ProcessBuilder builder, boolean interactive) throws ClusterException {
        Process process = start(builder);
        try {
            if (!interactive) {
                process.getOutputStream().close();
            }
            CompletableFuture<String> lastWords = new CompletableFuture<>();
            Thread.ofVirtual().start(() -> lastWords.complete(passOn(process.errorReader(StandardCharsets.UTF_8))));
            try (InputStream printed = process.getInputStream()) {
                byte[] bytes = printed.readAllBytes();
                return new Output(process.waitFor(), bytes, lastWords.join());
            }
        } catch (IOException broken) {
            throw new ClusterException(
                    "the credential plug-in \"" + command + "\" broke off: " + broken.getMessage(), broken);
        } catch (InterruptedException stopped) {
            process.destroy();
            Thread.currentThread().interrupt();
            throw new ClusterException("interrupted while the credential plug-in \"" + command + "\" ran", stopped);
        }
    }

    private Process start(ProcessBuilder builder) throws ClusterException {
        try {
            return builder.start();
        } catch (IOException absent) {
            String hint =
                    exec.text("installHint").map(text -> ": " + text.strip()).orElse("; install it");
            throw new ClusterException(
                    "the credential plug-in \"" + command + "\" of " + user.described() + " cannot be started" + hint,
                    absent);
        }
    }

    /** Passes on what the program says to the person, as it comes, and returns its last line. */
    private String passOn(BufferedReader said) {
        String last = "";
        try (said) {
            for (String line = said.readLine(); line != null; line = said.readLine()) {
                environment.messages().accept(line);
                last = line.isBlank() ? last : line.strip();
            }
        } catch (IOException ended) {
            return last;
        }
        return last;
    }

    /** The document that tells the program what is wanted. */
    private String request(boolean interactive) throws ClusterException {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(text)) {
            json.writeStartObject();
            json.writeStringField("kind", "ExecCredential");
            json.writeStringField("apiVersion", version);
            json.writeObjectFieldStart("spec");
            json.writeBooleanField("interactive", interactive);
            if (exec.flag("provideClusterInfo")) {
                writeCluster(json);
            }
            json.writeEndObject();
            json.writeEndObject();
        } catch (IOException impossible) {
            throw new UncheckedIOException("writing to memory failed", impossible);
        }
        return text.toString();
    }

    private void writeCluster(JsonGenerator json) throws IOException, ClusterException {
        ConfigEntry cluster = user.cluster();
        json.writeObjectFieldStart("cluster");
        json.writeStringField("server", cluster.text("server").orElse(""));
        for (String field : List.of("tls-server-name", "proxy-url")) {
            Optional<String> value = cluster.text(field);
            if (value.isPresent()) {
                json.writeStringField(field, value.get());
            }
        }
        if (cluster.flag("insecure-skip-tls-verify")) {
            json.writeBooleanField("insecure-skip-tls-verify", true);
        }
        Optional<byte[]> authorities = cluster.dataOrFile("certificate-authority");
        if (authorities.isPresent()) {
            json.writeStringField(
                    "certificate-authority-data", Base64.getEncoder().encodeToString(authorities.get()));
        }
        json.writeEndObject();
    }

    private Answer answer(byte[] printed) throws ClusterException {
        String name = "what the credential plug-in \"" + command + "\" printed";
        ConfigEntry document = ConfigFile.parse(printed, Path.of(""), name);
        if (!document.text("apiVersion").equals(Optional.of(version))
                || !document.text("kind").equals(Optional.of("ExecCredential"))) {
            throw new ClusterException(name + " is no ExecCredential of " + version
                    + "; set the apiVersion of the exec in " + exec.file() + " to the one that the plug-in speaks");
        }
        ConfigEntry status = document.entry("status")
                .orElseThrow(() -> new ClusterException(name + " has no status, and so no credentials"));
        Optional<String> token = status.text("token");
        Optional<String> chain = status.text("clientCertificateData");
        Optional<String> key = status.text("clientKeyData");
        if (chain.isPresent() != key.isPresent() || (token.isEmpty() && chain.isEmpty())) {
            throw new ClusterException(name + " has neither a token nor a certificate with its key");
        }
        Credential credential = base;
        if (token.isPresent()) {
            credential = credential.withAuthorization("Bearer " + token.get());
        }
        if (chain.isPresent()) {
            credential = credential.withCertificate(new ClientCertificate(
                    chain.get().getBytes(StandardCharsets.UTF_8),
                    key.orElseThrow().getBytes(StandardCharsets.UTF_8),
                    "the credential plug-in \"" + command + "\""));
        }
        return new Answer(credential, expiry(status));
    }

    private static Optional<Instant> expiry(ConfigEntry status) throws ClusterException {
        try {
            return status.text("expirationTimestamp").map(Instant::parse);
        } catch (DateTimeParseException unreadable) {
            return Optional.empty();
        }
    }
}

package dev.tierwall.kube.access;

import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpTimeoutException;
import java.net.http.WebSocketHandshakeException;
import java.nio.channels.UnresolvedAddressException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import javax.net.ssl.SSLException;

/** Says what a failed request means and what to do about it. */
final class Failures {

    private static final int SHOWN = 200;

    private Failures() {}

    /** What the server says in the {@code Status} object of an error, or the beginning of whatever it says instead. */
    static String said(byte[] answer) {
        String text = new String(answer, StandardCharsets.UTF_8).strip().replaceAll("\\s+", " ");
        String beginning = text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "…";
        try {
            return ConfigFile.parse(answer, Path.of(""), "status")
                    .text("message")
                    .orElse(beginning);
        } catch (ClusterException noObject) {
            return beginning;
        }
    }

    /** The sentence for a connection that the server did not open. */
    static ClusterException notOpened(CompletionException refused, Access access) {
        Throwable cause = refused.getCause() == null ? refused : refused.getCause();
        if (cause instanceof WebSocketHandshakeException answered) {
            int status = answered.getResponse().statusCode();
            return new ClusterException("the cluster \"" + access.name() + "\" does not forward the port: it answered "
                    + status + (status == 403 ? "; have this user granted create on pods/portforward" : ""));
        }
        return explained(cause instanceof IOException broken ? broken : new IOException(cause), access);
    }

    /** The sentence for a request that failed for good. */
    static ClusterException explained(IOException failure, Access access) {
        String cluster = "the cluster \"" + access.name() + "\" at " + access.server();
        String via = access.proxy().map(proxy -> " through the proxy " + proxy).orElse("");
        if (failure instanceof HttpTimeoutException && !(failure instanceof HttpConnectTimeoutException)) {
            return new ClusterException(
                    cluster + " did not answer in time; try again, or give it longer with --request-timeout", failure);
        }
        if (find(failure, SSLException.class).isPresent()) {
            return new ClusterException(tls(failure, cluster), failure);
        }
        if (isUnreachable(failure)) {
            return new ClusterException(
                    "cannot reach " + cluster + via + ": " + reason(failure)
                            + "; see that it is running and that the server in the kubeconfig is right",
                    failure);
        }
        return new ClusterException(
                "the connection to " + cluster + via + " broke off: " + reason(failure) + "; try again", failure);
    }

    /** Whether there was no connection at all, so that trying again at once is no use. */
    static boolean isUnreachable(IOException failure) {
        return failure instanceof HttpTimeoutException
                || failure instanceof ConnectException
                || failure instanceof UnknownHostException
                || failure instanceof NoRouteToHostException
                || find(failure, SSLException.class).isPresent()
                || text(failure).contains("tunnel");
    }

    /** In a few words, why nobody answered. */
    static String reason(Throwable failure) {
        if (find(failure, UnresolvedAddressException.class).isPresent()
                || find(failure, UnknownHostException.class).isPresent()) {
            return "nobody knows that host name";
        }
        if (failure instanceof HttpTimeoutException) {
            return "no answer in time";
        }
        if (failure instanceof ConnectException && text(failure).isEmpty()) {
            return "connection refused";
        }
        String message = failure.getMessage();
        return message == null || message.isBlank() ? failure.getClass().getSimpleName() : message;
    }

    private static String tls(IOException failure, String cluster) {
        String text = text(failure);
        String says = ": " + reason(failure);
        if (text.contains("unrecognized ssl message") || text.contains("plaintext connection")) {
            return cluster + " speaks no TLS; write http:// if that is meant";
        }
        if (find(failure, CertificateExpiredException.class).isPresent()) {
            return "the certificate of " + cluster + " has expired; renew it, or mend this machine's clock";
        }
        if (find(failure, CertificateNotYetValidException.class).isPresent()) {
            return "the certificate of " + cluster + " is not valid yet; mend this machine's clock";
        }
        if (text.contains("subject alternative") || text.contains("no name matching")) {
            return "the certificate of " + cluster
                    + " is made for another name; use the name it has, or set tls-server-name in the kubeconfig" + says;
        }
        if (find(failure, CertPathBuilderException.class).isPresent()) {
            return "the certificate of " + cluster + " is not from an authority that this kubeconfig trusts;"
                    + " set certificate-authority to the cluster's own";
        }
        if (text.contains("received fatal alert")) {
            return cluster + " refused this client's certificate or version of TLS" + says;
        }
        return "TLS with " + cluster + " failed" + says;
    }

    private static String text(Throwable failure) {
        StringBuilder text = new StringBuilder();
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            text.append(cause.getMessage() == null ? "" : cause.getMessage()).append(' ');
        }
        return text.toString().strip().toLowerCase(Locale.ROOT);
    }

    private static <T extends Throwable> Optional<T> find(Throwable failure, Class<T> type) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (type.isInstance(cause)) {
                return Optional.of(type.cast(cause));
            }
        }
        return Optional.empty();
    }
}

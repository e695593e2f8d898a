package dev.tierwall.kube.access;

import dev.tierwall.kube.access.Credential.ClientCertificate;
import java.io.IOException;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedKeyManager;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/** Turns what a kubeconfig says about trust and certificates into Java's own terms. */
final class Tls {

    private static final char[] NO_PASSWORD = new char[0];

    private Tls() {}

    /**
     * A context that believes the authorities of {@code trust} and no others, and shows the certificate if asked.
     *
     * @param whose whose trust this is, for messages
     */
    static SSLContext context(Access.Trust trust, Optional<ClientCertificate> certificate, String whose)
            throws ClusterException {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(certificate.isPresent() ? keys(certificate.get()) : null, trusted(trust, whose), null);
            return context;
        } catch (GeneralSecurityException | IOException broken) {
            throw new ClusterException("Java cannot set up TLS for " + whose + ": " + broken.getMessage(), broken);
        }
    }

    /** Null stands for what Java trusts by itself. */
    private static TrustManager @Nullable [] trusted(Access.Trust trust, String whose)
            throws GeneralSecurityException, IOException, ClusterException {
        if (trust.insecure()) {
            return new TrustManager[] {new Credulous()};
        }
        if (trust.authorities().isEmpty()) {
            return null;
        }
        KeyStore store = emptyStore();
        try {
            int i = 0;
            for (X509Certificate authority :
                    Pem.certificates(trust.authorities().get())) {
                store.setCertificateEntry("ca" + i++, authority);
            }
        } catch (GeneralSecurityException unreadable) {
            throw new ClusterException(
                    "the certificate-authority of " + whose + " cannot be used: " + unreadable.getMessage(),
                    unreadable);
        }
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(store);
        return factory.getTrustManagers();
    }

    private static KeyManager[] keys(ClientCertificate certificate) throws ClusterException {
        try {
            X509Certificate[] chain = Pem.certificates(certificate.chain()).toArray(new X509Certificate[0]);
            return new KeyManager[] {new OneKey(chain, Pem.privateKey(certificate.key()))};
        } catch (GeneralSecurityException unreadable) {
            throw new ClusterException(
                    "the " + certificate + " cannot be used: " + unreadable.getMessage(), unreadable);
        }
    }

    private static KeyStore emptyStore() throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, NO_PASSWORD);
        return store;
    }

    /** Shows one certificate to every server that asks for one of its kind, whoever it says it believes. */
    private static final class OneKey extends X509ExtendedKeyManager {
        private static final String ALIAS = "client";
        private final X509Certificate[] chain;
        private final PrivateKey key;

        OneKey(X509Certificate[] chain, PrivateKey key) {
            this.chain = chain;
            this.key = key;
        }

        @Override
        public @Nullable String chooseEngineClientAlias(String[] types, Principal[] issuers, SSLEngine engine) {
            return fits(types) ? ALIAS : null;
        }

        @Override
        public @Nullable String chooseClientAlias(String[] types, Principal[] issuers, Socket socket) {
            return fits(types) ? ALIAS : null;
        }

        private boolean fits(String... types) {
            return List.of(types).contains(chain[0].getPublicKey().getAlgorithm());
        }

        @Override
        public String[] getClientAliases(String type, Principal[] issuers) {
            return fits(type) ? new String[] {ALIAS} : new String[0];
        }

        @Override
        public X509Certificate[] getCertificateChain(String alias) {
            return chain.clone();
        }

        @Override
        public PrivateKey getPrivateKey(String alias) {
            return key;
        }

        @Override
        public String[] getServerAliases(String type, Principal[] issuers) {
            return new String[0];
        }

        @Override
        public @Nullable String chooseServerAlias(String type, Principal[] issuers, Socket socket) {
            return null;
        }
    }

    /** Believes everybody: what {@code insecure-skip-tls-verify} asks for. */
    private static final class Credulous extends X509ExtendedTrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}

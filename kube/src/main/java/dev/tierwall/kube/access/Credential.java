package dev.tierwall.kube.access;

import java.util.Arrays;
import java.util.Optional;

/**
 * What a request shows to the API server.
 *
 * @param authorization the value of the Authorization header
 * @param certificate the client certificate of the TLS connection
 */
record Credential(Optional<String> authorization, Optional<ClientCertificate> certificate) {

    static final Credential NONE = new Credential(Optional.empty(), Optional.empty());

    static Credential bearer(String token) {
        return NONE.withAuthorization("Bearer " + token);
    }

    Credential withAuthorization(String value) {
        return new Credential(Optional.of(value), certificate);
    }

    Credential withCertificate(ClientCertificate own) {
        return new Credential(authorization, Optional.of(own));
    }

    /** Says what kind it is, and never what it is. */
    @Override
    public String toString() {
        return (authorization.isPresent() ? "token" : "no token") + (certificate.isPresent() ? " and certificate" : "");
    }

    /**
     * A client certificate and its key, both as PEM.
     *
     * @param chain the certificate, then those that vouch for it
     * @param key the private key
     * @param source where they come from, for messages
     */
    @SuppressWarnings("ArrayRecordComponent") // compared by content, below
    record ClientCertificate(byte[] chain, byte[] key, String source) {
        @Override
        public boolean equals(Object other) {
            return other instanceof ClientCertificate that
                    && Arrays.equals(chain, that.chain)
                    && Arrays.equals(key, that.key);
        }

        @Override
        public int hashCode() {
            return Arrays.hashCode(chain);
        }

        @Override
        public String toString() {
            return "client certificate of " + source;
        }
    }
}

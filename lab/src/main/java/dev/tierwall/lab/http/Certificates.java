package dev.tierwall.lab.http;

import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** The cluster's own certificate authority and the endpoint's certificate, both made anew each time and kept in memory. */
public final class Certificates {

    private static final Duration VALID = Duration.ofDays(365);
    private static final List<String> NAMES = List.of(
            "localhost",
            "kubernetes",
            "kubernetes.default",
            "kubernetes.default.svc",
            "kubernetes.default.svc.cluster.local");

    private final X509Bundle authority;
    private final X509Bundle server;

    /** @param addresses the addresses that clients will know the endpoint by */
    public Certificates(List<InetAddress> addresses) throws IOException {
        Instant now = Instant.now();
        try {
            CertificateBuilder common = new CertificateBuilder()
                    .notBefore(now.minus(Duration.ofMinutes(5)))
                    .notAfter(now.plus(VALID))
                    .ecp256();
            authority = common.copy()
                    .subject("CN=tierwall-lab")
                    .setIsCertificateAuthority(true)
                    .setKeyUsage(
                            true, CertificateBuilder.KeyUsage.keyCertSign, CertificateBuilder.KeyUsage.digitalSignature)
                    .buildSelfSigned();
            CertificateBuilder endpoint = common.copy()
                    .subject("CN=kube-apiserver")
                    .setKeyUsage(true, CertificateBuilder.KeyUsage.digitalSignature)
                    .addExtendedKeyUsageServerAuth();
            NAMES.forEach(endpoint::addSanDnsName);
            addresses.forEach(endpoint::addSanIpAddress);
            server = endpoint.buildIssuedBy(authority);
        } catch (Exception failure) {
            throw new IOException("cannot make the endpoint's certificate: " + failure.getMessage(), failure);
        }
    }

    /** What a client must trust, as PEM. */
    public String authorityPem() {
        return authority.getCertificatePEM();
    }

    SslContext context() throws IOException {
        return SslContextBuilder.forServer(server.getKeyPair().getPrivate(), server.getCertificatePath())
                .sslProvider(SslProvider.JDK)
                .protocols("TLSv1.3", "TLSv1.2")
                .build();
    }
}

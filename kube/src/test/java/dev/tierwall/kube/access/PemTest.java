package dev.tierwall.kube.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tierwall.kube.fixture.Authority;
import dev.tierwall.kube.fixture.Der;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.interfaces.ECPrivateKey;
import java.security.spec.ECGenParameterSpec;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PemTest {

    @ParameterizedTest
    @CsvSource({"RSA, SHA256withRSA", "EC, SHA256withECDSA", "Ed25519, Ed25519"})
    void readsPkcs8OfEachAlgorithm(String algorithm, String signature) throws Exception {
        KeyPair pair = KeyPairGenerator.getInstance(algorithm).generateKeyPair();
        PrivateKey read = Pem.privateKey(
                bytes(Authority.pem("PRIVATE KEY", pair.getPrivate().getEncoded())));
        assertSigns(pair, read, signature);
    }

    @Test
    void readsTheOlderFormOfRsaKeys() throws Exception {
        KeyPair pair = KeyPairGenerator.getInstance("RSA").generateKeyPair();
        // PKCS#8 is the older form in an octet string, behind 26 bytes for keys of this size.
        byte[] pkcs8 = pair.getPrivate().getEncoded();
        byte[] older = Arrays.copyOfRange(pkcs8, 26, pkcs8.length);
        assertSigns(pair, Pem.privateKey(bytes(Authority.pem("RSA PRIVATE KEY", older))), "SHA256withRSA");
    }

    @ParameterizedTest
    @CsvSource({"secp256r1, 32, 2a8648ce3d030107", "secp384r1, 48, 2b81040022", "secp521r1, 66, 2b81040023"})
    void readsTheOlderFormOfEllipticCurveKeys(String curve, int size, String identifier) throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec(curve));
        KeyPair pair = generator.generateKeyPair();
        byte[] secret = ((ECPrivateKey) pair.getPrivate()).getS().toByteArray();
        byte[] padded = new byte[size];
        int length = Math.min(size, secret.length);
        System.arraycopy(secret, secret.length - length, padded, size - length, length);
        byte[] older = Der.sequence(Der.integer(1), Der.octets(padded), Der.context(0, Der.oid(identifier)));
        String text = "-----BEGIN EC PARAMETERS-----\nBggqhkjOPQMBBw==\n-----END EC PARAMETERS-----\n"
                + Authority.pem("EC PRIVATE KEY", older);

        assertSigns(pair, Pem.privateKey(bytes(text)), "SHA256withECDSA");
    }

    @Test
    void saysWhatIsWrong() {
        assertThatThrownBy(() -> Pem.privateKey(bytes("no key at all"))).hasMessageContaining("no private key in it");
        assertThatThrownBy(() -> Pem.privateKey(bytes(Authority.pem("ENCRYPTED PRIVATE KEY", new byte[9]))))
                .hasMessageContaining("encrypted");
        assertThatThrownBy(() -> Pem.privateKey(bytes(Authority.pem("PRIVATE KEY", new byte[] {1, 2, 3}))))
                .hasMessageContaining("neither RSA");
        assertThatThrownBy(() ->
                        Pem.privateKey(bytes(Authority.pem("EC PRIVATE KEY", new byte[] {0x30, 6, 2, 1, 1, 4, 1, 7}))))
                .hasMessageContaining("names no curve");
        assertThatThrownBy(() -> Pem.privateKey(bytes(Authority.pem("OPENSSH PRIVATE KEY", new byte[9]))))
                .hasMessageContaining("none that TLS can use");
        assertThatThrownBy(() -> Pem.certificates(bytes("nothing"))).hasMessageContaining("no certificate in it");
        assertThatThrownBy(() -> Pem.certificates(bytes(Authority.pem("CERTIFICATE", new byte[] {1, 2}))))
                .isInstanceOf(GeneralSecurityException.class);
    }

    private static void assertSigns(KeyPair pair, PrivateKey read, String algorithm) throws Exception {
        byte[] message = bytes("a message");
        Signature signer = Signature.getInstance(algorithm);
        signer.initSign(read);
        signer.update(message);
        byte[] signed = signer.sign();
        Signature verifier = Signature.getInstance(algorithm);
        verifier.initVerify(pair.getPublic());
        verifier.update(message);
        assertThat(verifier.verify(signed)).isTrue();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}

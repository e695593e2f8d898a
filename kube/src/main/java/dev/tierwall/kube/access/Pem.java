package dev.tierwall.kube.access;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Certificates and private keys in PEM, in the forms that kubeconfigs have: PKCS#8 with any algorithm that Java knows,
 * and the older forms of RSA and elliptic-curve keys.
 */
final class Pem {

    private static final Pattern BLOCK =
            Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----([A-Za-z0-9+/=\\s]*)-----END \\1-----");
    private static final List<String> ALGORITHMS = List.of("RSA", "EC", "EdDSA", "RSASSA-PSS");

    private static final byte[] VERSION_0 = {0x02, 0x01, 0x00};
    /** The algorithm identifier of RSA: its object identifier, and NULL. */
    private static final byte[] RSA = {
        0x30, 0x0d, 0x06, 0x09, 0x2a, (byte) 0x86, 0x48, (byte) 0x86, (byte) 0xf7, 0x0d, 0x01, 0x01, 0x01, 0x05, 0x00
    };
    /** The object identifier of elliptic-curve keys. */
    private static final byte[] EC = {0x06, 0x07, 0x2a, (byte) 0x86, 0x48, (byte) 0xce, 0x3d, 0x02, 0x01};

    private Pem() {}

    /** All certificates of a text, in order. */
    static List<X509Certificate> certificates(byte[] pem) throws GeneralSecurityException {
        CertificateFactory factory = CertificateFactory.getInstance("X.509");
        List<X509Certificate> certificates = new ArrayList<>();
        Matcher block = BLOCK.matcher(new String(pem, StandardCharsets.ISO_8859_1));
        while (block.find()) {
            if (block.group(1).equals("CERTIFICATE")) {
                certificates.add(
                        (X509Certificate) factory.generateCertificate(new ByteArrayInputStream(decoded(block))));
            }
        }
        if (certificates.isEmpty()) {
            throw new CertificateException("there is no certificate in it");
        }
        return certificates;
    }

    /** The first private key of a text. */
    static PrivateKey privateKey(byte[] pem) throws GeneralSecurityException {
        Matcher block = BLOCK.matcher(new String(pem, StandardCharsets.ISO_8859_1));
        while (block.find()) {
            String kind = block.group(1);
            if (kind.equals("ENCRYPTED PRIVATE KEY")) {
                throw new InvalidKeySpecException("it is encrypted; kubeconfigs need a key without a passphrase");
            }
            if (kind.endsWith("PRIVATE KEY")) {
                return key(pkcs8(kind, decoded(block)));
            }
        }
        throw new InvalidKeySpecException("there is no private key in it");
    }

    private static byte[] pkcs8(String kind, byte[] der) throws InvalidKeySpecException {
        return switch (kind) {
            case "PRIVATE KEY" -> der;
            case "RSA PRIVATE KEY" -> sequence(VERSION_0, RSA, octets(der));
            case "EC PRIVATE KEY" -> sequence(VERSION_0, sequence(EC, curve(der)), octets(der));
            default -> throw new InvalidKeySpecException("a " + kind + " is none that TLS can use");
        };
    }

    private static byte[] decoded(Matcher block) throws InvalidKeySpecException {
        try {
            return Base64.getMimeDecoder().decode(block.group(2));
        } catch (IllegalArgumentException broken) {
            throw new InvalidKeySpecException("it is not base64 between its BEGIN and END", broken);
        }
    }

    private static PrivateKey key(byte[] pkcs8) throws GeneralSecurityException {
        InvalidKeySpecException none = new InvalidKeySpecException("it is neither RSA, nor EC, nor Ed25519");
        for (String algorithm : ALGORITHMS) {
            try {
                return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
            } catch (InvalidKeySpecException another) {
                none.addSuppressed(another);
            }
        }
        throw none;
    }

    /** The object identifier of the curve that an elliptic-curve key names: the content of its element [0]. */
    private static byte[] curve(byte[] key) throws InvalidKeySpecException {
        ByteBuffer der = ByteBuffer.wrap(key);
        try {
            element(der, 0x30);
            skip(der, 0x02);
            skip(der, 0x04);
            byte[] curve = new byte[element(der, 0xa0)];
            der.get(curve);
            return curve;
        } catch (RuntimeException broken) {
            throw new InvalidKeySpecException("it names no curve", broken);
        }
    }

    private static void skip(ByteBuffer der, int tag) throws InvalidKeySpecException {
        int length = element(der, tag);
        der.position(der.position() + length);
    }

    /** Reads the head of a DER element, and returns the length of its content. */
    private static int element(ByteBuffer der, int tag) throws InvalidKeySpecException {
        if ((der.get() & 0xff) != tag) {
            throw new InvalidKeySpecException("it is not the DER of a key");
        }
        int length = der.get() & 0xff;
        if (length < 0x80) {
            return length;
        }
        int bytes = length & 0x7f;
        length = 0;
        for (int i = 0; i < bytes; i++) {
            length = (length << 8) | (der.get() & 0xff);
        }
        return length;
    }

    private static byte[] sequence(byte[]... parts) {
        return wrapped(0x30, parts);
    }

    private static byte[] octets(byte[] content) {
        return wrapped(0x04, content);
    }

    private static byte[] wrapped(int tag, byte[]... parts) {
        int length = 0;
        for (byte[] part : parts) {
            length += part.length;
        }
        ByteArrayOutputStream der = new ByteArrayOutputStream(length + 4);
        der.write(tag);
        if (length < 0x80) {
            der.write(length);
        } else if (length < 0x100) {
            der.write(0x81);
            der.write(length);
        } else {
            der.write(0x82);
            der.write(length >> 8);
            der.write(length);
        }
        for (byte[] part : parts) {
            der.writeBytes(part);
        }
        return der.toByteArray();
    }
}

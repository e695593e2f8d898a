package dev.tierwall.deploy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.cyclonedx.Version;
import org.cyclonedx.exception.GeneratorException;
import org.cyclonedx.generators.BomGeneratorFactory;
import org.cyclonedx.model.Bom;
import org.cyclonedx.model.Component;
import org.cyclonedx.model.Hash;
import org.cyclonedx.model.Metadata;

/** What an image is made of, as a CycloneDX bill of materials: the same for the same content, byte for byte. */
final class Sbom {

    private static final Pattern FILE = Pattern.compile("(.+?)-([0-9].*)\\.jar");

    private Sbom() {}

    /** The bill as JSON. */
    static String json(String version, Collection<Path> jars, Collection<Path> libraries) throws IOException {
        Bom bom = new Bom();
        Metadata metadata = new Metadata();
        metadata.setTimestamp(null);
        metadata.setComponent(component(Component.Type.CONTAINER, "tierwall/agent", version));
        bom.setMetadata(metadata);
        bom.addComponent(
                component(Component.Type.PLATFORM, "OpenJDK", Runtime.version().toString()));
        for (Path jar : jars) {
            bom.addComponent(jar(jar, version));
        }
        for (Path library : libraries) {
            Component component =
                    component(Component.Type.LIBRARY, library.getFileName().toString(), "");
            component.addHash(sha256(library));
            bom.addComponent(component);
        }
        try {
            return BomGeneratorFactory.createJson(Version.VERSION_16, bom).toJsonString();
        } catch (GeneratorException failure) {
            throw new IOException("cannot write the bill of materials", failure);
        }
    }

    private static Component component(Component.Type type, String name, String version) {
        Component component = new Component();
        component.setType(type);
        component.setName(name);
        if (!version.isEmpty()) {
            component.setVersion(version);
        }
        return component;
    }

    private static Component jar(Path jar, String ownVersion) throws IOException {
        Optional<Properties> coordinates = coordinates(jar);
        Matcher file = FILE.matcher(jar.getFileName().toString());
        boolean versioned = file.matches();
        Component component = component(
                Component.Type.LIBRARY,
                coordinates
                        .map(known -> known.getProperty("artifactId"))
                        .orElse(
                                versioned
                                        ? file.group(1)
                                        : jar.getFileName().toString().replace(".jar", "")),
                coordinates.map(known -> known.getProperty("version")).orElse(versioned ? file.group(2) : ownVersion));
        coordinates.ifPresent(known -> {
            component.setGroup(known.getProperty("groupId"));
            component.setPurl("pkg:maven/" + known.getProperty("groupId") + "/" + known.getProperty("artifactId") + "@"
                    + known.getProperty("version"));
        });
        component.addHash(sha256(jar));
        return component;
    }

    /** What Maven writes into the jars that it builds; a jar that holds several was put together from others. */
    private static Optional<Properties> coordinates(Path jar) throws IOException {
        try (ZipFile zip = new ZipFile(jar.toFile())) {
            List<? extends ZipEntry> found = zip.stream()
                    .filter(entry -> entry.getName().matches("META-INF/maven/[^/]+/[^/]+/pom\\.properties"))
                    .toList();
            if (found.size() != 1) {
                return Optional.empty();
            }
            Properties properties = new Properties();
            try (InputStream in = zip.getInputStream(found.getFirst())) {
                properties.load(in);
            }
            return Optional.of(properties);
        }
    }

    private static Hash sha256(Path file) throws IOException {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file));
            return new Hash(Hash.Algorithm.SHA_256, HexFormat.of().formatHex(digest));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}

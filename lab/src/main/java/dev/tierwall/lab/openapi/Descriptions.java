package dev.tierwall.lab.openapi;

import dev.tierwall.lab.schema.BuiltIns;
import dev.tierwall.lab.schema.Struct;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

/** What the main kinds and their fields are for, in a line each; the others have none. */
final class Descriptions {

    private static final Map<String, String> READ = read();

    private Descriptions() {}

    private static Map<String, String> read() {
        Map<String, String> descriptions = new HashMap<>();
        try (InputStream in = Objects.requireNonNull(Descriptions.class.getResourceAsStream("descriptions.txt"))) {
            String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            for (String line :
                    text.lines().filter(line -> !line.startsWith("#")).toList()) {
                int space = line.indexOf(' ');
                String[] name = line.substring(0, space).split("\\.", -1);
                String type = BuiltIns.table().type(name[0] + "." + name[1]).name();
                descriptions.put(name.length == 2 ? type : type + "#" + name[2], line.substring(space + 1));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return descriptions;
    }

    static String of(Struct type) {
        return READ.getOrDefault(type.name(), "");
    }

    static String of(Struct type, String field) {
        String general = switch (field) {
            case "apiVersion" -> "The group and version of the object.";
            case "kind" -> "The kind of the object.";
            case "metadata" -> "What every object has: its name, labels, owners and so on.";
            default -> "";
        };
        return READ.getOrDefault(type.name() + "#" + field, general);
    }
}

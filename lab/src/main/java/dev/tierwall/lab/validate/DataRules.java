package dev.tierwall.lab.validate;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;

/** ConfigMaps and Secrets: keys, size, and those that were declared immutable. */
final class DataRules implements KindRules {

    private static final long LARGEST = 1024 * 1024;

    private final Causes causes;

    DataRules(Causes causes) {
        this.causes = causes;
    }

    @Override
    public void check(JsonNode object, JsonNode old) {
        long size = keys(object.path("data"), "data") + keys(object.path("binaryData"), "binaryData");
        for (Map.Entry<String, JsonNode> entry : object.path("data").properties()) {
            if (object.path("binaryData").has(entry.getKey())) {
                causes.invalid(
                        "data[" + entry.getKey() + "]", entry.getKey(), "duplicate of key present in binaryData");
            }
        }
        if (size > LARGEST) {
            causes.tooLong(object.path("kind").asText().equals("Secret") ? "data" : "", LARGEST);
        }
        typed(object.path("type").asText(), object.path("data"));
        if (!old.isMissingNode()) {
            change(object, old);
        }
    }

    private long keys(JsonNode data, String path) {
        long size = 0;
        for (Map.Entry<String, JsonNode> entry : data.properties()) {
            size += entry.getValue().asText().length();
            for (String problem : Names.configKey(entry.getKey())) {
                causes.invalid(path + "[" + entry.getKey() + "]", entry.getKey(), problem);
            }
        }
        return size;
    }

    private void typed(String type, JsonNode data) {
        List<String> needed = switch (type) {
            case "kubernetes.io/tls" -> List.of("tls.crt", "tls.key");
            case "kubernetes.io/dockercfg" -> List.of(".dockercfg");
            case "kubernetes.io/dockerconfigjson" -> List.of(".dockerconfigjson");
            case "kubernetes.io/ssh-auth" -> List.of("ssh-privatekey");
            default -> List.of();
        };
        for (String key : needed) {
            if (!data.has(key)) {
                causes.required("data[" + key + "]", "");
            }
        }
    }

    private void change(JsonNode object, JsonNode old) {
        if (!object.path("type").equals(old.path("type"))) {
            causes.invalid("type", object.path("type"), MetaRules.IMMUTABLE);
        }
        if (old.path("immutable").asBoolean()) {
            for (String field : List.of("immutable", "data", "binaryData")) {
                if (!object.path(field).equals(old.path(field))) {
                    causes.forbidden(field, "field is immutable when `immutable` is set");
                }
            }
        }
    }
}

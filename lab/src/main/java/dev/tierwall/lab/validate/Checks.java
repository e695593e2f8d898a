package dev.tierwall.lab.validate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.tierwall.core.net.Address;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/** The checks that the table of rules names: each looks at one value. */
final class Checks {

    static final String PORT = "must be between 1 and 65535, inclusive";
    static final String NOT_NEGATIVE = "must be greater than or equal to 0";
    static final String ADDRESS = "must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)";

    private static final Map<String, Function<String, List<String>>> OF_TEXT = Map.of(
            "label", Names::label,
            "subdomain", Names::subdomain,
            "label-key", Names::labelKey,
            "port-name", Names::portName,
            "config-key", Names::configKey,
            "env-name", Checks::envName,
            "ip", text -> Address.parse(text).isPresent() ? List.of() : List.of(ADDRESS),
            "host", text -> Names.subdomain(text.startsWith("*.") ? text.substring(2) : text),
            "schedule", Checks::schedule);

    private final Causes causes;

    Checks(Causes causes) {
        this.causes = causes;
    }

    /** Runs one check on a value, which may be absent, or be a list of which each entry is meant. */
    void run(String check, JsonNode value, String path) {
        String argument = check.substring(check.indexOf('=') + 1);
        if (check.equals("required") || check.equals("required-number")) {
            required(check.equals("required") || value.asLong() != 0 ? value : MissingNode.getInstance(), path);
        } else if (isAbsent(value)) {
            return;
        } else if (check.startsWith("unique=")) {
            unique(value, argument, path);
        } else if (check.startsWith("one-of=")) {
            List<String> values = List.of(argument.split("\\|", -1));
            if (!values.contains(value.asText())) {
                causes.unsupported(path, value, values);
            }
        } else if (OF_TEXT.containsKey(check)) {
            text(check, value, path);
        } else {
            other(check, value, path);
        }
    }

    private static boolean isAbsent(JsonNode value) {
        return value.isMissingNode() || (value.isTextual() && value.asText().isEmpty());
    }

    private void required(JsonNode value, String path) {
        if (isAbsent(value) || (value.isContainerNode() && value.isEmpty())) {
            causes.required(path, "");
        }
    }

    private void text(String check, JsonNode value, String path) {
        if (value.isArray()) {
            for (int i = 0; i < value.size(); i++) {
                text(check, value.get(i), path + "[" + i + "]");
            }
        } else {
            for (String problem : OF_TEXT.getOrDefault(check, _ -> List.of()).apply(value.asText())) {
                causes.invalid(path, value, problem);
            }
        }
    }

    private void other(String check, JsonNode value, String path) {
        switch (check) {
            case "port" -> port(value, path);
            case "port-or-name" -> {
                if (value.isTextual()) {
                    text("port-name", value, path);
                } else {
                    port(value, path);
                }
            }
            case "sorted" -> {
                // Says only in which order the values that would do are named.
            }
            case "positive" -> {
                if (value.asLong() < 1) {
                    causes.invalid(path, value, "must be between 1 and 2147483647, inclusive");
                }
            }
            case "not-negative" -> {
                if (value.asLong() < 0) {
                    causes.invalid(path, value, NOT_NEGATIVE);
                }
            }
            case "count-or-percent" -> {
                if (value.isTextual() && !value.asText().matches("[0-9]+%")) {
                    causes.invalid(
                            path,
                            value,
                            "a valid percent string must be a numeric string followed by an ending '%' (e.g. '1%',  or"
                                    + " '93%', regex used for validation is '[0-9]+%')");
                } else if (value.isNumber() && value.asLong() < 0) {
                    causes.invalid(path, value, NOT_NEGATIVE);
                }
            }
            case "labels" -> labels(value, path);
            default -> throw new IllegalArgumentException("no check is called " + check);
        }
    }

    void port(JsonNode value, String path) {
        if (value.asLong() < 1 || value.asLong() > 65535) {
            causes.invalid(path, value, PORT);
        }
    }

    /** Keys and values of labels. */
    void labels(JsonNode labels, String path) {
        for (Map.Entry<String, JsonNode> label : labels.properties()) {
            for (String problem : Names.labelKey(label.getKey())) {
                causes.invalid(path, label.getKey(), problem);
            }
            for (String problem : Names.labelValue(label.getValue().asText())) {
                causes.invalid(path, label.getValue(), problem);
            }
        }
    }

    /** A label selector with operators. */
    void selector(JsonNode selector, String path) {
        labels(selector.path("matchLabels"), path + ".matchLabels");
        for (int i = 0; i < selector.path("matchExpressions").size(); i++) {
            JsonNode requirement = selector.path("matchExpressions").get(i);
            String at = path + ".matchExpressions[" + i + "]";
            JsonNode values = requirement.path("values");
            switch (requirement.path("operator").asText()) {
                case "In", "NotIn" -> {
                    if (values.isEmpty()) {
                        causes.required(at + ".values", "must be specified when `operator` is 'In' or 'NotIn'");
                    }
                }
                case "Exists", "DoesNotExist" -> {
                    if (!values.isEmpty()) {
                        causes.forbidden(
                                at + ".values", "may not be specified when `operator` is 'Exists' or 'DoesNotExist'");
                    }
                }
                default ->
                    causes.invalid(at + ".operator", requirement.path("operator"), "not a valid selector operator");
            }
            for (String problem : Names.labelKey(requirement.path("key").asText())) {
                causes.invalid(at + ".key", requirement.path("key"), problem);
            }
            for (int j = 0; j < values.size(); j++) {
                for (String problem : Names.labelValue(values.get(j).asText())) {
                    causes.invalid(at + ".values[" + j + "]", values.get(j), problem);
                }
            }
        }
    }

    private void unique(JsonNode list, String key, String path) {
        Set<JsonNode> seen = new HashSet<>();
        for (int i = 0; i < list.size(); i++) {
            JsonNode value = list.get(i).path(key);
            if (!value.isMissingNode() && !seen.add(value)) {
                causes.duplicate(path + "[" + i + "]." + key, value);
            }
        }
    }

    private static List<String> envName(String text) {
        return text.matches("[ -<>-~]+")
                ? List.of()
                : List.of(
                        "a valid environment variable name must consist only of printable ASCII characters other than '='");
    }

    private static List<String> schedule(String text) {
        boolean known = text.matches("@(yearly|annually|monthly|weekly|daily|midnight|hourly|every \\S+)")
                || text.trim().split("\\s+").length == 5;
        return known
                ? List.of()
                : List.of("expected exactly 5 fields, found " + text.trim().split("\\s+").length + ": " + text);
    }
}

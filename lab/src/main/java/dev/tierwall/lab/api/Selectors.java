package dev.tierwall.lab.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The selectors of a list or a watch, as the query of a request writes them. */
public final class Selectors {

    private static final Pattern SET = Pattern.compile("\\s*([^\\s!=,()]+)\\s+(in|notin)\\s*\\(([^()]*)\\)\\s*");
    private static final Pattern EQUALITY = Pattern.compile("\\s*([^\\s!=,()]+)\\s*(==|=|!=)\\s*([^\\s!=,()]*)\\s*");
    private static final Pattern EXISTENCE = Pattern.compile("\\s*(!?)\\s*([^\\s!=,()]+)\\s*");
    private static final Pattern COMPARISON = Pattern.compile("\\s*([^\\s!=<>,()]+)\\s*([<>])\\s*(-?[0-9]+)\\s*");
    private static final Pattern KEY =
            Pattern.compile("([a-z0-9]([-a-z0-9.]*[a-z0-9])?/)?[A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?");

    private Selectors() {}

    /** Which objects a label selector takes. */
    public static Predicate<ObjectNode> labels(String text) throws ApiException {
        Predicate<JsonNode> all = labels -> true;
        for (String part : split(text)) {
            if (!part.isBlank()) {
                all = all.and(requirement(part, text));
            }
        }
        Predicate<JsonNode> takes = all;
        return object -> takes.test(object.path("metadata").path("labels"));
    }

    private static Predicate<JsonNode> requirement(String part, String whole) throws ApiException {
        Matcher set = SET.matcher(part);
        if (set.matches()) {
            String key = key(set.group(1), whole);
            Set<String> values = Set.copyOf(List.of(set.group(3).split(",", -1)).stream()
                    .map(String::strip)
                    .distinct()
                    .toList());
            return set.group(2).equals("in")
                    ? labels ->
                            labels.has(key) && values.contains(labels.path(key).asText())
                    : labels -> !labels.has(key)
                            || !values.contains(labels.path(key).asText());
        }
        Matcher equality = EQUALITY.matcher(part);
        if (equality.matches()) {
            String key = key(equality.group(1), whole);
            String value = equality.group(3);
            return equality.group(2).equals("!=")
                    ? labels -> !labels.has(key) || !labels.path(key).asText().equals(value)
                    : labels -> labels.has(key) && labels.path(key).asText().equals(value);
        }
        Matcher comparison = COMPARISON.matcher(part);
        if (comparison.matches()) {
            String key = key(comparison.group(1), whole);
            long bound = Long.parseLong(comparison.group(3));
            boolean greater = comparison.group(2).equals(">");
            return labels -> {
                String value = labels.path(key).asText();
                return value.matches("-?[0-9]{1,18}")
                        && (greater ? Long.parseLong(value) > bound : Long.parseLong(value) < bound);
            };
        }
        Matcher existence = EXISTENCE.matcher(part);
        if (existence.matches()) {
            String key = key(existence.group(2), whole);
            return existence.group(1).isEmpty() ? labels -> labels.has(key) : labels -> !labels.has(key);
        }
        throw unreadable(whole);
    }

    private static String key(String text, String whole) throws ApiException {
        if (!KEY.matcher(text).matches()) {
            throw unreadable(whole);
        }
        return text;
    }

    private static ApiException unreadable(String selector) {
        return ApiException.badRequest("unable to parse requirement: the label selector \"" + selector
                + "\" is not a list such as app=web,tier in (a,b),!old");
    }

    /** At commas, but for those in parentheses. */
    private static List<String> split(String text) {
        List<String> parts = new ArrayList<>();
        int depth = 0;
        int start = 0;
        for (int i = 0; i < text.length(); i++) {
            switch (text.charAt(i)) {
                case '(' -> depth++;
                case ')' -> depth--;
                case ',' -> {
                    if (depth == 0) {
                        parts.add(text.substring(start, i));
                        start = i + 1;
                    }
                }
                default -> {}
            }
        }
        parts.add(text.substring(start));
        return parts;
    }

    /** The parts of a label selector as a query writes them: labels by name, then expressions in their order. */
    public static List<String> parts(JsonNode selector) {
        List<String> parts = new ArrayList<>(pairs(selector.path("matchLabels")));
        for (JsonNode one : selector.path("matchExpressions")) {
            String key = one.path("key").asText();
            String values =
                    one.path("values").valueStream().map(JsonNode::asText).collect(Collectors.joining(","));
            parts.add(
                    switch (one.path("operator").asText()) {
                        case "In" -> key + " in (" + values + ")";
                        case "NotIn" -> key + " notin (" + values + ")";
                        case "DoesNotExist" -> "!" + key;
                        default -> key;
                    });
        }
        return parts;
    }

    /** {@code key=value} for each entry of a map, by key. */
    public static List<String> pairs(JsonNode map) {
        return map.properties().stream()
                .sorted(Map.Entry.comparingByKey())
                .map(entry -> entry.getKey() + "=" + entry.getValue().asText())
                .toList();
    }

    /** Which objects a field selector takes. Any field that holds a single value can be named. */
    public static Predicate<ObjectNode> fields(String text) throws ApiException {
        Predicate<ObjectNode> all = object -> true;
        for (String part : text.split(",", -1)) {
            if (part.isBlank()) {
                continue;
            }
            Matcher equality = EQUALITY.matcher(part);
            if (!equality.matches()) {
                throw ApiException.badRequest("invalid selector: '" + text + "'; can't understand '" + part + "'");
            }
            String path = equality.group(1);
            String value = equality.group(3);
            boolean wanted = !equality.group(2).equals("!=");
            all = all.and(object -> value(object, path).equals(value) == wanted);
        }
        return all;
    }

    private static String value(ObjectNode object, String path) {
        JsonNode node = object;
        for (String step : path.split("\\.", -1)) {
            node = node.path(step);
        }
        return node.asText("");
    }
}

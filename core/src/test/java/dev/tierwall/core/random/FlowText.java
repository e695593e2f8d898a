package dev.tierwall.core.random;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Writes trees of maps, lists and scalars as YAML: one line for each key at the top, flow style below. */
final class FlowText {

    private FlowText() {}

    static String document(Map<String, ?> tree) {
        StringBuilder text = new StringBuilder();
        tree.forEach((key, value) ->
                text.append(key).append(": ").append(flow(value)).append('\n'));
        return text.toString();
    }

    private static String flow(Object value) {
        return switch (value) {
            case Map<?, ?> map ->
                map.entrySet().stream()
                        .map(entry -> scalar(entry.getKey().toString()) + ": " + flow(entry.getValue()))
                        .collect(Collectors.joining(", ", "{", "}"));
            case List<?> list -> list.stream().map(FlowText::flow).collect(Collectors.joining(", ", "[", "]"));
            case String text -> scalar(text);
            default -> value.toString();
        };
    }

    /** Quotes whatever could be read as something other than this very text. */
    private static String scalar(String text) {
        boolean plain =
                text.matches("[A-Za-z][A-Za-z0-9./-]*") && !text.matches("(?i)y|n|yes|no|on|off|true|false|null");
        return plain ? text : '"' + text + '"';
    }
}

package dev.tierwall.bench;

import java.util.Iterator;
import java.util.List;
import java.util.Map;

/** Writes trees of maps, lists and scalars as YAML in block style, the way that people and kubectl write it. */
final class BlockYaml {

    private static final String STEP = "  ";

    private final StringBuilder out;

    private BlockYaml(StringBuilder out) {
        this.out = out;
    }

    /** Appends one document. */
    static void document(Map<String, ?> tree, StringBuilder out) {
        out.append("---\n");
        new BlockYaml(out).map(tree, "", "");
    }

    /** The first key stands where the text already is; the others are indented. */
    private void map(Map<?, ?> map, String first, String indent) {
        String before = first;
        for (Map.Entry<?, ?> entry : map.entrySet()) {
            out.append(before).append(scalar(entry.getKey().toString())).append(':');
            value(entry.getValue(), indent);
            before = indent;
        }
    }

    private void value(Object value, String indent) {
        switch (value) {
            case Map<?, ?> map when map.isEmpty() -> out.append(" {}\n");
            case List<?> list when list.isEmpty() -> out.append(" []\n");
            case Map<?, ?> map -> {
                out.append('\n');
                map(map, indent + STEP, indent + STEP);
            }
            case List<?> list -> {
                out.append('\n');
                items(list, indent);
            }
            default -> out.append(' ').append(plain(value)).append('\n');
        }
    }

    private void items(List<?> list, String indent) {
        for (Iterator<?> items = list.iterator(); items.hasNext(); ) {
            Object item = items.next();
            out.append(indent).append("-");
            if (item instanceof Map<?, ?> map && !map.isEmpty()) {
                out.append(' ');
                map(map, "", indent + STEP);
            } else {
                value(item, indent);
            }
        }
    }

    private static String plain(Object value) {
        return value instanceof String text ? scalar(text) : value.toString();
    }

    /** Quotes whatever could be read as something other than this very text. */
    private static String scalar(String text) {
        boolean plain = !text.isEmpty() && Character.isLetter(text.charAt(0));
        for (int i = 0; i < text.length() && plain; i++) {
            char c = text.charAt(i);
            plain = c < 128 && (Character.isLetterOrDigit(c) || c == '-' || c == '.' || c == '/' || c == '_');
        }
        return plain && !isWord(text) ? text : '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }

    private static boolean isWord(String text) {
        return switch (text) {
            case "true", "false", "yes", "no", "on", "off", "null", "y", "n" -> true;
            default -> false;
        };
    }
}

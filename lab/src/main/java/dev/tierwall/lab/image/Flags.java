package dev.tierwall.lab.image;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Long options, as {@code --name=value}, {@code --name value} or, for switches, {@code --name}; and other words. */
final class Flags {

    private final Map<String, String> values = new HashMap<>();
    private final List<String> words = new ArrayList<>();

    private Flags() {}

    static Flags of(List<String> arguments, Set<String> switches) {
        Flags flags = new Flags();
        for (int i = 0; i < arguments.size(); i++) {
            String word = arguments.get(i);
            String name = word.replaceFirst("^--?", "");
            if (!word.startsWith("-") || name.isEmpty()) {
                flags.words.add(word);
            } else if (name.contains("=")) {
                flags.values.put(name.substring(0, name.indexOf('=')), name.substring(name.indexOf('=') + 1));
            } else if (switches.contains(name)) {
                flags.values.put(name, "true");
            } else if (i + 1 < arguments.size()) {
                flags.values.put(name, arguments.get(++i));
            }
        }
        return flags;
    }

    List<String> words() {
        return words;
    }

    String text(String name, String otherwise) {
        return values.getOrDefault(name, otherwise);
    }

    boolean isOn(String name, boolean otherwise) {
        return values.containsKey(name) ? values.get(name).equals("true") : otherwise;
    }

    int number(String name, int otherwise) {
        try {
            return Integer.parseInt(values.getOrDefault(name, Integer.toString(otherwise)));
        } catch (NumberFormatException wrong) {
            return otherwise;
        }
    }

    /** A time, such as 500ms, 3s, 1m30s, or 3, which is seconds. */
    Duration time(String name, Duration otherwise) {
        return values.containsKey(name) ? parse(values.get(name), otherwise) : otherwise;
    }

    static Duration parse(String text, Duration otherwise) {
        try {
            if (text.endsWith("ms")) {
                return Duration.ofMillis(Long.parseLong(text.substring(0, text.length() - 2)));
            }
            if (text.chars().allMatch(one -> Character.isDigit(one) || one == '.')) {
                return Duration.ofMillis((long) (Double.parseDouble(text) * 1000));
            }
            return Duration.parse("PT" + text);
        } catch (java.time.format.DateTimeParseException | NumberFormatException wrong) {
            return otherwise;
        }
    }
}

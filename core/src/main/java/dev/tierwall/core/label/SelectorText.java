package dev.tierwall.core.label;

import dev.tierwall.core.label.Requirement.Operator;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads selectors as kubectl's {@code -l} takes them: {@code app=web,tier in (a,b),!debug}. */
public final class SelectorText {

    private static final String KEY = "([A-Za-z0-9][A-Za-z0-9./_-]*)";
    private static final String VALUE = "([A-Za-z0-9._-]*)";
    private static final Pattern EQUAL = Pattern.compile(KEY + "\\s*==?\\s*" + VALUE);
    private static final Pattern UNEQUAL = Pattern.compile(KEY + "\\s*!=\\s*" + VALUE);
    private static final Pattern SET = Pattern.compile(KEY + "\\s+(in|notin)\\s*\\(([A-Za-z0-9._,\\s-]*)\\)");
    private static final Pattern PRESENT = Pattern.compile("(!?)\\s*" + KEY);

    private SelectorText() {}

    /** The selector that a text stands for; empty if it is none. */
    public static Optional<Selector> read(String text) {
        List<Requirement> requirements = new ArrayList<>();
        for (String part : parts(text)) {
            Optional<Requirement> requirement = requirement(part.strip());
            if (requirement.isEmpty()) {
                return Optional.empty();
            }
            requirements.add(requirement.get());
        }
        return Optional.of(new Selector(requirements));
    }

    /** Taken apart at the commas outside parentheses. */
    private static List<String> parts(String text) {
        List<String> parts = new ArrayList<>();
        int from = 0;
        int depth = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            depth += c == '(' ? 1 : c == ')' ? -1 : 0;
            if (c == ',' && depth == 0) {
                parts.add(text.substring(from, i));
                from = i + 1;
            }
        }
        parts.add(text.substring(from));
        return parts;
    }

    private static Optional<Requirement> requirement(String text) {
        Matcher equal = EQUAL.matcher(text);
        if (equal.matches()) {
            return Optional.of(Requirement.equal(equal.group(1), equal.group(2)));
        }
        Matcher unequal = UNEQUAL.matcher(text);
        if (unequal.matches()) {
            return Optional.of(new Requirement(unequal.group(1), Operator.NOT_IN, List.of(unequal.group(2))));
        }
        Matcher set = SET.matcher(text);
        if (set.matches()) {
            List<String> values = Arrays.stream(set.group(3).split(",", -1))
                    .map(String::strip)
                    .toList();
            Operator operator = set.group(2).equals("in") ? Operator.IN : Operator.NOT_IN;
            return Optional.of(new Requirement(set.group(1), operator, values));
        }
        Matcher present = PRESENT.matcher(text);
        if (present.matches()) {
            Operator operator = present.group(1).isEmpty() ? Operator.EXISTS : Operator.DOES_NOT_EXIST;
            return Optional.of(new Requirement(present.group(2), operator, List.of()));
        }
        return Optional.empty();
    }
}

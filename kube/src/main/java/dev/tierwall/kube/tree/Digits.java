package dev.tierwall.kube.tree;

import java.math.BigInteger;
import org.jspecify.annotations.Nullable;

/** The shapes of numbers in a plain scalar, judged without regular expressions. */
final class Digits {

    private Digits() {}

    static boolean allDecimal(String text, int from) {
        for (int i = from; i < text.length(); i++) {
            if (!isDigit(text.charAt(i))) {
                return false;
            }
        }
        return from < text.length();
    }

    /**
     * An integer with an optional sign in base ten, or with a prefix: 0x, 0b, 0o, and 0 alone for base eight. Null if it
     * is none, as 08 and 1e3. A sign after 0b is accepted, because kubectl's reader does.
     */
    static @Nullable BigInteger integer(String text) {
        boolean signed = text.charAt(0) == '+' || text.charAt(0) == '-';
        int from = signed ? 1 : 0;
        int radix = radix(text, from);
        from += radix == 10 ? 0 : prefix(text, from);
        if (text.startsWith("0b") && from < text.length() && (text.charAt(from) == '-' || text.charAt(from) == '+')) {
            return allBinary(text, from + 1) ? new BigInteger(text.substring(from), 2) : null;
        }
        if (from >= text.length()) {
            return null;
        }
        for (int i = from; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c >= 128 || Character.digit(c, radix) < 0) {
                return null;
            }
        }
        BigInteger value = new BigInteger(text.substring(from), radix);
        return text.charAt(0) == '-' ? value.negate() : value;
    }

    private static boolean allBinary(String text, int from) {
        for (int i = from; i < text.length(); i++) {
            if (text.charAt(i) != '0' && text.charAt(i) != '1') {
                return false;
            }
        }
        return from < text.length();
    }

    private static int radix(String text, int from) {
        if (text.length() < from + 2 || text.charAt(from) != '0') {
            return 10;
        }
        return switch (text.charAt(from + 1)) {
            case 'x', 'X' -> 16;
            case 'b', 'B' -> 2;
            case 'o', 'O' -> 8;
            default -> isDigit(text.charAt(from + 1)) ? 8 : 10;
        };
    }

    private static int prefix(String text, int from) {
        return isDigit(text.charAt(from + 1)) ? 1 : 2;
    }

    /** {@code [-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?}. */
    static boolean isYamlFloat(String text) {
        int i = text.startsWith("+") || text.startsWith("-") ? 1 : 0;
        int whole = digits(text, i);
        i += whole;
        if (i < text.length() && text.charAt(i) == '.') {
            int decimals = digits(text, i + 1);
            if (whole + decimals == 0) {
                return false;
            }
            i += 1 + decimals;
        } else if (whole == 0) {
            return false;
        }
        return i == text.length() || isExponent(text, i);
    }

    private static boolean isExponent(String text, int from) {
        if (text.charAt(from) != 'e' && text.charAt(from) != 'E') {
            return false;
        }
        int i = from + 1;
        if (i < text.length() && (text.charAt(i) == '+' || text.charAt(i) == '-')) {
            i++;
        }
        int digits = digits(text, i);
        return digits > 0 && i + digits == text.length();
    }

    /** A float that starts with a dot, where single underscores may stand between digits. */
    static boolean isGoFloat(String text) {
        for (int i = text.indexOf('_'); i >= 0; i = text.indexOf('_', i + 1)) {
            boolean between =
                    i > 0 && i + 1 < text.length() && isDigit(text.charAt(i - 1)) && isDigit(text.charAt(i + 1));
            if (!between) {
                return false;
            }
        }
        return isYamlFloat(text.replace("_", ""));
    }

    private static int digits(String text, int from) {
        int i = from;
        while (i < text.length() && isDigit(text.charAt(i))) {
            i++;
        }
        return i - from;
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }
}

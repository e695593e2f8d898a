package dev.tierwall.kube.tree;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * What an unquoted word of YAML means: the rules of the YAML 1.1 reader inside kubectl, which are not those of YAML 1.2.
 * The table is in docs/input.md.
 */
final class Scalars {

    private static final BigInteger LONG_MIN = BigInteger.valueOf(Long.MIN_VALUE);
    private static final BigInteger LONG_MAX = BigInteger.valueOf(Long.MAX_VALUE);
    private static final BigInteger UNSIGNED_MAX = BigInteger.TWO.pow(64).subtract(BigInteger.ONE);
    private static final String STANDARD_TAG = "tag:yaml.org,2002:";

    private Scalars() {}

    /** The meaning of a plain scalar without a tag. */
    static Node plain(String text, int line, int column) {
        return switch (text.isEmpty() ? '~' : text.charAt(0)) {
            case 'y', 'Y', 'n', 'N', 't', 'T', 'f', 'F', 'o', 'O', '~' -> word(text, line, column);
            case '0', '1', '2', '3', '4', '5', '6', '7', '8', '9', '+', '-' -> number(text, line, column);
            case '.' -> dotted(text, line, column);
            default -> new Node.Text(text, line, column);
        };
    }

    private static Node word(String text, int line, int column) {
        return switch (text) {
            case "y", "Y", "yes", "Yes", "YES", "true", "True", "TRUE", "on", "On", "ON" ->
                new Node.Bool(true, line, column);
            case "n", "N", "no", "No", "NO", "false", "False", "FALSE", "off", "Off", "OFF" ->
                new Node.Bool(false, line, column);
            case "", "~", "null", "Null", "NULL" -> new Node.Null(line, column);
            default -> new Node.Text(text, line, column);
        };
    }

    private static Node dotted(String text, int line, int column) {
        return switch (text) {
            case ".inf", ".Inf", ".INF" -> new Node.Fraction(Double.POSITIVE_INFINITY, line, column);
            case ".nan", ".NaN", ".NAN" -> new Node.Fraction(Double.NaN, line, column);
            default ->
                Digits.isGoFloat(text) ? fraction(text, text.replace("_", ""), line, column) : text(text, line, column);
        };
    }

    private static Node number(String text, int line, int column) {
        return switch (text) {
            case "+.inf", "+.Inf", "+.INF" -> new Node.Fraction(Double.POSITIVE_INFINITY, line, column);
            case "-.inf", "-.Inf", "-.INF" -> new Node.Fraction(Double.NEGATIVE_INFINITY, line, column);
            default -> digits(text, line, column);
        };
    }

    private static Node digits(String text, int line, int column) {
        String plain = text.indexOf('_') < 0 ? text : text.replace("_", "");
        if (plain.length() < 18 && plain.charAt(0) != '0' && Digits.allDecimal(plain, 0)) {
            return new Node.Whole(Long.parseLong(plain), line, column);
        }
        BigInteger whole = Digits.integer(plain);
        if (whole != null && whole.compareTo(LONG_MIN) >= 0 && whole.compareTo(LONG_MAX) <= 0) {
            return new Node.Whole(whole.longValue(), line, column);
        }
        if (whole != null && whole.signum() > 0 && whole.compareTo(UNSIGNED_MAX) <= 0 && plain.charAt(0) != '+') {
            return new Node.Fraction(whole.doubleValue(), line, column);
        }
        if (Digits.isYamlFloat(plain)) {
            return fraction(text, plain, line, column);
        }
        return whole == null ? text(text, line, column) : new Node.Fraction(whole.doubleValue(), line, column);
    }

    /** A float; what is too large for 64 bits stays the text that it was. */
    private static Node fraction(String text, String digits, int line, int column) {
        double value = Double.parseDouble(digits);
        return Double.isInfinite(value) ? text(text, line, column) : number(value, line, column);
    }

    /** A float as JSON carries it: without a fraction it is a whole number again. */
    static Node number(double value, int line, int column) {
        boolean whole = value == Math.rint(value) && Math.abs(value) < 0x1p63;
        return whole ? new Node.Whole((long) value, line, column) : new Node.Fraction(value, line, column);
    }

    private static Node text(String text, int line, int column) {
        return new Node.Text(text, line, column);
    }

    /** The meaning of a scalar with an explicit tag, or null if the text does not fit the tag. */
    static @Nullable Node tagged(String tag, String text, int line, int column) {
        if (!tag.startsWith(STANDARD_TAG)) {
            return text(text, line, column);
        }
        return switch (tag.substring(STANDARD_TAG.length())) {
            case "binary" -> binary(text, line, column);
            case "int" -> isInteger(text) ? plain(text, line, column) : null;
            case "float" -> floating(plain(text, line, column));
            case "bool" -> plain(text, line, column) instanceof Node.Bool bool ? bool : null;
            case "null" -> plain(text, line, column) instanceof Node.Null none ? none : null;
            default -> text(text, line, column);
        };
    }

    private static boolean isInteger(String text) {
        String plain = text.replace("_", "");
        return !plain.isEmpty() && Digits.integer(plain) != null;
    }

    private static @Nullable Node floating(Node node) {
        return node instanceof Node.Whole || node instanceof Node.Fraction ? node : null;
    }

    private static @Nullable Node binary(String text, int line, int column) {
        try {
            byte[] bytes = Base64.getMimeDecoder().decode(text);
            return text(new String(bytes, StandardCharsets.UTF_8), line, column);
        } catch (IllegalArgumentException notBase64) {
            return null;
        }
    }

    /** The text of a scalar used as a key, or null if it cannot be one. */
    static @Nullable String key(Node node) {
        return switch (node) {
            case Node.Text text -> text.value();
            case Node.Whole whole -> Long.toString(whole.value());
            case Node.Bool bool -> Boolean.toString(bool.value());
            case Node.Fraction fraction -> shortest((float) fraction.value());
            case Node.Null _, Node.Sequence _, Node.Mapping _ -> null;
        };
    }

    /** A float key in the fewest digits that 32 bits need, with an exponent from a million on and below 0.0001. */
    private static String shortest(float value) {
        if (Float.isNaN(value)) {
            return ".nan";
        }
        if (Float.isInfinite(value)) {
            return value > 0 ? ".inf" : "-.inf";
        }
        BigDecimal exact = new BigDecimal(Float.toString(value)).stripTrailingZeros();
        String digits = exact.unscaledValue().abs().toString();
        int exponent = digits.length() - exact.scale() - 1;
        if (exponent >= -4 && exponent < 6) {
            return exact.toPlainString();
        }
        String mantissa = digits.length() == 1 ? digits : digits.charAt(0) + "." + digits.substring(1);
        String sign = exact.signum() < 0 ? "-" : "";
        return sign
                + mantissa
                + (exponent < 0 ? "e-" : "e+")
                + (Math.abs(exponent) < 10 ? "0" : "")
                + Math.abs(exponent);
    }
}

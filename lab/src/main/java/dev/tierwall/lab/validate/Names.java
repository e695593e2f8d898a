package dev.tierwall.lab.validate;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** The forms that names must have; each gives what is wrong with a text, in the API server's words, or nothing. */
final class Names {

    private static final int LABEL = 63;
    private static final int SUBDOMAIN = 253;
    private static final int PORT_NAME = 15;

    private static final String LABEL_FORM = "[a-z0-9]([-a-z0-9]*[a-z0-9])?";
    private static final String SUBDOMAIN_FORM = LABEL_FORM + "(\\." + LABEL_FORM + ")*";
    private static final String SERVICE_FORM = "[a-z]([-a-z0-9]*[a-z0-9])?";
    private static final String KEY_FORM = "([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]";
    private static final String VALUE_FORM = "(" + KEY_FORM + ")?";
    private static final String CONFIG_KEY_FORM = "[-._a-zA-Z0-9]+";

    private static final Pattern IS_LABEL = Pattern.compile(LABEL_FORM);
    private static final Pattern IS_SUBDOMAIN = Pattern.compile(SUBDOMAIN_FORM);
    private static final Pattern IS_SERVICE = Pattern.compile(SERVICE_FORM);
    private static final Pattern IS_KEY = Pattern.compile(KEY_FORM);
    private static final Pattern IS_CONFIG_KEY = Pattern.compile(CONFIG_KEY_FORM);

    private Names() {}

    static List<String> label(String text) {
        return problems(
                text,
                LABEL,
                IS_LABEL,
                "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and"
                        + " end with an alphanumeric character (e.g. 'my-name',  or '123-abc', regex used for validation is '"
                        + LABEL_FORM + "')");
    }

    static List<String> subdomain(String text) {
        return problems(
                text,
                SUBDOMAIN,
                IS_SUBDOMAIN,
                "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must"
                        + " start and end with an alphanumeric character (e.g. 'example.com', regex used for validation is '"
                        + SUBDOMAIN_FORM + "')");
    }

    static List<String> service(String text) {
        return problems(
                text,
                LABEL,
                IS_SERVICE,
                "a DNS-1035 label must consist of lower case alphanumeric characters or '-', start with an alphabetic"
                        + " character, and end with an alphanumeric character (e.g. 'my-name',  or 'abc-123', regex used for"
                        + " validation is '" + SERVICE_FORM + "')");
    }

    /** Names that may be anything that a path can hold. */
    static List<String> pathSegment(String text) {
        if (text.equals(".") || text.equals("..")) {
            return List.of("may not be '" + text + "'");
        }
        List<String> problems = new ArrayList<>();
        for (String bad : List.of("/", "%")) {
            if (text.contains(bad)) {
                problems.add("may not contain '" + bad + "'");
            }
        }
        return problems;
    }

    /** What stands in front of a number that the server makes up: a hyphen at its end is no fault. */
    static String withoutTrailingHyphen(String prefix) {
        return prefix.length() > 1 && prefix.endsWith("-") ? prefix.substring(0, prefix.length() - 1) + "a" : prefix;
    }

    static List<String> labelKey(String text) {
        String form = "must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an"
                + " alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is '"
                + KEY_FORM + "')";
        String[] parts = text.split("/", -1);
        if (parts.length > 2) {
            return List.of("a qualified name " + form + " with an optional DNS subdomain prefix and '/' (e.g."
                    + " 'example.com/MyName')");
        }
        List<String> problems = new ArrayList<>();
        if (parts.length == 2) {
            if (parts[0].isEmpty()) {
                problems.add("prefix part must be non-empty");
            } else {
                subdomain(parts[0]).forEach(problem -> problems.add("prefix part " + problem));
            }
        }
        String name = parts[parts.length - 1];
        if (name.isEmpty()) {
            problems.add("name part must be non-empty");
        } else if (name.length() > LABEL) {
            problems.add("name part must be no more than " + LABEL + " bytes");
        }
        if (!IS_KEY.matcher(name).matches()) {
            problems.add("name part " + form);
        }
        return problems;
    }

    static List<String> annotationKey(String text) {
        return labelKey(text.toLowerCase(Locale.ROOT));
    }

    static List<String> labelValue(String text) {
        return text.isEmpty()
                ? List.of()
                : problems(
                        text,
                        LABEL,
                        IS_KEY,
                        "a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and"
                                + " must start and end with an alphanumeric character (e.g. 'MyValue',  or 'my_value',  or"
                                + " '12345', regex used for validation is '" + VALUE_FORM + "')");
    }

    static List<String> configKey(String text) {
        if (text.equals(".") || text.equals("..")) {
            return List.of("must not be '" + text + "'");
        }
        return problems(
                text,
                SUBDOMAIN,
                IS_CONFIG_KEY,
                "a valid config key must consist of alphanumeric characters, '-', '_' or '.' (e.g. 'key.name',  or"
                        + " 'KEY_NAME',  or 'key-name', regex used for validation is '" + CONFIG_KEY_FORM + "')");
    }

    static List<String> portName(String text) {
        List<String> problems = new ArrayList<>();
        if (text.length() > PORT_NAME) {
            problems.add("must be no more than " + PORT_NAME + " bytes");
        }
        if (!text.matches("[-a-z0-9]+")) {
            problems.add("must contain only alpha-numeric characters (a-z, 0-9), and hyphens (-)");
        }
        if (!text.matches(".*[a-z].*")) {
            problems.add("must contain at least one letter (a-z)");
        }
        if (text.contains("--")) {
            problems.add("must not contain consecutive hyphens");
        }
        if (text.startsWith("-") || text.endsWith("-")) {
            problems.add("must not begin or end with a hyphen");
        }
        return problems;
    }

    private static List<String> problems(String text, int longest, Pattern form, String formProblem) {
        List<String> problems = new ArrayList<>();
        if (text.length() > longest) {
            problems.add("must be no more than " + longest + " bytes");
        }
        if (!form.matcher(text).matches()) {
            problems.add(formProblem);
        }
        return problems;
    }
}

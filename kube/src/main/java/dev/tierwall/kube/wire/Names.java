package dev.tierwall.kube.wire;

/** The forms that names must have, each told by what is wrong with a text; an empty answer means nothing is. */
final class Names {

    private static final int LABEL = 63;
    private static final int SUBDOMAIN = 253;
    private static final int PORT_NAME = 15;

    private Names() {}

    /** Names of namespaces: letters, digits and hyphens. */
    static String dnsLabelProblem(String text) {
        if (text.length() > LABEL) {
            return "is longer than " + LABEL + " characters";
        }
        return isDnsLabel(text, 0, text.length())
                ? ""
                : "must consist of lower-case letters, digits and hyphens, and start and end with a letter or digit";
    }

    /** Names of Services: as a DNS label, starting with a letter. */
    static String serviceProblem(String text) {
        String problem = dnsLabelProblem(text);
        boolean digitFirst = !text.isEmpty() && isDigit(text.charAt(0));
        return problem.isEmpty() && digitFirst ? "must start with a letter" : problem;
    }

    /** Names of most objects: DNS labels joined by dots. */
    static String dnsSubdomainProblem(String text) {
        if (text.length() > SUBDOMAIN) {
            return "is longer than " + SUBDOMAIN + " characters";
        }
        return isSubdomain(text)
                ? ""
                : "must consist of lower-case letters, digits, hyphens and dots, and start and end with a letter or digit";
    }

    private static boolean isSubdomain(String text) {
        int from = 0;
        for (int dot = text.indexOf('.'); dot >= 0; dot = text.indexOf('.', from)) {
            if (!isDnsLabel(text, from, dot)) {
                return false;
            }
            from = dot + 1;
        }
        return isDnsLabel(text, from, text.length());
    }

    private static boolean isDnsLabel(String text, int from, int to) {
        if (from == to || text.charAt(from) == '-' || text.charAt(to - 1) == '-') {
            return false;
        }
        for (int i = from; i < to; i++) {
            char c = text.charAt(i);
            if (!isLower(c) && !isDigit(c) && c != '-') {
                return false;
            }
        }
        return true;
    }

    /** Names of ports, as registered for services: at most 15 lower-case letters, digits and single hyphens. */
    static String portNameProblem(String text) {
        if (text.isEmpty()) {
            return "must not be empty";
        }
        if (text.length() > PORT_NAME) {
            return "is longer than " + PORT_NAME + " characters";
        }
        if (!isDnsLabel(text, 0, text.length())) {
            return "must consist of lower-case letters, digits and hyphens, and start and end with a letter or digit";
        }
        if (!hasLetter(text)) {
            return "must have at least one letter";
        }
        return text.contains("--") ? "must not have two hyphens in a row" : "";
    }

    private static boolean hasLetter(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (isLower(text.charAt(i))) {
                return true;
            }
        }
        return false;
    }

    /** Keys of labels: a name, and before a slash perhaps a domain. */
    static String labelKeyProblem(String text) {
        int slash = text.indexOf('/');
        if (slash >= 0) {
            String prefix = text.substring(0, slash);
            if (prefix.length() > SUBDOMAIN || !isSubdomain(prefix)) {
                return "must have a DNS name before its slash";
            }
        }
        String name = text.substring(slash + 1);
        if (name.isEmpty()) {
            return slash < 0 ? "must not be empty" : "must have a name after its slash";
        }
        return labelValueProblem(name);
    }

    /** Values of labels: empty, or at most 63 letters, digits and, inside, also hyphens, underscores and dots. */
    static String labelValueProblem(String text) {
        if (text.isEmpty()) {
            return "";
        }
        if (text.length() > LABEL) {
            return "is longer than " + LABEL + " characters";
        }
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean edge = i == 0 || i == text.length() - 1;
            boolean alphanumeric = isLower(c) || isDigit(c) || (c >= 'A' && c <= 'Z');
            if (!alphanumeric && (edge || (c != '-' && c != '_' && c != '.'))) {
                return "must consist of letters, digits, hyphens, underscores and dots, and start and end with a letter or digit";
            }
        }
        return "";
    }

    /** Domain names of rules: labels joined by dots, the first one perhaps a star. */
    static boolean isDomainName(String text) {
        String name = text.startsWith("*.") ? text.substring(2) : text;
        name = name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
        String[] labels = name.split("\\.", -1);
        if (labels.length < 2) {
            return false;
        }
        for (String label : labels) {
            boolean filled = !label.isEmpty() && label.indexOf('.') < 0;
            if (!filled || !labelValueProblem(label).isEmpty()) {
                return false;
            }
        }
        return true;
    }

    private static boolean isLower(char c) {
        return c >= 'a' && c <= 'z';
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }
}

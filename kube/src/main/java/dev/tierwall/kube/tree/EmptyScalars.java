package dev.tierwall.kube.tree;

/**
 * A block scalar without text, followed by lines of nothing but spaces, is an empty text to kubectl; the parser refuses
 * such lines where they are indented deeply. Shortened, they mean the same to both.
 */
final class EmptyScalars {

    private EmptyScalars() {}

    /** Whether a message of the parser is about such lines. */
    static boolean areMeantBy(String problem) {
        return problem.startsWith("the leading empty lines contain more spaces");
    }

    /** The text without the spaces on blank lines that follow the header of an empty block scalar. */
    static String shortened(String text) {
        StringBuilder out = new StringBuilder(text.length());
        String header = "";
        int p = 0;
        while (p < text.length()) {
            int end = text.indexOf('\n', p);
            end = end < 0 ? text.length() : end;
            String line = text.substring(p, end);
            if (!line.isBlank()) {
                header = line;
                out.append(line);
            } else if (line.indexOf('\t') >= 0 || !isEmptyScalar(header, text, end)) {
                out.append(line);
            }
            if (end < text.length()) {
                out.append('\n');
            }
            p = end + 1;
        }
        return out.toString();
    }

    private static boolean isEmptyScalar(String header, String text, int from) {
        int indicator = Math.max(header.lastIndexOf('|'), header.lastIndexOf('>'));
        if (indicator < 1 || header.charAt(indicator - 1) != ' ') {
            return false;
        }
        int p = from;
        int indent = 0;
        while (p < text.length() && Character.isWhitespace(text.charAt(p))) {
            indent = text.charAt(p) == '\n' ? 0 : indent + 1;
            p++;
        }
        return p == text.length() || indent <= keyColumn(header);
    }

    private static int keyColumn(String line) {
        int p = 0;
        while (p + 1 < line.length()
                && (line.charAt(p) == ' ' || (line.charAt(p) == '-' && line.charAt(p + 1) == ' '))) {
            p++;
        }
        return p;
    }
}

package dev.tierwall.kube.tree;

import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;

/** Turns what the YAML parser stumbled over into what a person did, and what to do about it. */
final class SyntaxAdvice {

    private SyntaxAdvice() {}

    static UnreadableException about(MarkedYamlEngineException broken, int firstLine) {
        String problem = broken.getProblem() == null ? "" : broken.getProblem();
        String context = broken.getContext() == null ? "" : broken.getContext();
        Mark mark = broken.getProblemMark().or(broken::getContextMark).orElse(null);
        int line = mark == null ? firstLine : firstLine + mark.getLine();
        int column = mark == null ? 1 : mark.getColumn() + 1;
        Mark start = broken.getContextMark().orElse(null);
        if (context.contains("quoted scalar") && problem.contains("end of stream") && start != null) {
            return new UnreadableException(
                    firstLine + start.getLine(),
                    start.getColumn() + 1,
                    "the quotation mark here is never closed",
                    "close it with the same mark");
        }
        if (problem.contains("could not find expected ':'") && start != null) {
            line = firstLine + start.getLine();
            column = start.getColumn() + 1;
        }
        String[] advice = advice(problem, context);
        return new UnreadableException(line, column, advice[0], advice[1]);
    }

    /** Whether the text ended inside brackets. */
    static boolean isOpenEnd(MarkedYamlEngineException broken) {
        String problem = broken.getProblem();
        return problem != null && problem.contains("<stream end>");
    }

    static UnreadableException openBracket(int line, int column, boolean list) {
        return new UnreadableException(
                line,
                column,
                "the bracket " + (list ? "[" : "{") + " here is never closed",
                "close it with " + (list ? "]" : "}"));
    }

    private static String[] advice(String problem, String context) {
        if (problem.contains("TAB")) {
            return pair("a tab stands where YAML allows only spaces", "indent with spaces");
        }
        if (problem.contains("cannot start any token")) {
            String character = between(problem, "character '", "'");
            return pair("a value cannot start with " + character + " unless it is quoted", "put it in quotes");
        }
        if (problem.contains("mapping values are not allowed")) {
            return pair(
                    "a colon makes a new key here, where none can be",
                    "indent this line like its neighbours, or quote the text if the colon belongs to it");
        }
        if (problem.contains("sequence entries are not allowed")) {
            return pair("a list entry cannot start here", "put the dash on a line of its own, below its key");
        }
        if (problem.contains("could not find expected ':'")) {
            return pair(
                    "a key without a colon", "write `key: value`, or indent the line if it continues the one above");
        }
        if (problem.contains("expected <block end>")) {
            return indentation(problem, context);
        }
        return flow(problem, context);
    }

    private static String[] indentation(String problem, String context) {
        if (problem.contains("'<scalar>'")) {
            return pair(
                    "text follows a value that has ended, or a line is indented differently from its neighbours",
                    "quote the whole value, or align the line with the key above it");
        }
        if (problem.contains("']'") || problem.contains("'}'")) {
            return pair("a bracket closes here that was not opened", "remove it, or open it");
        }
        if (problem.contains("'-'")) {
            return pair(
                    "a list entry stands among the keys of a mapping",
                    "indent the dash below the key that the list belongs to");
        }
        return context.contains("collection")
                ? pair("a key stands among the entries of a list", "indent it below its dash, or align it with its key")
                : pair(
                        "this line is indented differently from its neighbours",
                        "align it with the keys of the mapping that it belongs to");
    }

    private static String[] flow(String problem, String context) {
        if (problem.contains("expected ',' or")) {
            return pair(
                    "a comma or a closing bracket is missing here", "separate entries with commas, and close brackets");
        }
        if (problem.contains("the node content")) {
            return pair("a value is missing here", "write the value, or remove what stands in its place");
        }
        if (problem.contains("<document start>")) {
            return pair(
                    "the document has ended, but more follows",
                    "put `---` on a line of its own between documents, or indent this line");
        }
        if (problem.contains("escape")) {
            return pair(
                    "an unknown escape in double quotes: "
                            + problem.replace("found unknown escape character", "")
                                    .strip(),
                    "double the backslash, or use single quotes");
        }
        if (EmptyScalars.areMeantBy(problem)) {
            return pair(problem, "give all lines of the text the same indentation");
        }
        String where = context.isBlank() ? "" : " " + context.strip();
        return pair(problem.strip() + where, "check the YAML around this place");
    }

    private static String between(String text, String before, String after) {
        int start = text.indexOf(before) + before.length();
        int end = text.indexOf(after, start);
        return end < 0 ? "this character" : text.substring(start, end);
    }

    private static String[] pair(String problem, String remedy) {
        return new String[] {problem, remedy};
    }
}

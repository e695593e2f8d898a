package dev.tierwall.kube.tree;

/** Ends the reading of one document at the place where it makes no sense; it never leaves this package. */
final class UnreadableException extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final int line;
    private final int column;
    private final String problem;
    private final String remedy;

    UnreadableException(int line, int column, String problem, String remedy) {
        super(problem, null, false, false);
        this.line = line;
        this.column = column;
        this.problem = problem;
        this.remedy = remedy;
    }

    String problem() {
        return problem;
    }

    void reportTo(Problems problems) {
        problems.error(problems.at(line, column), problem, remedy);
    }

    /** Ends the reading of one document at a character that YAML does not allow. */
    static final class NotText extends RuntimeException {

        private static final long serialVersionUID = 1;

        private final int position;
        private final int codePoint;

        NotText(int position, int codePoint) {
            super("not text", null, false, false);
            this.position = position;
            this.codePoint = codePoint;
        }

        /** Its place among all characters of the document. */
        int position() {
            return position;
        }

        int codePoint() {
            return codePoint;
        }
    }
}

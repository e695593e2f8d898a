package dev.tierwall.kube.tree;

/** Ends the reading of a document at a character that YAML does not allow; it never leaves this package. */
final class NotTextException extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final int position;
    private final int codePoint;

    NotTextException(int position, int codePoint) {
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

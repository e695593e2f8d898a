package dev.tierwall.linux.process;

/**
 * How large a terminal is.
 *
 * @param columns characters in a line
 * @param rows lines
 */
public record TerminalSize(int columns, int rows) {

    /** What terminals have been since they were made of paper. */
    public static final TerminalSize USUAL = new TerminalSize(80, 24);

    public TerminalSize {
        if (columns < 0 || columns > 0xffff || rows < 0 || rows > 0xffff) {
            throw new IllegalArgumentException("no terminal has " + columns + " columns and " + rows + " rows");
        }
    }
}

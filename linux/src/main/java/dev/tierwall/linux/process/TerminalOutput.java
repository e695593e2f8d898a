package dev.tierwall.linux.process;

import java.io.IOException;
import java.io.OutputStream;

/** What a program on a terminal reads: its end is a character, because the terminal stays. */
final class TerminalOutput extends OutputStream {

    private static final int END_OF_TRANSMISSION = 4;

    private final PumpedOutput terminal;
    private boolean closed;

    TerminalOutput(PumpedOutput terminal) {
        this.terminal = terminal;
    }

    @Override
    public void write(int one) throws IOException {
        terminal.write(one);
    }

    @Override
    public void write(byte[] bytes, int from, int length) throws IOException {
        terminal.write(bytes, from, length);
    }

    @Override
    public void close() throws IOException {
        if (!closed) {
            closed = true;
            terminal.write(END_OF_TRANSMISSION);
        }
    }
}

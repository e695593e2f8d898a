package dev.tierwall.cli;

import java.io.IOException;
import java.io.OutputStream;

/** A stream for a command's data: a write that fails ends the command with {@link OutputLost}. */
final class DataOutput extends OutputStream {
    private final OutputStream target;

    DataOutput(OutputStream target) {
        this.target = target;
    }

    @Override
    public void write(int value) {
        write(new byte[] {(byte) value}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) {
        try {
            target.write(bytes, offset, length);
        } catch (IOException e) {
            throw new OutputLost(e);
        }
    }

    @Override
    public void flush() {
        try {
            target.flush();
        } catch (IOException e) {
            throw new OutputLost(e);
        }
    }
}

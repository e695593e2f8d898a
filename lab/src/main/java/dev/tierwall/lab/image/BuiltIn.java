package dev.tierwall.lab.image;

import java.io.IOException;

/** A command that runs without a process. It ends when its thread is interrupted. */
@FunctionalInterface
public interface BuiltIn {

    /** Runs it; gives its exit code. */
    int run(Call call) throws IOException, InterruptedException;
}

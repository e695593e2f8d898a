package dev.tierwall.lab.container;

import dev.tierwall.lab.pods.RunningCommand;

/** Something that runs in a container: a process, or a command that needs none. */
public interface ContainerRun extends RunningCommand {

    /** Asks it to end. */
    void terminate();
}

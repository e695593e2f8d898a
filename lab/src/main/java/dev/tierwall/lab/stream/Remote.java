package dev.tierwall.lab.stream;

import java.util.Optional;

/** The client of a command, whatever it speaks: numbered channels, on which bytes go to and fro. */
interface Remote extends AutoCloseable {

    int STDIN = 0;
    int STDOUT = 1;
    int STDERR = 2;
    int ERROR = 3;
    int RESIZE = 4;

    /**
     * Bytes from the client.
     *
     * @param channel on which channel
     * @param bytes what came; nothing, if nothing more will come on this channel
     */
    record Incoming(int channel, Optional<byte[]> bytes) {}

    /** What comes next; empty when the client has gone. */
    Optional<Incoming> receive() throws InterruptedException;

    /** Sends on a channel; waits while the client has too much that it has not taken. */
    void send(int channel, byte[] bytes) throws InterruptedException;

    /** Nothing more will be sent on a channel. */
    void end(int channel);

    @Override
    void close();
}

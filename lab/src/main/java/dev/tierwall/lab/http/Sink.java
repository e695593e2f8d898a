package dev.tierwall.lab.http;

/** Where the parts of an answer go that has no end yet: chunks of HTTP, or messages of a WebSocket. */
public interface Sink extends AutoCloseable {

    /** Whether the client is still there. */
    boolean isOpen();

    /** Sends a part; waits while the client has too many that it has not taken. */
    void write(byte[] bytes) throws InterruptedException;

    @Override
    void close();
}

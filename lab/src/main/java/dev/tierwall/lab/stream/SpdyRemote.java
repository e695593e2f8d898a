package dev.tierwall.lab.stream;

import dev.tierwall.lab.http.SpdyConnection;
import dev.tierwall.lab.http.SpdyConnection.Event;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A client that opens a SPDY stream for each channel, and names what it is for in a header. */
final class SpdyRemote implements Remote {

    static final List<String> PROTOCOLS = List.of("v4.channel.k8s.io", "v3.channel.k8s.io", "v2.channel.k8s.io");

    private static final Map<String, Integer> CHANNELS =
            Map.of("stdin", STDIN, "stdout", STDOUT, "stderr", STDERR, "error", ERROR, "resize", RESIZE);

    private final SpdyConnection connection;
    private final Map<Integer, Integer> streamOf = new HashMap<>();
    private final Map<Integer, Integer> channelOf = new HashMap<>();
    private final Deque<Incoming> early = new ArrayDeque<>();

    private SpdyRemote(SpdyConnection connection) {
        this.connection = connection;
    }

    /** Waits until the client has opened all streams that it will use. */
    static SpdyRemote open(SpdyConnection connection, Set<Integer> channels) throws InterruptedException, IOException {
        SpdyRemote remote = new SpdyRemote(connection);
        while (!remote.streamOf.keySet().containsAll(channels)) {
            Event event = connection.receive().orElseThrow(() -> new IOException("the client left before it began"));
            switch (event) {
                case Event.Opened(int stream, Map<String, String> headers) -> {
                    Integer channel = CHANNELS.get(headers.getOrDefault("streamtype", ""));
                    connection.reply(stream);
                    if (channel != null) {
                        remote.streamOf.put(channel, stream);
                        remote.channelOf.put(stream, channel);
                    }
                }
                case Event.Data data -> remote.keep(data);
                case Event.Ended(int stream) -> remote.keep(stream, Optional.empty());
            }
        }
        return remote;
    }

    private void keep(Event.Data data) {
        keep(data.stream(), Optional.of(data.bytes()));
        if (data.last()) {
            keep(data.stream(), Optional.empty());
        }
    }

    private void keep(int stream, Optional<byte[]> bytes) {
        Integer channel = channelOf.get(stream);
        if (channel != null) {
            early.add(new Incoming(channel, bytes));
        }
    }

    @Override
    public Optional<Incoming> receive() throws InterruptedException {
        while (early.isEmpty()) {
            Optional<Event> event = connection.receive();
            if (event.isEmpty()) {
                return Optional.empty();
            }
            switch (event.get()) {
                case Event.Opened(int stream, Map<String, String> headers) -> connection.reply(stream);
                case Event.Data data -> keep(data);
                case Event.Ended(int stream) -> keep(stream, Optional.empty());
            }
        }
        return Optional.of(early.remove());
    }

    @Override
    public void send(int channel, byte[] bytes) throws InterruptedException {
        Integer stream = streamOf.get(channel);
        if (stream != null) {
            connection.send(stream, bytes);
        }
    }

    @Override
    public void end(int channel) {
        Integer stream = streamOf.get(channel);
        if (stream != null) {
            connection.end(stream);
        }
    }

    @Override
    public void close() {
        connection.close();
    }
}

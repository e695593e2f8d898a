package dev.tierwall.lab.http;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.codec.http.QueryStringDecoder;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** One request, and the way to answer it, for one thread. The whole request has arrived. */
public final class Exchange {

    private final Channel channel;
    private final FullHttpRequest request;
    private final byte[] body;
    private final String path;
    private final Query query;
    private final List<String> warnings = new ArrayList<>();
    private boolean answered;

    Exchange(Channel channel, FullHttpRequest request) {
        this.channel = channel;
        this.request = request;
        this.body = new byte[request.content().readableBytes()];
        request.content().getBytes(request.content().readerIndex(), body);
        this.path = new QueryStringDecoder(request.uri()).path();
        this.query = new Query(request.uri());
    }

    /** GET, POST, … ; HEAD counts as GET. */
    public String method() {
        return request.method().equals(HttpMethod.HEAD)
                ? "GET"
                : request.method().name();
    }

    public String path() {
        return path;
    }

    /** The words between the slashes of the path. */
    public List<String> segments() {
        return Stream.of(path.split("/", -1)).filter(word -> !word.isEmpty()).toList();
    }

    public Query query() {
        return query;
    }

    /** A header; empty if there is none. */
    public String header(String name) {
        return request.headers().get(name, "");
    }

    public HttpHeaders headers() {
        return request.headers();
    }

    public byte[] body() {
        return body;
    }

    /** The request as it came, for protocols that take the connection over. */
    FullHttpRequest request() {
        return request;
    }

    Channel channel() {
        return channel;
    }

    /** Whether the client wants another protocol on this connection. */
    public boolean wantsUpgrade() {
        return header("Connection").toLowerCase(Locale.ROOT).contains("upgrade");
    }

    public boolean isAnswered() {
        return answered;
    }

    /** From here on something else answers, by means of its own. */
    void takenOver() {
        answered = true;
    }

    /** The user will be warned by the answer. */
    public void warn(List<String> more) {
        warnings.addAll(more);
    }

    /** Answers with all of it at once. */
    public void respond(int status, String type, byte[] bytes) {
        if (answered) {
            throw new IllegalStateException("answered twice: " + path);
        }
        answered = true;
        boolean head = request.method().equals(HttpMethod.HEAD);
        ByteBuf content = head ? Unpooled.EMPTY_BUFFER : Unpooled.wrappedBuffer(bytes);
        FullHttpResponse response =
                new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.valueOf(status), content);
        describe(response, type);
        response.headers().set(HttpHeaderNames.CONTENT_LENGTH, bytes.length);
        for (String warning : warnings) {
            String quoted = warning.replace("\\", "\\\\").replace("\"", "\\\"").replaceAll("\\p{Cntrl}", " ");
            response.headers().add("Warning", "299 - \"" + quoted + "\"");
        }
        end(response);
    }

    private void describe(HttpResponse response, String type) {
        HttpHeaders headers = response.headers();
        headers.set(HttpHeaderNames.CONTENT_TYPE, type);
        headers.set(HttpHeaderNames.CACHE_CONTROL, "no-cache, private");
        headers.set("X-Content-Type-Options", "nosniff");
        if (!HttpUtil.isKeepAlive(request)) {
            headers.set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
        }
    }

    private void end(Object last) {
        if (HttpUtil.isKeepAlive(request)) {
            Wire.send(channel, last);
        } else {
            Wire.sendLast(channel, last);
        }
    }

    /** Answers bit by bit. */
    public Chunks stream(int status, String type) {
        answered = true;
        HttpResponse response = new DefaultHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.valueOf(status));
        describe(response, type);
        response.headers().set(HttpHeaderNames.TRANSFER_ENCODING, HttpHeaderValues.CHUNKED);
        Wire.send(channel, response);
        return new Chunks();
    }

    /** The rest of an answer. A client that does not take it makes the writer wait. */
    public final class Chunks implements Sink {

        @Override
        public boolean isOpen() {
            return channel.isActive();
        }

        @Override
        public void write(byte[] bytes) throws InterruptedException {
            Wire.sendPaced(channel, new DefaultHttpContent(Unpooled.wrappedBuffer(bytes)));
        }

        @Override
        public void close() {
            end(LastHttpContent.EMPTY_LAST_CONTENT);
        }
    }
}

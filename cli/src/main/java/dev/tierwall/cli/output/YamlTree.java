package dev.tierwall.cli.output;

import java.io.PrintWriter;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.api.DumpSettings;
import org.snakeyaml.engine.v2.api.StreamDataWriter;
import org.snakeyaml.engine.v2.common.FlowStyle;
import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.emitter.Emitter;
import org.snakeyaml.engine.v2.events.DocumentEndEvent;
import org.snakeyaml.engine.v2.events.DocumentStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.ImplicitTuple;
import org.snakeyaml.engine.v2.events.MappingEndEvent;
import org.snakeyaml.engine.v2.events.MappingStartEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.events.SequenceEndEvent;
import org.snakeyaml.engine.v2.events.SequenceStartEvent;
import org.snakeyaml.engine.v2.events.StreamEndEvent;
import org.snakeyaml.engine.v2.events.StreamStartEvent;

/** YAML that readers of YAML 1.1 and 1.2 understand alike: a text that one of them might take for more is quoted. */
final class YamlTree implements Tree {
    /** Starts with a letter and has nothing but letters, digits and marks that mean nothing inside a plain scalar. */
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z][A-Za-z0-9_./()=+-]*(?: [A-Za-z0-9_./()=+-]+)*");

    /** Plain, these would be booleans or nothing to one reader or another. */
    private static final Pattern RESERVED = Pattern.compile("(?i)y|n|yes|no|on|off|true|false|null");

    private static final ImplicitTuple UNTAGGED = new ImplicitTuple(true, true);

    private final Emitter emitter;
    private final Deque<Boolean> maps = new ArrayDeque<>();
    private int inLine;

    YamlTree(PrintWriter out) {
        DumpSettings settings = DumpSettings.builder()
                .setWidth(Integer.MAX_VALUE)
                .setSplitLines(false)
                .setIndent(2)
                .build();
        this.emitter = new Emitter(settings, new StreamDataWriter() {
            @Override
            public void write(String text) {
                out.write(text);
            }

            @Override
            public void write(String text, int offset, int length) {
                out.write(text, offset, length);
            }
        });
        emitter.emit(new StreamStartEvent());
        emitter.emit(new DocumentStartEvent(false, Optional.empty(), Map.of()));
    }

    @Override
    public void beginObject() {
        maps.push(true);
        inLine += inLine > 0 ? 1 : 0;
        emitter.emit(new MappingStartEvent(Optional.empty(), Optional.empty(), true, style()));
    }

    @Override
    public void beginLine() {
        maps.push(true);
        inLine++;
        emitter.emit(new MappingStartEvent(Optional.empty(), Optional.empty(), true, style()));
    }

    @Override
    public void beginArray() {
        maps.push(false);
        inLine += inLine > 0 ? 1 : 0;
        emitter.emit(new SequenceStartEvent(Optional.empty(), Optional.empty(), true, style()));
    }

    private FlowStyle style() {
        return inLine > 0 ? FlowStyle.FLOW : FlowStyle.BLOCK;
    }

    @Override
    public void end() {
        inLine -= inLine > 0 ? 1 : 0;
        Event end = maps.pop() ? new MappingEndEvent() : new SequenceEndEvent();
        emitter.emit(end);
    }

    @Override
    public void name(String name) {
        text(name);
    }

    @Override
    public void text(String value) {
        boolean plain =
                PLAIN.matcher(value).matches() && !RESERVED.matcher(value).matches();
        scalar(value, plain ? ScalarStyle.PLAIN : ScalarStyle.DOUBLE_QUOTED);
    }

    @Override
    public void number(long value) {
        scalar(Long.toString(value), ScalarStyle.PLAIN);
    }

    @Override
    public void truth(boolean value) {
        scalar(Boolean.toString(value), ScalarStyle.PLAIN);
    }

    private void scalar(String value, ScalarStyle style) {
        emitter.emit(new ScalarEvent(Optional.empty(), Optional.empty(), UNTAGGED, value, style));
    }

    @Override
    public void close() {
        while (!maps.isEmpty()) {
            end();
        }
        emitter.emit(new DocumentEndEvent(false));
        emitter.emit(new StreamEndEvent());
    }
}

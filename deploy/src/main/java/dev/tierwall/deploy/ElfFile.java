package dev.tierwall.deploy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * What a 64-bit program or library asks of the dynamic linker.
 *
 * @param path the file
 * @param linker the program that starts it, as programs name it and libraries do not
 * @param needed the names of the libraries that it needs, in its order
 */
record ElfFile(Path path, Optional<Path> linker, List<String> needed) {

    private static final byte[] MAGIC = {0x7f, 'E', 'L', 'F'};
    private static final int SIXTY_FOUR_BITS = 2;
    private static final int LITTLE_ENDIAN = 1;
    private static final int LOADED = 1;
    private static final int DYNAMIC = 2;
    private static final int INTERPRETER = 3;
    private static final long NEEDED = 1;
    private static final long STRING_TABLE = 5;

    ElfFile {
        needed = List.copyOf(needed);
    }

    /** A piece of the file, and where in memory it will be. */
    private record Segment(int type, long offset, long address, long size) {}

    static boolean isElf(Path path) {
        try (InputStream file = Files.newInputStream(path)) {
            return Arrays.equals(file.readNBytes(MAGIC.length), MAGIC);
        } catch (IOException unreadable) {
            return false;
        }
    }

    static ElfFile read(Path path) throws IOException {
        ByteBuffer file = ByteBuffer.wrap(Files.readAllBytes(path)).order(ByteOrder.LITTLE_ENDIAN);
        if (file.get(4) != SIXTY_FOUR_BITS || file.get(5) != LITTLE_ENDIAN) {
            throw new IOException(path + " is not made for a 64-bit little-endian machine");
        }
        List<Segment> segments = segments(file);
        Optional<Path> linker = Optional.empty();
        List<String> needed = new ArrayList<>();
        for (Segment segment : segments) {
            if (segment.type() == INTERPRETER) {
                linker = Optional.of(Path.of(text(file, (int) segment.offset())));
            } else if (segment.type() == DYNAMIC) {
                needed.addAll(needed(file, segment, segments));
            }
        }
        return new ElfFile(path, linker, needed);
    }

    private static List<Segment> segments(ByteBuffer file) {
        int table = (int) file.getLong(32);
        int size = file.getShort(54);
        int count = file.getShort(56);
        List<Segment> segments = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            int at = table + i * size;
            segments.add(
                    new Segment(file.getInt(at), file.getLong(at + 8), file.getLong(at + 16), file.getLong(at + 32)));
        }
        return segments;
    }

    private static List<String> needed(ByteBuffer file, Segment dynamic, List<Segment> segments) {
        List<Long> offsets = new ArrayList<>();
        long strings = 0;
        for (long at = dynamic.offset(); at < dynamic.offset() + dynamic.size(); at += 16) {
            long tag = file.getLong((int) at);
            long value = file.getLong((int) at + 8);
            if (tag == NEEDED) {
                offsets.add(value);
            } else if (tag == STRING_TABLE) {
                strings = offsetOf(value, segments);
            }
        }
        long table = strings;
        return offsets.stream()
                .map(offset -> text(file, (int) (table + offset)))
                .toList();
    }

    private static long offsetOf(long address, List<Segment> segments) {
        return segments.stream()
                .filter(segment -> segment.type() == LOADED
                        && address >= segment.address()
                        && address < segment.address() + segment.size())
                .map(segment -> address - segment.address() + segment.offset())
                .findFirst()
                .orElse(address);
    }

    private static String text(ByteBuffer file, int at) {
        int end = at;
        while (file.get(end) != 0) {
            end++;
        }
        byte[] bytes = new byte[end - at];
        file.get(at, bytes);
        return new String(bytes, StandardCharsets.UTF_8);
    }
}

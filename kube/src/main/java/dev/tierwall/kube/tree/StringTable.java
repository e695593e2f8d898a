package dev.tierwall.kube.tree;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Hands out one string for the same ASCII bytes most of the time, so that the words that all manifests repeat are made
 * once. A small cache that forgets: a slot holds the last string that fell into it.
 */
final class StringTable {

    private static final int SLOTS = 1 << 12;
    private static final int LONGEST = 48;

    private final @Nullable String[] slots = new @Nullable String[SLOTS];

    /** The text of the bytes {@code from} to {@code to}, exclusive, all of them ASCII. */
    String get(byte[] bytes, int from, int to) {
        int length = to - from;
        if (length > LONGEST) {
            return text(bytes, from, length);
        }
        int hash = length;
        for (int i = from; i < to; i++) {
            hash = hash * 31 + bytes[i];
        }
        int slot = (hash ^ (hash >>> 15)) & (SLOTS - 1);
        String known = slots[slot];
        if (known != null && equal(known, bytes, from, length)) {
            return known;
        }
        String text = text(bytes, from, length);
        slots[slot] = text;
        return text;
    }

    private static boolean equal(String known, byte[] bytes, int from, int length) {
        if (known.length() != length) {
            return false;
        }
        for (int i = 0; i < length; i++) {
            if (known.charAt(i) != bytes[from + i]) {
                return false;
            }
        }
        return true;
    }

    private static String text(byte[] bytes, int from, int length) {
        return new String(bytes, from, length, StandardCharsets.ISO_8859_1);
    }
}

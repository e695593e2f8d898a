package dev.tierwall.kube.tree;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/** Looks at the bytes of a document: whether they are UTF-8, and where in it a character stands. */
final class Utf8 {

    private Utf8() {}

    /** Warns if some bytes of the document are no UTF-8; they are read as U+FFFD, as kubectl does. */
    static void check(Block document, Problems problems) {
        byte[] bytes = document.bytes();
        int p = document.from();
        while (p < document.to() && bytes[p] >= 0) {
            p++;
        }
        if (p == document.to()) {
            return;
        }
        CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder().onMalformedInput(CodingErrorAction.REPORT);
        ByteBuffer in = ByteBuffer.wrap(bytes, p, document.to() - p);
        CharBuffer out = CharBuffer.allocate(8192);
        CoderResult result;
        do {
            out.clear();
            result = decoder.decode(in, out, true);
        } while (result.isOverflow());
        if (result.isError()) {
            int[] place = place(document, in.position());
            problems.warning(
                    problems.at(place[0], place[1]),
                    "this is not UTF-8 text; what cannot be read becomes U+FFFD, as with kubectl",
                    "save the file as UTF-8");
        }
    }

    /** Line and column of a byte of the document. */
    private static int[] place(Block document, int position) {
        int line = document.line();
        int column = 1;
        for (int i = document.from(); i < position; i++) {
            byte b = document.bytes()[i];
            if (b == '\n') {
                line++;
                column = 1;
            } else if ((b & 0xc0) != 0x80) {
                column++;
            }
        }
        return new int[] {line, column};
    }

    /** The complaint about a character that may not stand in YAML, given by its place among all characters. */
    static UnreadableException notText(Block document, int character, int codePoint) {
        int left = character;
        int p = document.from();
        while (p < document.to() && left > 0) {
            p++;
            while (p < document.to() && (document.bytes()[p] & 0xc0) == 0x80) {
                p++;
            }
            left--;
        }
        int[] place = place(document, p);
        return new UnreadableException(
                place[0],
                place[1],
                "the control character U+" + String.format("%04X", codePoint) + " cannot stand in YAML",
                "remove it, or write it as an escape in double quotes");
    }

    /** Where an ASCII text first stands in the document, or -1. */
    static int find(Block document, String text) {
        for (int i = document.from(); i + text.length() <= document.to(); i++) {
            int k = 0;
            while (k < text.length() && document.bytes()[i + k] == text.charAt(k)) {
                k++;
            }
            if (k == text.length()) {
                return i;
            }
        }
        return -1;
    }
}

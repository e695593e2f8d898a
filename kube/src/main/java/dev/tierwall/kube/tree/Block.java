package dev.tierwall.kube.tree;

/**
 * Some whole documents of a source, as UTF-8.
 *
 * @param bytes what was read; nobody writes to it any more
 * @param from where the first document starts
 * @param to where the last document ends, exclusive
 * @param line the line of the source, from 1, at which {@code from} stands
 */
@SuppressWarnings("ArrayRecordComponent") // handed from the one who reads to the one who parses, never compared
public record Block(byte[] bytes, int from, int to, int line) {

    /** The part of this block from one position to another. */
    Block part(int from, int to, int line) {
        return new Block(bytes, from, to, line);
    }
}

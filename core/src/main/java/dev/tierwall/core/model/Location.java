package dev.tierwall.core.model;

/**
 * Where something is written.
 *
 * @param file the path as the user named it, {@code <stdin>}, or a description of the cluster it came from
 * @param line the line, from 1; 0 if there is none, as for objects read from a cluster
 * @param column the column in characters, from 1; 0 if there is none
 */
public record Location(String file, int line, int column) implements Comparable<Location> {

    /** Of something that was never written down, such as a synthesised namespace. */
    public static final Location NONE = new Location("", 0, 0);

    @Override
    public int compareTo(Location other) {
        int byFile = file.compareTo(other.file);
        if (byFile != 0) {
            return byFile;
        }
        return line != other.line ? Integer.compare(line, other.line) : Integer.compare(column, other.column);
    }

    /** {@code file:line:column}, or the file alone where there is no line. */
    @Override
    public String toString() {
        return line == 0 ? file : file + ":" + line + ":" + column;
    }
}

package dev.tierwall.lab.api;

/**
 * How something is written.
 *
 * @param dryRun whether to say what would come of it, and no more
 * @param manager who writes: the name under which fields are owned
 * @param force whether an apply takes fields that others own
 * @param part the part that is written: {@code status}, or nothing for the whole
 * @param isApplied whether it is written by server-side apply, which keeps account of owners itself
 */
public record WriteOptions(boolean dryRun, String manager, boolean force, String part, boolean isApplied) {
    /** As controllers write. */
    public static final WriteOptions PLAIN = by("lab");

    /** As somebody writes whole objects. */
    public static WriteOptions by(String manager) {
        return new WriteOptions(false, manager, false, "", false);
    }

    /** The same for a part. */
    public WriteOptions of(String otherPart) {
        return new WriteOptions(dryRun, manager, force, otherPart, isApplied);
    }

    boolean isStatus() {
        return part.equals("status");
    }
}

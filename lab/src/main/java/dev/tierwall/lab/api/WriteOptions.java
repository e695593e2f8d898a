package dev.tierwall.lab.api;

/**
 * How something is written.
 *
 * @param dryRun whether to say what would come of it, and no more
 * @param manager who writes: the name under which fields are owned
 * @param force whether an apply takes fields that others own
 * @param part the part that is written: {@code status}, or nothing for the whole
 */
public record WriteOptions(boolean dryRun, String manager, boolean force, String part) {
    /** As controllers write. */
    public static final WriteOptions PLAIN = new WriteOptions(false, "lab", false, "");

    public WriteOptions of(String otherPart) {
        return new WriteOptions(dryRun, manager, force, otherPart);
    }

    boolean isStatus() {
        return part.equals("status");
    }
}

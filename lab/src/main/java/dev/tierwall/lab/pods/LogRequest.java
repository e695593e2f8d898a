package dev.tierwall.lab.pods;

import java.util.OptionalLong;

/**
 * Which part of a container's log is wanted.
 *
 * @param previous that of the run before the present one
 * @param follow go on until the container ends
 * @param timestamps begin each line with the time at which it was written
 * @param tailLines only so many of the last lines
 * @param sinceSeconds only lines written in the last so many seconds
 * @param limitBytes no more than so many bytes
 */
public record LogRequest(
        boolean previous,
        boolean follow,
        boolean timestamps,
        OptionalLong tailLines,
        OptionalLong sinceSeconds,
        OptionalLong limitBytes) {}

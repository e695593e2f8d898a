package dev.tierwall.lab.apply;

import java.time.Instant;
import java.util.Set;

/**
 * Whose change it is, and of what.
 *
 * @param manager the client's name: its field manager, or what its user agent begins with
 * @param subresource the part of the object that it changes, such as {@code status}; empty for the whole
 * @param untouched fields at the top of the object that such a request cannot change, such as {@code status} of the whole
 * @param now when it is
 */
public record Author(String manager, String subresource, Set<String> untouched, Instant now) {
    public Author {
        untouched = Set.copyOf(untouched);
        if (manager.isEmpty()) {
            manager = "unknown";
        }
    }
}

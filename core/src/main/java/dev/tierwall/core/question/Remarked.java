package dev.tierwall.core.question;

import java.util.List;

/**
 * Things found, and remarks on what was left out.
 *
 * @param found what was found
 * @param remarks one line each
 */
public record Remarked<T>(List<T> found, List<String> remarks) {
    public Remarked {
        found = List.copyOf(found);
        remarks = List.copyOf(remarks);
    }
}

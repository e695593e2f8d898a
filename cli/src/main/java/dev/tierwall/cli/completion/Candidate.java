package dev.tierwall.cli.completion;

/**
 * A word that may stand where the cursor is.
 *
 * @param word the word
 * @param description what it is, in a few words; may be empty
 */
record Candidate(String word, String description) {
    static Candidate of(String word) {
        return new Candidate(word, "");
    }
}

package dev.tierwall.core.question;

import java.util.Optional;

/**
 * A question as a person writes it: may this source open a connection to that destination?
 *
 * @param source the name of who opens it
 * @param destination the name of who accepts it, and the port after a colon
 * @param namespace the namespace of names that are written without one, if one was given
 */
public record Inquiry(String source, String destination, Optional<String> namespace) {}

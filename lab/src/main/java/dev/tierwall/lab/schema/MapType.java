package dev.tierwall.lab.schema;

/**
 * A mapping of any keys.
 *
 * @param value what its values are
 * @param atomic whether server-side apply replaces it as a whole
 */
public record MapType(Type value, boolean atomic) implements Type {}

package dev.tierwall.lab.validate;

/**
 * One thing that is wrong with an object, as {@code details.causes} of a Status holds it.
 *
 * @param reason such as {@code FieldValueInvalid}
 * @param message what is wrong, without the field
 * @param field where, such as {@code spec.ports[0].port}
 */
public record Cause(String reason, String message, String field) {}

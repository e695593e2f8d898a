package dev.tierwall.lab.openapi;

/** The versions of OpenAPI differ in where schemas are kept and in how a reference may be described. */
enum Dialect {
    V2("#/definitions/"),
    V3("#/components/schemas/");

    private final String prefix;

    Dialect(String prefix) {
        this.prefix = prefix;
    }

    String reference(String name) {
        return prefix + name;
    }
}

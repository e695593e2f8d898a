package dev.tierwall.lab.spec;

/**
 * A port that a container declares.
 *
 * @param name its name; may be empty
 * @param number its number
 * @param protocol TCP, UDP or SCTP
 */
public record PortSpec(String name, int number, String protocol) {}

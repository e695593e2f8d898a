package dev.tierwall.linux.node;

/**
 * Another program that may enforce network policies here.
 *
 * @param name what it is
 * @param evidence what shows it
 * @param isCertain whether it has rules of its own for policies; else it is installed, and may enforce by other means
 */
public record Enforcer(String name, String evidence, boolean isCertain) {}

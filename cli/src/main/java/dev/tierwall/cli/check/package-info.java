/** {@code tierwall check}: one connection, its verdict, and why. */
@NullMarked
package dev.tierwall.cli.check;

import org.jspecify.annotations.NullMarked;

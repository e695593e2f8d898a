/** {@code tierwall lab}: a small cluster on this machine, and the daemon that it lives in. */
@NullMarked
package dev.tierwall.cli.lab;

import org.jspecify.annotations.NullMarked;

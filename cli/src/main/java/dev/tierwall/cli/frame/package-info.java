/** What every command stands in: its shape, what the shell gave it, and its exit codes. */
@NullMarked
package dev.tierwall.cli.frame;

import org.jspecify.annotations.NullMarked;

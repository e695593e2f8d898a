/** The commands, one file each, and the wiring of the other rooms. */
@NullMarked
package dev.tierwall.cli;

import org.jspecify.annotations.NullMarked;

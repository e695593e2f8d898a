/** The commands that answer for everybody at once: lists, matrices, differences. */
@NullMarked
package dev.tierwall.cli.report;

import org.jspecify.annotations.NullMarked;

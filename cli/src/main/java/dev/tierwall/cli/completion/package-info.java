/** Completion of command lines, names of the cluster included. */
@NullMarked
package dev.tierwall.cli.completion;

import org.jspecify.annotations.NullMarked;

/** {@code tierwall explain}: what policies do to one pod, in plain sentences. */
@NullMarked
package dev.tierwall.cli.explain;

import org.jspecify.annotations.NullMarked;

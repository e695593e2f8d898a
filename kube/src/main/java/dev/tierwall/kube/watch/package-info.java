/** The live cluster: one listing per kind, side by side, and files laid over what was listed. */
@NullMarked
package dev.tierwall.kube.watch;

import org.jspecify.annotations.NullMarked;

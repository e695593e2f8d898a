/** Answers for all flows at once: who can connect to whom, what changed, and what is open to those yet to come. */
@NullMarked
package dev.tierwall.core.connectivity;

import org.jspecify.annotations.NullMarked;

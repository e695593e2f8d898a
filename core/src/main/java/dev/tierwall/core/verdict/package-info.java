/** Answers for one flow: what both sides say, and why, by a walk over the compiled tiers. */
@NullMarked
package dev.tierwall.core.verdict;

import org.jspecify.annotations.NullMarked;

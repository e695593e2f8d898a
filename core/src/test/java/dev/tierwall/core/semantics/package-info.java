/** One test for each decision of SEMANTICS.md: a few objects, and what the engine and the oracle both say of them. */
@NullMarked
package dev.tierwall.core.semantics;

import org.jspecify.annotations.NullMarked;

/** Measures Tierwall: clusters of any size from a seed, whole processes, and the parts inside one. */
@NullMarked
package dev.tierwall.bench;

import org.jspecify.annotations.NullMarked;

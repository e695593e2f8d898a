/** Random clusters, changes and questions from a seed, and the shrinking of those that fail. */
@NullMarked
package dev.tierwall.core.random;

import org.jspecify.annotations.NullMarked;

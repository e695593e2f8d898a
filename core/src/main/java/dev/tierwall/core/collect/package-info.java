/** Immutable collections that share structure between versions; the lowest floor, knowing nothing of networks. */
@NullMarked
package dev.tierwall.core.collect;

import org.jspecify.annotations.NullMarked;

/** Keeps the kernel of one node at what the cluster says, with one thread that owns all that changes. */
@NullMarked
package dev.tierwall.agent.node;

import org.jspecify.annotations.NullMarked;

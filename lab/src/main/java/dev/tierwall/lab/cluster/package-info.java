/** A lab as a whole: its network, its nodes, and what a cluster has of itself. */
@NullMarked
package dev.tierwall.lab.cluster;

import org.jspecify.annotations.NullMarked;

/** The program of a node, and how it is told what to do. */
@NullMarked
package dev.tierwall.agent;

import org.jspecify.annotations.NullMarked;

/** Connections as they were denied or allowed, with the policies that are responsible. */
@NullMarked
package dev.tierwall.agent.flow;

import org.jspecify.annotations.NullMarked;

/** A node with pods on real wires, a cluster that may misbehave, and the agent as a process of its own. */
@NullMarked
package dev.tierwall.agent.site;

import org.jspecify.annotations.NullMarked;

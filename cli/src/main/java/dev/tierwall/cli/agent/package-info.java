/** The program of a node, and the commands that ask it. */
@NullMarked
package dev.tierwall.cli.agent;

import org.jspecify.annotations.NullMarked;

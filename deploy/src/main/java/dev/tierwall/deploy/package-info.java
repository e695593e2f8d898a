/** Builds the image that a cluster runs: a Java runtime cut to what the agent needs, its jars, and nothing else. */
@NullMarked
package dev.tierwall.deploy;

import org.jspecify.annotations.NullMarked;

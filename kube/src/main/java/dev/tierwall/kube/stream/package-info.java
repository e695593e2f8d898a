/** Connections to ports of pods, through the API server. */
@NullMarked
package dev.tierwall.kube.stream;

import org.jspecify.annotations.NullMarked;

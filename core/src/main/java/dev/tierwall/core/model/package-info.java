/** Cluster facts: what was written in manifests or reported by the API server, as immutable values. */
@NullMarked
package dev.tierwall.core.model;

import org.jspecify.annotations.NullMarked;

/**
 * Bytes to trees: YAML and JSON documents as kubectl reads them, with the line and column of every key and value. Knows
 * nothing of Kubernetes kinds.
 */
@NullMarked
package dev.tierwall.kube.tree;

import org.jspecify.annotations.NullMarked;

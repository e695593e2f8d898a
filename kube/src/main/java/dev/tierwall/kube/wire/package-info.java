/** Kubernetes JSON and YAML to and from the model, with source positions. */
@NullMarked
package dev.tierwall.kube.wire;

import org.jspecify.annotations.NullMarked;

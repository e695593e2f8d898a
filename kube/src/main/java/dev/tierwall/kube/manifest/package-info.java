/** Files, folders and standard input to facts and findings. */
@NullMarked
package dev.tierwall.kube.manifest;

import org.jspecify.annotations.NullMarked;

/** Files of claims: {@code kind: PolicyTest}. */
@NullMarked
package dev.tierwall.kube.claim;

import org.jspecify.annotations.NullMarked;

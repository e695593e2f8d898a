/** Labels and the selectors that judge them, exactly as {@code metav1.LabelSelector} defines it. */
@NullMarked
package dev.tierwall.core.label;

import org.jspecify.annotations.NullMarked;

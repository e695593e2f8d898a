/** Claims about who may reach whom, decided for all that they speak of at once. */
@NullMarked
package dev.tierwall.core.claim;

import org.jspecify.annotations.NullMarked;

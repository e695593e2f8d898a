/** Questions about all that two names stand for: taken apart into flows, answered, and the answers folded. */
@NullMarked
package dev.tierwall.core.question;

import org.jspecify.annotations.NullMarked;

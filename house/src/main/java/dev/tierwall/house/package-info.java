/** Architecture and tidiness, held by tests; there is no code here that ships. */
@NullMarked
package dev.tierwall.house;

import org.jspecify.annotations.NullMarked;

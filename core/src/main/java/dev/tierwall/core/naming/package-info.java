/** Names as people write them for the two sides of a connection, and what they stand for in one cluster. */
@NullMarked
package dev.tierwall.core.naming;

import org.jspecify.annotations.NullMarked;

/** The one table of a node: loaded, changed in transactions, read back. */
@NullMarked
package dev.tierwall.linux.nft;

import org.jspecify.annotations.NullMarked;

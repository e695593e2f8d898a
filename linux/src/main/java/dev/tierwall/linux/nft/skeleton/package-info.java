/** The rules as the kernel takes them: expressions over registers, and the sets that they look things up in. */
@NullMarked
package dev.tierwall.linux.nft.skeleton;

import org.jspecify.annotations.NullMarked;

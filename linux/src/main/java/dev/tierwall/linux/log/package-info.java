/** Denied packets, as the kernel logs them. */
@NullMarked
package dev.tierwall.linux.log;

import org.jspecify.annotations.NullMarked;

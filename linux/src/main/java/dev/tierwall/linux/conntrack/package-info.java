/** The connections that the kernel tracks: listed, heard of, and cut when they are allowed no more. */
@NullMarked
package dev.tierwall.linux.conntrack;

import org.jspecify.annotations.NullMarked;

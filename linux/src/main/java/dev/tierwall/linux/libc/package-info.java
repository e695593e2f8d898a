/** The calls of the C library that the JDK has no way to make, and the only place that makes them. */
@NullMarked
package dev.tierwall.linux.libc;

import org.jspecify.annotations.NullMarked;

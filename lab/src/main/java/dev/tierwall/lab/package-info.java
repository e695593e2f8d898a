/** A small cluster on one machine, put together from its parts. */
@NullMarked
package dev.tierwall.lab;

import org.jspecify.annotations.NullMarked;

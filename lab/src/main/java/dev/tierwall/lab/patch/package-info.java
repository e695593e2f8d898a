/** The ways to change an object by a description of the change: JSON patch, JSON merge patch, strategic merge patch. */
@NullMarked
package dev.tierwall.lab.patch;

import org.jspecify.annotations.NullMarked;

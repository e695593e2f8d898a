/** Commands that run inside a pod without a process: those that network tests of clusters use, and a few of the usual ones. */
@NullMarked
package dev.tierwall.lab.image;

import org.jspecify.annotations.NullMarked;

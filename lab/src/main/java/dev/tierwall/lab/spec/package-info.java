/** Pods as their nodes understand them. */
@NullMarked
package dev.tierwall.lab.spec;

import org.jspecify.annotations.NullMarked;

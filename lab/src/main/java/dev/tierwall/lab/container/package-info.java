/** Containers: programs in sandboxes and built-in commands, their files and their logs. */
@NullMarked
package dev.tierwall.lab.container;

import org.jspecify.annotations.NullMarked;

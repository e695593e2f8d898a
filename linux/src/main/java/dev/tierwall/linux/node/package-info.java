/** What a node is like, as far as it decides whether rules hold there. All of it is asked in the calling thread's network namespace. */
@NullMarked
package dev.tierwall.linux.node;

import org.jspecify.annotations.NullMarked;

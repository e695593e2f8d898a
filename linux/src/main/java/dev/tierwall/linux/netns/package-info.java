/** Network namespaces, each entered by a thread of its own. */
@NullMarked
package dev.tierwall.linux.netns;

import org.jspecify.annotations.NullMarked;

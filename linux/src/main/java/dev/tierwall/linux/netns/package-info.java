/** Network namespaces, each entered by threads of its own. */
@NullMarked
package dev.tierwall.linux.netns;

import org.jspecify.annotations.NullMarked;

/** The lab's network: nodes and pods as network namespaces, the fabric between them, and a simulated outside. */
@NullMarked
package dev.tierwall.lab.net;

import org.jspecify.annotations.NullMarked;

/** Names: what the cluster's DNS answers, who serves the answers, and how a pod asks for them. */
@NullMarked
package dev.tierwall.lab.dns;

import org.jspecify.annotations.NullMarked;

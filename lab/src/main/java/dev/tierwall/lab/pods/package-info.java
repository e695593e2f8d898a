/** What the endpoint asks of running pods: commands, logs and connections. The endpoint calls it, the nodes answer. */
@NullMarked
package dev.tierwall.lab.pods;

import org.jspecify.annotations.NullMarked;

/** Commands, logs and forwarded ports: what goes to and fro between a client and a running pod. */
@NullMarked
package dev.tierwall.lab.stream;

import org.jspecify.annotations.NullMarked;

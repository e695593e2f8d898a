/** What nodes do: pods find one, their containers are started there and looked after, and what became of them is told. */
@NullMarked
package dev.tierwall.lab.node;

import org.jspecify.annotations.NullMarked;

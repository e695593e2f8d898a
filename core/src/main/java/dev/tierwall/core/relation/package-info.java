/** What the pods of one node may do, as a relation: of each local pod and direction to each kind of peer. */
@NullMarked
package dev.tierwall.core.relation;

import org.jspecify.annotations.NullMarked;

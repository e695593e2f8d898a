/**
 * The program of one node's kernel as data: a skeleton of rules that never changes, and the elements of its sets, which
 * are the relation of the node's pods to their peers. Nothing is executed here.
 */
@NullMarked
package dev.tierwall.core.nft;

import org.jspecify.annotations.NullMarked;

/**
 * The compiled model: for every endpoint and direction an ordered list of tiers of rules, with every implicit rule
 * written out and its origin kept; and the folding of that list into disjoint blocks of peers.
 */
@NullMarked
package dev.tierwall.core.policy;

import org.jspecify.annotations.NullMarked;

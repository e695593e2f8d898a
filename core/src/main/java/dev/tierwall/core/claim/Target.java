package dev.tierwall.core.claim;

import dev.tierwall.core.net.ConnectionSet;

/**
 * Destinations with the connections to them that a claim speaks of.
 *
 * @param population the destinations
 * @param connections the connections, the same to each of them
 */
record Target(Population population, ConnectionSet connections) {}

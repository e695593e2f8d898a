package dev.tierwall.core.connectivity;

import dev.tierwall.core.net.ConnectionSet;
import dev.tierwall.core.policy.PeerSet;

/**
 * Every one of the sources may open these connections to every one of the destinations.
 *
 * @param sources classes and atoms of one family
 * @param destinations classes and atoms of the same family
 * @param connections which connections; never empty
 */
public record Rectangle(PeerSet sources, PeerSet destinations, ConnectionSet connections) {}

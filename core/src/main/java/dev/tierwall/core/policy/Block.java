package dev.tierwall.core.policy;

import dev.tierwall.core.net.ConnectionSet;

/**
 * Peers that a subject treats alike, in one direction and address family.
 *
 * @param peers the peers
 * @param allowed what the subject's side allows with every one of them
 */
public record Block(PeerSet peers, ConnectionSet allowed) {}

package dev.tierwall.core.policy;

import dev.tierwall.core.collect.PersistentMap;
import dev.tierwall.core.model.ObjectKey;
import dev.tierwall.core.model.Pod;

/**
 * Endpoints that no policy tells apart.
 *
 * @param id its number, by which sets of classes refer to it; given again when the class is gone
 * @param key what its members have in common
 * @param members the endpoints
 */
public record EndpointClass(int id, ClassKey key, PersistentMap<ObjectKey, Pod> members) {}

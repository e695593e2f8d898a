package dev.tierwall.core.policy;

import dev.tierwall.core.collect.Bits;
import dev.tierwall.core.collect.Chunks;
import dev.tierwall.core.collect.PersistentMap;
import dev.tierwall.core.label.Requirement;
import dev.tierwall.core.label.Selector;
import dev.tierwall.core.model.ObjectKey;
import dev.tierwall.core.net.IpFamily;

/**
 * All endpoint classes of a snapshot, and indexes from what they have to the classes that have it. Classes on the
 * host's network are in no index of namespaces or labels, so that nothing selects them.
 *
 * @param byId the classes by number; those that are vacant are leftovers
 * @param ids the number of each class
 * @param classOf the number of the class that each endpoint is in
 * @param vacant numbers that no class has at present
 * @param ipv4 the classes that have or may have an IPv4 address
 * @param ipv6 the classes that have or may have an IPv6 address
 * @param byNamespace the classes of each namespace
 * @param byLabel the classes with each label key, and with each {@code key=value}
 */
record ClassTable(
        Chunks<EndpointClass> byId,
        PersistentMap<ClassKey, Integer> ids,
        PersistentMap<ObjectKey, Integer> classOf,
        Bits vacant,
        Bits ipv4,
        Bits ipv6,
        PersistentMap<String, Bits> byNamespace,
        PersistentMap<String, Bits> byLabel) {

    static final ClassTable EMPTY = new ClassTable(
            Chunks.empty(),
            PersistentMap.empty(),
            PersistentMap.empty(),
            Bits.EMPTY,
            Bits.EMPTY,
            Bits.EMPTY,
            PersistentMap.empty(),
            PersistentMap.empty());

    static String label(String key, String value) {
        return key + '=' + value;
    }

    /** The classes that have or may have an address of the family. */
    Bits in(IpFamily family) {
        return family == IpFamily.IPV4 ? ipv4 : ipv6;
    }

    Bits live() {
        return Bits.range(0, byId.size()).minus(vacant);
    }

    Bits inNamespace(String name) {
        return byNamespace.getOrDefault(name, Bits.EMPTY);
    }

    /** Those of some classes that a selector of pods matches. */
    Bits matching(Selector selector, Bits among) {
        Bits left = among;
        for (Requirement requirement : selector.requirements()) {
            if (left.isEmpty()) {
                break;
            }
            String key = requirement.key();
            left = switch (requirement.operator()) {
                case IN -> left.intersect(withAny(requirement));
                case NOT_IN -> left.minus(withAny(requirement));
                case EXISTS -> left.intersect(byLabel.getOrDefault(key, Bits.EMPTY));
                case DOES_NOT_EXIST -> left.minus(byLabel.getOrDefault(key, Bits.EMPTY));
            };
        }
        return left;
    }

    private Bits withAny(Requirement requirement) {
        Bits any = Bits.EMPTY;
        for (String value : requirement.values()) {
            any = any.union(byLabel.getOrDefault(label(requirement.key(), value), Bits.EMPTY));
        }
        return any;
    }
}

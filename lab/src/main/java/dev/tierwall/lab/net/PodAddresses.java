package dev.tierwall.lab.net;

import dev.tierwall.core.net.Address;
import dev.tierwall.core.net.Cidr;
import dev.tierwall.core.net.IpFamily;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Gives addresses to pods: those that they ask for and no others, else the next free ones of their node, one of each family. */
public final class PodAddresses {

    /** The gateway's and the network's own are left out, as elsewhere. */
    private static final long FIRST = 2;

    private final Set<Address> taken = new HashSet<>();
    private final Map<Cidr, Address> last = new HashMap<>();

    /**
     * Takes addresses for a pod.
     *
     * @param node the number of its node
     * @param wanted the addresses that it asks for, at most one of each family
     * @return those that it asks for, or one of each family; nothing if one is somebody else's or none is free
     */
    public synchronized Optional<List<Address>> take(int node, List<Address> wanted) {
        List<Address> found = new ArrayList<>();
        for (Address own : wanted) {
            if (taken.contains(own)) {
                return Optional.empty();
            }
            found.add(own);
        }
        for (Cidr block : wanted.isEmpty() ? Addresses.podsOf(node) : List.<Cidr>of()) {
            Optional<Address> one = free(block);
            if (one.isEmpty()) {
                return Optional.empty();
            }
            found.add(one.get());
        }
        taken.addAll(found);
        return Optional.of(List.copyOf(found));
    }

    /** The next free one, in turn, so that an address that was just given back is the last to be used again. */
    private Optional<Address> free(Cidr block) {
        Address first = number(block, FIRST);
        Address end = number(block, block.family() == IpFamily.IPV4 ? 254 : 0xffff);
        Address from = last.getOrDefault(block, end);
        Address at = from;
        do {
            at = at.equals(end) ? first : at.next().orElseThrow();
            if (!taken.contains(at)) {
                last.put(block, at);
                return Optional.of(at);
            }
        } while (!at.equals(from));
        return Optional.empty();
    }

    private static Address number(Cidr block, long number) {
        return new Address(block.family(), block.base().high(), block.base().low() + number);
    }

    /** Takes addresses back. */
    public synchronized void give(List<Address> addresses) {
        addresses.forEach(taken::remove);
    }
}

package dev.tierwall.core.nft;

import dev.tierwall.core.net.Address;
import dev.tierwall.core.net.ConnectionSet;
import dev.tierwall.core.net.PortSet;
import dev.tierwall.core.net.Protocol;
import java.util.Collections;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** A program in the making: elements so far, and the numbers given out. */
final class Draft {

    private final Map<NftSet, Map<ElementKey, Integer>> elements = new EnumMap<>(NftSet.class);
    /** Sets whose elements belong to another draft, too, until they are changed. */
    private final Set<NftSet> shared = EnumSet.noneOf(NftSet.class);

    private final Map<ConnectionSet, Integer> known = new HashMap<>();
    private final Map<ConnectionSet, Integer> used = new HashMap<>();
    private final Numbers numbers;
    private boolean settled = true;

    Draft(NftProgram previous) {
        previous.connections().forEach((id, set) -> known.put(set, id));
        numbers = new Numbers(previous);
    }

    /** A draft that begins with all that another holds. */
    Draft(Draft other) {
        elements.putAll(other.elements);
        shared.addAll(other.elements.keySet());
        known.putAll(other.known);
        used.putAll(other.used);
        numbers = new Numbers(other.numbers);
        settled = other.settled;
    }

    private Map<ElementKey, Integer> own(NftSet set) {
        if (shared.remove(set)) {
            elements.put(set, new HashMap<>(elements(set)));
        }
        return elements.computeIfAbsent(set, s -> new HashMap<>());
    }

    void put(NftSet set, ElementKey key, int value) {
        own(set).put(key, value);
    }

    boolean has(NftSet set, ElementKey key) {
        return elements.getOrDefault(set, Map.of()).containsKey(key);
    }

    /** Takes out all cells of a subject. */
    void removeCells(NftSet set, Address subject) {
        own(set).keySet()
                .removeIf(key ->
                        key instanceof ElementKey.Cell cell && cell.subject().equals(subject));
    }

    /** A number that means nothing yet. */
    int newNumber() {
        return numbers.next();
    }

    /** The number of a connection set, whose ports become elements when it is first asked for. */
    int number(ConnectionSet set) {
        Integer id = used.get(set);
        if (id == null) {
            id = known.containsKey(set) ? known.get(set) : newNumber();
            keep(id, set);
        }
        return id;
    }

    /** Puts in a connection set under the number that it has; says whether it was not there yet. */
    boolean keep(int id, ConnectionSet set) {
        if (used.putIfAbsent(set, id) != null) {
            return false;
        }
        if (set.isAll()) {
            put(NftSet.WHOLE, new ElementKey.Connections(id), 0);
        } else {
            putParts(id, set);
        }
        return true;
    }

    private void putParts(int id, ConnectionSet set) {
        if (set.others()) {
            put(NftSet.MISC, new ElementKey.Connections(id), 0);
        }
        for (Protocol protocol : Protocol.values()) {
            putPorts(id, protocol, set.ports(protocol));
        }
    }

    private void putPorts(int id, Protocol protocol, PortSet ports) {
        for (int i = 0; i < ports.rangeCount(); i++) {
            int first = ports.first(i);
            int last = ports.last(i);
            if (first == last) {
                put(NftSet.OK, new ElementKey.Ports(id, protocol, first, last), 0);
            } else {
                // Who may use every port from the lowest may use port 0, which no policy can name.
                int from = first == PortSet.MIN ? 0 : first;
                put(NftSet.OKR, new ElementKey.Ports(id, protocol, from, last), 0);
            }
        }
    }

    /** Gives out no number that another draft has given out. */
    void raise(Draft other) {
        numbers.raise(other.numbers);
    }

    /** Notes that another step must follow. */
    void unsettle() {
        settled = false;
    }

    boolean isSettled() {
        return settled;
    }

    int lastId() {
        return numbers.last();
    }

    Map<ElementKey, Integer> elements(NftSet set) {
        return elements.getOrDefault(set, Map.of());
    }

    /** Makes a set hold these elements and no others. */
    void replace(NftSet set, Map<ElementKey, Integer> all) {
        shared.remove(set);
        elements.put(set, new HashMap<>(all));
    }

    /** Puts in elements that are not there. */
    void addMissing(NftSet set, Map<ElementKey, Integer> some) {
        if (!some.isEmpty()) {
            Map<ElementKey, Integer> mine = own(set);
            some.forEach(mine::putIfAbsent);
        }
    }

    /** Whether another draft has the same elements. */
    boolean holdsTheSame(Draft other) {
        for (NftSet set : NftSet.values()) {
            if (!elements(set).equals(other.elements(set))) {
                return false;
            }
        }
        return true;
    }

    Map<Integer, ConnectionSet> connections() {
        Map<Integer, ConnectionSet> connections = new HashMap<>();
        used.forEach((set, id) -> connections.put(id, set));
        return Collections.unmodifiableMap(connections);
    }
}

package dev.tierwall.core.nft;

import dev.tierwall.core.collect.PersistentMap;
import dev.tierwall.core.model.Direction;
import dev.tierwall.core.net.Address;
import dev.tierwall.core.net.ConnectionSet;
import dev.tierwall.core.net.IpFamily;
import dev.tierwall.core.nft.NftSet.Kind;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/** A program as packets of one family meet it: the same look-ups that the skeleton makes. */
final class FamilyView {

    private final NftProgram program;
    private final IpFamily family;
    private final NavigableMap<Address, Integer> ranges = new TreeMap<>();
    private final Map<Direction, Map<Address, Map<Integer, Integer>>> cells = new EnumMap<>(Direction.class);

    FamilyView(NftProgram program, IpFamily family) {
        this.program = program;
        this.family = family;
        elements(Kind.ATOM, Direction.INGRESS).forEach(entry -> {
            if (entry.key() instanceof ElementKey.Range(var range)) {
                ranges.put(range.first(), entry.value());
            }
        });
    }

    PersistentMap<ElementKey, Integer> elements(Kind kind, Direction direction) {
        return program.map(NftSet.of(kind, direction, family));
    }

    boolean isSubject(Direction direction, Address address) {
        return elements(Kind.SUBJ, direction).has(new ElementKey.Single(address));
    }

    /** Whether any packet gets as far as to be asked for its peer. */
    boolean hasSubjects() {
        return !elements(Kind.SUBJ, Direction.INGRESS).isEmpty()
                || !elements(Kind.SUBJ, Direction.EGRESS).isEmpty();
    }

    /** Whether addresses have peer classes. */
    boolean hasPeers() {
        return !ranges.isEmpty();
    }

    /** The addresses known one by one. */
    PersistentMap<ElementKey, Integer> peers() {
        return elements(Kind.PEER, Direction.INGRESS);
    }

    /** The first address of each range, with the peer class of the range. */
    NavigableMap<Address, Integer> ranges() {
        return ranges;
    }

    /** The peer class of the range around an address; there must be peers. */
    int ofRange(Address address) {
        return ranges.floorEntry(address).getValue();
    }

    /** The peer class of an address; there must be peers. */
    int of(Address address) {
        int known = peers().getOrDefault(new ElementKey.Single(address), 0);
        return known != 0 ? known : ofRange(address);
    }

    /** Whether what holds for a subject and a peer class is left to what holds for the subject's rest. */
    boolean isRest(Direction direction, Address subject, int peer) {
        return !cells(direction, subject).containsKey(peer);
    }

    /** The cells of a subject: what peer classes have by the number of a connection set. */
    Map<Integer, Integer> cells(Direction direction, Address subject) {
        Map<Address, Map<Integer, Integer>> bySubject = cells.get(direction);
        if (bySubject == null) {
            Map<Address, Map<Integer, Integer>> found = new HashMap<>();
            elements(Kind.REL, direction).forEach(entry -> {
                if (entry.key() instanceof ElementKey.Cell(Address address, int peer)) {
                    found.computeIfAbsent(address, a -> new HashMap<>()).put(peer, entry.value());
                }
            });
            bySubject = found;
            cells.put(direction, found);
        }
        return bySubject.getOrDefault(subject, Map.of());
    }

    /** What holds for the rest of a subject's peers. */
    ConnectionSet rest(Direction direction, Address subject) {
        return elements(Kind.REST, direction)
                .get(new ElementKey.Single(subject))
                .map(this::connections)
                .orElse(ConnectionSet.NONE);
    }

    /** What holds for a subject and a peer class; everything if the subject is not decided in this direction. */
    ConnectionSet cell(Direction direction, Address subject, int peer) {
        if (!isSubject(direction, subject)) {
            return ConnectionSet.ALL;
        }
        Integer id = cells(direction, subject).get(peer);
        return id != null ? connections(id) : rest(direction, subject);
    }

    /** What a subject may open to itself through a Service beyond what it may anyway. */
    ConnectionSet hairpin(Direction direction, Address subject) {
        return elements(Kind.SELF, direction)
                .get(new ElementKey.Twice(subject))
                .map(this::connections)
                .orElse(ConnectionSet.NONE);
    }

    /** What the number of a connection set stands for. */
    ConnectionSet connections(int id) {
        return program.connections().getOrDefault(id, ConnectionSet.NONE);
    }
}

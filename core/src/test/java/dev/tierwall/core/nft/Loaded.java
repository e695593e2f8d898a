package dev.tierwall.core.nft;

import dev.tierwall.core.net.Address;
import dev.tierwall.core.net.IpFamily;
import dev.tierwall.core.net.Protocol;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/** A program in a kernel made of maps: what each set answers. */
final class Loaded {

    private final NftProgram program;
    private final Map<NftSet, NavigableMap<Address, Map.Entry<ElementKey.Range, Integer>>> ranges =
            new EnumMap<>(NftSet.class);
    private final Map<List<Object>, NavigableMap<Integer, Integer>> ports = new HashMap<>();

    Loaded(NftProgram program) {
        this.program = program;
        for (NftSet set : List.of(NftSet.ATOM4, NftSet.ATOM6)) {
            NavigableMap<Address, Map.Entry<ElementKey.Range, Integer>> sorted = new TreeMap<>();
            program.elements(set).forEach((key, id) -> {
                ElementKey.Range range = (ElementKey.Range) key;
                sorted.put(range.range().first(), Map.entry(range, id));
            });
            ranges.put(set, sorted);
        }
        program.elements(NftSet.OKR).keySet().forEach(key -> {
            ElementKey.Ports range = (ElementKey.Ports) key;
            ports.computeIfAbsent(List.of(range.connections(), range.protocol()), k -> new TreeMap<>())
                    .put(range.first(), range.last());
        });
    }

    NftProgram program() {
        return program;
    }

    Optional<Integer> find(NftSet set, ElementKey key) {
        return Optional.ofNullable(program.elements(set).get(key));
    }

    Optional<Integer> findRange(IpFamily family, Address address) {
        NftSet set = family == IpFamily.IPV4 ? NftSet.ATOM4 : NftSet.ATOM6;
        return Optional.ofNullable(ranges.get(set).floorEntry(address))
                .map(Map.Entry::getValue)
                .filter(entry -> entry.getKey().range().contains(address))
                .map(Map.Entry::getValue);
    }

    boolean inRange(int connections, Protocol protocol, int port) {
        Map.Entry<Integer, Integer> floor = ports.getOrDefault(List.of(connections, protocol), new TreeMap<>())
                .floorEntry(port);
        return floor != null && port <= floor.getValue();
    }
}

package dev.tierwall.cli.report.rows;

import dev.tierwall.cli.report.naming.PartyNames;
import dev.tierwall.cli.report.naming.PortNames;
import dev.tierwall.core.collect.Bits;
import dev.tierwall.core.connectivity.Entrances.Entrance;
import dev.tierwall.core.connectivity.Party;
import dev.tierwall.core.model.ObjectKey;
import dev.tierwall.core.net.AddressSet;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** The folds of a list in words for people: a whole namespace is one word, and all addresses are one name. */
final class FoldWords {

    /** Takes folds. */
    interface Sink {
        void fold(List<String> sources, List<String> destinations, Lines.Ports ports);
    }

    private final Listing listing;
    private final PartyNames names;
    private final List<Party> parties;
    private final Map<String, Integer> sizes = new LinkedHashMap<>();

    FoldWords(Listing listing, PartyNames names) {
        this.listing = listing;
        this.names = names;
        this.parties = listing.connectivity().allParties();
        for (Party party : parties) {
            if (party instanceof Party.OfWorkload(ObjectKey key)) {
                sizes.merge(key.namespace(), 1, Integer::sum);
            }
        }
    }

    void forEach(Sink out) {
        listing.connectivity().folds(listing.wanted(), (sources, destinations, connections, only) -> {
            if (PortNames.any(connections)) {
                out.fold(words(sources), words(destinations), new Lines.Ports(connections, only));
            }
        });
        for (Entrance entrance : listing.entrances()) {
            String via = entrance.via().kind() + " " + names.of(entrance.via());
            out.fold(
                    List.of(names.of(entrance.sources()) + " via " + via),
                    List.of(names.of(entrance.destination())),
                    new Lines.Ports(entrance.connections(), Optional.empty()));
        }
    }

    /** {@code namespace/*} where all workloads of a namespace are meant, and one name for all the addresses. */
    private List<String> words(Bits numbers) {
        Map<String, List<ObjectKey>> workloads = new LinkedHashMap<>();
        List<AddressSet> blocks = new ArrayList<>();
        for (int number = numbers.next(0); number >= 0; number = numbers.next(number + 1)) {
            switch (parties.get(number)) {
                case Party.OfWorkload(ObjectKey key) ->
                    workloads
                            .computeIfAbsent(key.namespace(), namespace -> new ArrayList<>())
                            .add(key);
                case Party.OfAddresses(AddressSet addresses) -> blocks.add(addresses);
            }
        }
        List<String> words = new ArrayList<>();
        boolean all = sizes.size() > 1
                && sizes.entrySet().stream()
                        .allMatch(entry -> workloads
                                        .getOrDefault(entry.getKey(), List.of())
                                        .size()
                                == entry.getValue());
        if (all) {
            words.add("all workloads");
        } else {
            workloads.forEach((namespace, keys) -> addNames(namespace, keys, words));
        }
        if (!blocks.isEmpty()) {
            words.add(names.of(new AddressSet(
                    blocks.stream().flatMap(block -> block.ranges().stream()).toList())));
        }
        return words;
    }

    private void addNames(String namespace, List<ObjectKey> keys, List<String> words) {
        if (keys.size() == 1) {
            words.add(names.of(keys.getFirst()));
        } else if (keys.size() == sizes.getOrDefault(namespace, 0)) {
            words.add(namespace + "/*");
        } else {
            String before = namespace + "/";
            words.add(keys.stream()
                    .map(key -> names.of(key).substring(before.length()))
                    .collect(Collectors.joining(",", before + "{", "}")));
        }
    }
}

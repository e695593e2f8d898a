package dev.tierwall.cli.report.graph;

import dev.tierwall.cli.report.graph.Graph.Edge;
import dev.tierwall.cli.report.graph.Graph.Vertex;
import dev.tierwall.cli.report.naming.PartyNames;
import dev.tierwall.cli.report.naming.PortNames;
import dev.tierwall.cli.report.rows.Listing;
import dev.tierwall.core.collect.Bits;
import dev.tierwall.core.collect.Ints;
import dev.tierwall.core.connectivity.Entrances.Entrance;
import dev.tierwall.core.connectivity.Party;
import dev.tierwall.core.model.ObjectKey;
import dev.tierwall.core.net.AddressSet;
import dev.tierwall.core.net.ConnectionSet;
import dev.tierwall.core.net.IpFamily;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Makes the picture of a list: small enough to be looked at, whatever the size of the cluster. */
final class GraphDrawing {

    /** More boxes or arrows than these are nothing to look at: then each namespace is one box. */
    private static final int MOST_VERTICES = 150;

    private static final int MOST_EDGES = 600;
    private static final int MOST_NAMES = 4;
    private static final int LONGEST_LABEL = 40;

    private record Fold(Bits sources, Bits destinations, ConnectionSet connections, Optional<IpFamily> only) {}

    private record Pair(int from, int to) {}

    private record Ports(ConnectionSet connections, Optional<IpFamily> only) {}

    private final Listing listing;
    private final PartyNames names;
    private final List<Party> parties;
    private final List<Fold> folds = new ArrayList<>();

    private GraphDrawing(Listing listing) {
        this.listing = listing;
        this.parties = listing.connectivity().allParties();
        this.names = new PartyNames(parties, 3);
        listing.connectivity().folds(listing.wanted(), (sources, destinations, connections, only) -> {
            if (PortNames.any(connections)) {
                folds.add(new Fold(sources, destinations, connections, only));
            }
        });
    }

    static Graph of(Listing listing) {
        GraphDrawing drawing = new GraphDrawing(listing);
        Map<Object, Ints> alike = drawing.alike();
        int[] boxes = drawing.numbered(alike);
        Map<Pair, List<Ports>> arrows = alike.size() > MOST_VERTICES ? Map.of() : drawing.arrows(boxes, alike.size());
        if (alike.size() > MOST_VERTICES || arrows.size() > MOST_EDGES) {
            alike = drawing.byNamespace();
            boxes = drawing.numbered(alike);
            arrows = drawing.arrows(boxes, alike.size());
        }
        return drawing.graph(alike, boxes, arrows);
    }

    /** Parties of one namespace that stand in the same folds connect alike, with each other too. */
    private Map<Object, Ints> alike() {
        List<Ints> from = lists();
        List<Ints> to = lists();
        for (int fold = 0; fold < folds.size(); fold++) {
            int number = fold;
            folds.get(fold).sources().forEach(party -> from.get(party).add(number));
            folds.get(fold).destinations().forEach(party -> to.get(party).add(number));
        }
        Map<Object, Ints> alike = new LinkedHashMap<>();
        for (int party = 0; party < parties.size(); party++) {
            if (!from.get(party).isEmpty() || !to.get(party).isEmpty()) {
                Object answers = List.of(
                        frame(party), from.get(party).toBits(), to.get(party).toBits());
                alike.computeIfAbsent(answers, a -> new Ints()).add(party);
            }
        }
        return alike;
    }

    private Map<Object, Ints> byNamespace() {
        Map<Object, Ints> alike = new LinkedHashMap<>();
        for (Fold fold : folds) {
            fold.sources()
                    .union(fold.destinations())
                    .forEach(party ->
                            alike.computeIfAbsent(frame(party), f -> new Ints()).add(party));
        }
        return alike;
    }

    private List<Ints> lists() {
        List<Ints> lists = new ArrayList<>(parties.size());
        for (int party = 0; party < parties.size(); party++) {
            lists.add(new Ints());
        }
        return lists;
    }

    /** The namespace of a workload; nothing for addresses. */
    private String frame(int party) {
        return parties.get(party) instanceof Party.OfWorkload(ObjectKey key) ? key.namespace() : "";
    }

    private int[] numbered(Map<Object, Ints> alike) {
        int[] boxes = new int[parties.size()];
        int box = 0;
        for (Ints members : alike.values()) {
            int number = box++;
            members.toBits().forEach(party -> boxes[party] = number);
        }
        return boxes;
    }

    private Map<Pair, List<Ports>> arrows(int[] boxes, int count) {
        int[] members = new int[count];
        for (int party = 0; party < boxes.length; party++) {
            members[boxes[party]]++;
        }
        Map<Pair, List<Ports>> arrows = new LinkedHashMap<>();
        for (Fold fold : folds) {
            Bits from = boxesOf(fold.sources(), boxes);
            Bits to = boxesOf(fold.destinations(), boxes);
            from.forEach(source -> to.forEach(destination -> {
                boolean itself = source == destination && members[source] == 1;
                if (!itself) {
                    arrows.computeIfAbsent(new Pair(source, destination), p -> new ArrayList<>(1))
                            .add(new Ports(fold.connections(), fold.only()));
                }
            }));
        }
        return arrows;
    }

    private static Bits boxesOf(Bits parties, int[] boxes) {
        Ints found = new Ints();
        parties.forEach(party -> found.add(boxes[party]));
        return found.toBits();
    }

    private Graph graph(Map<Object, Ints> alike, int[] boxes, Map<Pair, List<Ports>> arrows) {
        Map<String, Integer> frames = new TreeMap<>();
        alike.values().forEach(members -> frames.put(frame(members.toBits().next(0)), 0));
        frames.remove("");
        listing.entrances()
                .forEach(entrance -> frames.put(entrance.destination().namespace(), 0));
        List<String> clusters = List.copyOf(frames.keySet());
        clusters.forEach(cluster -> frames.put(cluster, clusters.indexOf(cluster)));
        List<Vertex> vertices = new ArrayList<>();
        for (Ints members : alike.values()) {
            Bits bits = members.toBits();
            String frame = frame(bits.next(0));
            vertices.add(new Vertex(lines(bits), Optional.ofNullable(frames.get(frame)), frame.isEmpty()));
        }
        List<Edge> edges = new ArrayList<>();
        arrows.forEach((pair, ports) -> edges.add(new Edge(pair.from(), pair.to(), label(ports))));
        addEntrances(boxes, frames, vertices, edges);
        String title = "Who can connect to whom: " + vertices.size() + " groups, " + edges.size() + " connections";
        return new Graph(title, clusters, vertices, edges);
    }

    private List<String> lines(Bits members) {
        if (!frame(members.next(0)).isEmpty()) {
            List<String> lines = new ArrayList<>();
            for (int party = members.next(0); party >= 0; party = members.next(party + 1)) {
                lines.add(shortName(party));
            }
            return cut(lines);
        }
        AddressSet all = AddressSet.EMPTY;
        for (int party = members.next(0); party >= 0; party = members.next(party + 1)) {
            all = parties.get(party) instanceof Party.OfAddresses(AddressSet some) ? all.union(some) : all;
        }
        return cut(List.of(names.of(all).split(", ")));
    }

    private static List<String> cut(List<String> lines) {
        if (lines.size() <= MOST_NAMES + 1) {
            return lines;
        }
        List<String> cut = new ArrayList<>(lines.subList(0, MOST_NAMES));
        cut.add("and " + (lines.size() - MOST_NAMES) + " more");
        return cut;
    }

    /** A name without its namespace, which the frame shows. */
    private String shortName(int party) {
        String name = names.of(parties.get(party));
        return name.substring(name.indexOf('/') + 1);
    }

    private static String label(List<Ports> ports) {
        Map<Optional<IpFamily>, ConnectionSet> all = new LinkedHashMap<>();
        ports.forEach(some -> all.merge(some.only(), some.connections(), ConnectionSet::union));
        StringBuilder label = new StringBuilder();
        all.forEach((only, connections) -> label.append(label.isEmpty() ? "" : "; ")
                .append(PortNames.of(connections))
                .append(only.map(family -> " (" + family.label() + " only)").orElse("")));
        return label.length() <= LONGEST_LABEL ? label.toString() : "many ports";
    }

    private void addEntrances(int[] boxes, Map<String, Integer> frames, List<Vertex> vertices, List<Edge> edges) {
        Map<ObjectKey, Integer> known = new LinkedHashMap<>();
        for (Entrance entrance : listing.entrances()) {
            int destination = parties.indexOf(new Party.OfWorkload(entrance.destination()));
            if (destination < 0 || boxes.length == 0) {
                continue;
            }
            int from = known.computeIfAbsent(entrance.via(), via -> {
                vertices.add(new Vertex(
                        List.of(via.kind() + " " + via.name()),
                        Optional.ofNullable(frames.get(via.namespace())),
                        true));
                return vertices.size() - 1;
            });
            edges.add(new Edge(
                    from, boxes[destination], label(List.of(new Ports(entrance.connections(), Optional.empty())))));
        }
    }
}

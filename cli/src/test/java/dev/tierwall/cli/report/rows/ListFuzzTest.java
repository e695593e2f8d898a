package dev.tierwall.cli.report.rows;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tierwall.cli.frame.DataWriter;
import dev.tierwall.cli.output.Format;
import dev.tierwall.cli.output.Paint;
import dev.tierwall.cli.report.naming.PartyNames;
import dev.tierwall.cli.report.naming.PortNames;
import dev.tierwall.core.connectivity.Connectivity;
import dev.tierwall.core.connectivity.Party;
import dev.tierwall.core.connectivity.Wanted;
import dev.tierwall.core.net.AddressRange;
import dev.tierwall.core.net.ConnectionSet;
import dev.tierwall.core.net.PortSet;
import dev.tierwall.core.net.Protocol;
import dev.tierwall.core.policy.CompiledPolicy;
import dev.tierwall.core.policy.PolicyCompiler;
import dev.tierwall.core.random.RandomCluster;
import dev.tierwall.core.random.Trials;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** On random clusters, what is printed in each format says what connectivity says, folded or not. */
class ListFuzzTest {

    @Test
    void jsonHoldsEveryRowAndFoldedJsonTheSameRows() {
        Trials.fuzz("list", 150, random -> {
            CompiledPolicy policy = PolicyCompiler.compile(new RandomCluster(random).snapshot());
            Connectivity connectivity = Connectivity.of(policy);
            Map<Object, Object> expected = new HashMap<>();
            connectivity.rows(row -> {
                if (PortNames.any(row.connections())) {
                    Map<String, Object> rest = rest(row.connections());
                    row.only().ifPresent(family -> rest.put("family", family.label()));
                    expected.put(List.of(party(row.source()), party(row.destination()), family(rest)), rest);
                }
            });
            assertThat(rows(print(new JsonList(), policy, connectivity, false))).isEqualTo(expected);
            assertThat(unfolded(print(new JsonList(), policy, connectivity, true)))
                    .isEqualTo(expected);
            assertThat(rows(print(new TreeList(Format.JSON), policy, connectivity, false)))
                    .isEqualTo(expected);
            assertThat(unfolded(print(new TreeList(Format.JSON), policy, connectivity, true)))
                    .isEqualTo(expected);
        });
    }

    @Test
    void everyFormatIsWrittenWithoutFailure() {
        Trials.fuzz("list formats", 60, random -> {
            CompiledPolicy policy = PolicyCompiler.compile(new RandomCluster(random).snapshot());
            Connectivity connectivity = Connectivity.of(policy);
            PartyNames names = new PartyNames(connectivity.allParties(), 6);
            for (boolean folded : List.of(true, false)) {
                for (ListWriter writer : List.of(
                        new TextList(names, Paint.PLAIN),
                        new CsvList(names),
                        new MarkdownList(names),
                        new TreeList(Format.YAML))) {
                    assertThat(print(writer, policy, connectivity, folded)).endsWith("\n");
                }
            }
        });
    }

    static String print(ListWriter writer, CompiledPolicy policy, Connectivity connectivity, boolean folded) {
        List<WorkloadOpening> openings = WorkloadOpening.of(policy, key -> true);
        Listing.Style style = new Listing.Style(folded, false, true);
        Listing listing = new Listing(policy, connectivity, Wanted.ALL, List.of(), openings, style);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataWriter out = new DataWriter(bytes);
        writer.write(listing, out);
        out.flush();
        return bytes.toString(StandardCharsets.UTF_8);
    }

    private static Object family(Map<String, Object> rest) {
        return rest.getOrDefault("family", "both");
    }

    private static Map<Object, Object> rows(String json) {
        Map<Object, Object> rows = new HashMap<>();
        for (Object row : connections(json)) {
            Map<String, Object> rest = map(row);
            Object source = rest.remove("source");
            Object destination = rest.remove("destination");
            assertThat(rows.put(List.of(source, destination, family(rest)), rest))
                    .isNull();
        }
        return rows;
    }

    private static Map<Object, Object> unfolded(String json) {
        assertThat(map(JsonRows.read(json))).containsEntry("folded", true);
        Map<Object, Object> rows = new HashMap<>();
        for (Object fold : connections(json)) {
            Map<String, Object> rest = map(fold);
            List<?> sources = (List<?>) rest.remove("sources");
            List<?> destinations = (List<?>) rest.remove("destinations");
            for (Object source : sources) {
                for (Object destination : destinations) {
                    if (!source.equals(destination)) {
                        assertThat(rows.put(List.of(source, destination, family(rest)), rest))
                                .isNull();
                    }
                }
            }
        }
        return rows;
    }

    private static List<?> connections(String json) {
        return (List<?>) map(JsonRows.read(json)).get("connections");
    }

    private static Map<String, Object> map(Object value) {
        Map<String, Object> copy = new LinkedHashMap<>();
        ((Map<?, ?>) value).forEach((key, field) -> copy.put((String) key, field));
        return copy;
    }

    private static Object party(Party party) {
        return switch (party) {
            case Party.OfWorkload(var key) ->
                Map.of("kind", key.kind(), "namespace", key.namespace(), "name", key.name());
            case Party.OfAddresses(var addresses) ->
                Map.of(
                        "kind",
                        "IPBlock",
                        "ranges",
                        addresses.ranges().stream().map(AddressRange::toString).toList());
        };
    }

    /** What a row says besides its parties, written down a second time. */
    private static Map<String, Object> rest(ConnectionSet connections) {
        Map<String, Object> rest = new HashMap<>();
        Map<String, Object> ports = new HashMap<>();
        boolean all = true;
        for (Protocol protocol : Protocol.values()) {
            PortSet set = connections.ports(protocol);
            all &= set.equals(PortSet.ALL);
            if (!set.isEmpty()) {
                List<String> ranges = new ArrayList<>();
                for (String range : set.toString().split(",")) {
                    ranges.add(range);
                }
                ports.put(protocol.name(), ranges);
            }
        }
        rest.put("ports", all ? "all" : ports);
        if (all != connections.others()) {
            rest.put("otherProtocols", connections.others());
        }
        return rest;
    }
}

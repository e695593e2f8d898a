package dev.tierwall.cli.test;

import dev.tierwall.cli.report.naming.PartyNames;
import dev.tierwall.core.claim.Claim;
import dev.tierwall.core.claim.Claims;
import dev.tierwall.core.claim.Outcome.Status;
import dev.tierwall.core.connectivity.Connectivity;
import dev.tierwall.core.connectivity.Party;
import dev.tierwall.core.model.Node;
import dev.tierwall.core.model.ObjectKey;
import dev.tierwall.core.model.Pod;
import dev.tierwall.core.net.Address;
import dev.tierwall.core.net.AddressRange;
import dev.tierwall.core.net.AddressSet;
import dev.tierwall.core.net.Cidr;
import dev.tierwall.core.net.ConnectionSet;
import dev.tierwall.core.net.PortSet;
import dev.tierwall.core.net.Protocol;
import dev.tierwall.core.policy.CompiledPolicy;
import dev.tierwall.kube.claim.ClaimFiles;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Writes a first file of assertions from what is true now: for each workload that is not open to everyone, who reaches it, on
 * which ports, and that nobody else does; and the same for what it reaches. What is written was proved before.
 */
final class FirstFile {
    private static final String HEAD = """
            # yaml-language-server: $schema=policy-test.json
            apiVersion: tierwall.dev/v1
            kind: PolicyTest
            assertions:
            """;

    private final CompiledPolicy policy;
    private final List<Party> parties;
    private final PartyNames names;
    private final Optional<String> namespace;
    private final AddressSet known;
    private final List<String> candidates = new ArrayList<>();

    /** Whom a workload reaches, or by whom it is reached, by the connections. */
    private final Map<Integer, Map<ConnectionSet, Set<Integer>>> sources = new TreeMap<>();

    private final Map<Integer, Map<ConnectionSet, Set<Integer>>> destinations = new TreeMap<>();

    private FirstFile(CompiledPolicy policy, Optional<String> namespace) {
        this.policy = policy;
        this.namespace = namespace;
        Connectivity connectivity = Connectivity.of(policy);
        this.parties = connectivity.allParties();
        this.names = new PartyNames(parties, 1);
        this.known = known(policy);
        connectivity.rows(dev.tierwall.core.connectivity.Wanted.ALL, (from, to, connections, only) -> {
            add(sources, to, connections, from);
            add(destinations, from, connections, to);
        });
    }

    private static void add(
            Map<Integer, Map<ConnectionSet, Set<Integer>>> all, int party, ConnectionSet connections, int other) {
        all.computeIfAbsent(party, p -> new LinkedHashMap<>())
                .computeIfAbsent(connections, c -> new LinkedHashSet<>())
                .add(other);
    }

    /** The addresses of pods and nodes: holes in blocks of outside addresses that need not be cut out. */
    private static AddressSet known(CompiledPolicy policy) {
        List<AddressRange> ranges = new ArrayList<>();
        for (Pod pod : policy.snapshot().pods().values()) {
            for (Address address : pod.addresses()) {
                ranges.add(new AddressRange(address, address));
            }
        }
        for (Node node : policy.snapshot().nodes().values()) {
            for (Address address : node.addresses()) {
                ranges.add(new AddressRange(address, address));
            }
        }
        return new AddressSet(ranges);
    }

    /** The text of the file. */
    static String of(CompiledPolicy policy, Optional<String> namespace) {
        FirstFile file = new FirstFile(policy, namespace);
        file.collect();
        return file.proved();
    }

    private void collect() {
        for (int party = 0; party < parties.size(); party++) {
            if (!(parties.get(party) instanceof Party.OfWorkload(ObjectKey key))
                    || namespace.filter(name -> !name.equals(key.namespace())).isPresent()) {
                continue;
            }
            String own = quoted(names.of(key));
            Map<ConnectionSet, Set<Integer>> from = sources.getOrDefault(party, Map.of());
            if (isNarrow(from)) {
                candidate(
                        "who reaches " + names.of(key),
                        from.isEmpty() ? "denied" : "only-from",
                        from.isEmpty() ? "anyone" : crowd(from.values()),
                        own,
                        "");
                from.forEach((connections, some) -> candidate(
                        names.of(key) + " is reached", "allowed", crowd(List.of(some)), own, ports(connections)));
            }
            Map<ConnectionSet, Set<Integer>> to = destinations.getOrDefault(party, Map.of());
            if (isNarrow(to)) {
                candidate(
                        "whom " + names.of(key) + " reaches",
                        to.isEmpty() ? "denied" : "only-to",
                        own,
                        to.isEmpty() ? "anyone" : crowd(to.values()),
                        "");
            }
        }
    }

    /** Whether some other party is left out. */
    private boolean isNarrow(Map<ConnectionSet, Set<Integer>> others) {
        Set<Integer> all = new LinkedHashSet<>();
        others.values().forEach(all::addAll);
        return all.size() < parties.size() - 1;
    }

    private void candidate(String name, String expect, String from, String to, String ports) {
        candidates.add("  - name: " + quoted(name) + "\n    expect: " + expect + "\n    from: " + from + "\n    to: "
                + to + "\n" + (ports.isEmpty() ? "" : "    ports: " + ports + "\n"));
    }

    private String crowd(Iterable<Set<Integer>> groups) {
        Set<String> words = new LinkedHashSet<>();
        AddressSet addresses = AddressSet.EMPTY;
        for (Set<Integer> group : groups) {
            for (int party : group) {
                switch (parties.get(party)) {
                    case Party.OfWorkload(ObjectKey key) -> words.add(quoted(names.of(key)));
                    case Party.OfAddresses(AddressSet some) -> addresses = addresses.union(some);
                }
            }
        }
        if (!addresses.isEmpty()) {
            words.add("{cidr: [" + String.join(", ", blocks(addresses)) + "], not: {}}");
        }
        return "[" + String.join(", ", words) + "]";
    }

    private List<String> blocks(AddressSet addresses) {
        List<String> blocks = new ArrayList<>();
        for (AddressRange range : addresses.union(known).ranges()) {
            if (!AddressSet.of(range).minus(known).isEmpty()) {
                for (Cidr block : range.blocks()) {
                    blocks.add("'" + block + "'");
                }
            }
        }
        return blocks;
    }

    private static String ports(ConnectionSet connections) {
        if (connections.allPorts()) {
            return "all";
        }
        List<String> words = new ArrayList<>();
        for (Protocol protocol : Protocol.values()) {
            PortSet ports = connections.ports(protocol);
            for (int i = 0; i < ports.rangeCount(); i++) {
                String range =
                        ports.first(i) == ports.last(i) ? "" + ports.first(i) : ports.first(i) + "-" + ports.last(i);
                words.add(range + "/" + protocol);
            }
        }
        return "[" + String.join(", ", words) + "]";
    }

    private static String quoted(String text) {
        return text.matches("[a-z][a-z0-9./ -]*[a-z0-9]") ? text : "'" + text.replace("'", "''") + "'";
    }

    private String proved() {
        Claims claims = new Claims(policy, Optional.empty());
        StringBuilder file = new StringBuilder(HEAD);
        boolean none = true;
        for (String candidate : candidates) {
            byte[] text = (HEAD + candidate).getBytes(StandardCharsets.UTF_8);
            List<Claim> read = ClaimFiles.read(List.of("-"), new ByteArrayInputStream(text))
                    .claims();
            if (read.size() == 1 && claims.judge(read.getFirst()).status() == Status.HOLDS) {
                file.append(candidate);
                none = false;
            }
        }
        if (none) {
            file.append("  []  # nothing is closed: every pod is open to everyone\n");
        }
        return file.toString();
    }
}

package dev.tierwall.cli.report;

import dev.tierwall.cli.facts.FactsOptions;
import dev.tierwall.core.connectivity.Entrances.Entrance;
import dev.tierwall.core.connectivity.Party;
import dev.tierwall.core.connectivity.Wanted;
import dev.tierwall.core.label.Selector;
import dev.tierwall.core.label.SelectorText;
import dev.tierwall.core.model.ObjectKey;
import dev.tierwall.core.model.Pod;
import dev.tierwall.core.model.Service;
import dev.tierwall.core.naming.Asked;
import dev.tierwall.core.naming.AskedPort;
import dev.tierwall.core.naming.Meaning;
import dev.tierwall.core.naming.Reading;
import dev.tierwall.core.naming.Resolver;
import dev.tierwall.core.net.Address;
import dev.tierwall.core.net.AddressRange;
import dev.tierwall.core.net.AddressSet;
import dev.tierwall.core.net.ConnectionSet;
import dev.tierwall.core.net.PortSet;
import dev.tierwall.core.net.Protocol;
import dev.tierwall.core.policy.CompiledPolicy;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import picocli.CommandLine.ParseResult;

/** Finds what the {@link RowOptions} mean in one cluster. */
final class RowFilter {

    private final CompiledPolicy policy;
    private final ParseResult given;
    private final Resolver resolver;

    RowFilter(CompiledPolicy policy, ParseResult given) {
        this.policy = policy;
        this.given = given;
        this.resolver = new Resolver(policy, FactsOptions.namespace(given));
    }

    /** Which rows are wanted, or why that cannot be said. */
    Reading<Wanted> wanted() {
        return parties(RowOptions.from(given))
                .then(sources -> parties(RowOptions.to(given))
                        .then(destinations -> either().then(either ->
                                ports().then(ports -> Reading.of(new Wanted(sources, destinations, either, ports))))));
    }

    /** Whether a way in is wanted, cut down to what is wanted of it. */
    static Optional<Entrance> cut(Entrance entrance, Wanted wanted) {
        Party from = new Party.OfAddresses(entrance.sources());
        Party to = new Party.OfWorkload(entrance.destination());
        ConnectionSet left =
                entrance.connections().intersect(wanted.connections().apply(to));
        boolean kept = wanted.sources().test(from)
                && wanted.destinations().test(to)
                && (wanted.either().test(from) || wanted.either().test(to))
                && !left.isEmpty();
        return kept
                ? Optional.of(new Entrance(entrance.via(), entrance.sources(), entrance.destination(), left))
                : Optional.empty();
    }

    /** The parties that any of the names means; all of them if there are no names. */
    private Reading<Predicate<Party>> parties(List<String> names) {
        if (names.isEmpty()) {
            return Reading.of(party -> true);
        }
        List<Predicate<Party>> any = new ArrayList<>();
        for (String name : names) {
            switch (parties(name)) {
                case Reading.Known<Predicate<Party>>(Predicate<Party> some) -> any.add(some);
                case Reading.Unknown<Predicate<Party>> unknown -> {
                    return unknown;
                }
            }
        }
        return Reading.of(party -> any.stream().anyMatch(some -> some.test(party)));
    }

    private Reading<Predicate<Party>> parties(String name) {
        if (name.endsWith("/*")) {
            String namespace = name.substring(0, name.length() - 2);
            Predicate<Party> in = party -> party instanceof Party.OfWorkload(ObjectKey key)
                    && key.namespace().equals(namespace);
            return hasPods(namespace)
                    ? Reading.of(in)
                    : Reading.problem("no workload is in a namespace '" + namespace + "'", "");
        }
        return Asked.readName(name).then(resolver::resolve).then(meaning -> Reading.of(parties(meaning)));
    }

    private boolean hasPods(String namespace) {
        for (Pod pod : policy.snapshot().pods().values()) {
            if (pod.key().namespace().equals(namespace)) {
                return true;
            }
        }
        return false;
    }

    private Predicate<Party> parties(Meaning meaning) {
        return switch (meaning) {
            case Meaning.Pods pods -> workloadsOf(pods.pods());
            case Meaning.Behind behind -> workloadsOf(podsBehind(behind.service()));
            case Meaning.Single single -> within(AddressSet.of(new AddressRange(single.address(), single.address())));
            case Meaning.Many many -> within(many.addresses());
        };
    }

    private static Predicate<Party> workloadsOf(List<Pod> pods) {
        Set<ObjectKey> workloads = new HashSet<>();
        pods.forEach(pod -> workloads.add(pod.workload()));
        return party -> party instanceof Party.OfWorkload(ObjectKey key) && workloads.contains(key);
    }

    private List<Pod> podsBehind(Service service) {
        List<Pod> behind = new ArrayList<>();
        for (Pod pod : policy.snapshot().pods().values()) {
            boolean selected = service.selector()
                    .map(selector -> selector.matches(pod.labels()))
                    .orElseGet(() -> isInSlice(service, pod));
            if (selected
                    && pod.isEndpoint()
                    && pod.key().namespace().equals(service.key().namespace())) {
                behind.add(pod);
            }
        }
        return behind;
    }

    private boolean isInSlice(Service service, Pod pod) {
        for (var slice : policy.snapshot().slices().values()) {
            if (slice.key().namespace().equals(service.key().namespace())
                    && slice.service().equals(Optional.of(service.key().name()))
                    && slice.endpoints().stream()
                            .anyMatch(endpoint ->
                                    endpoint.pod().equals(Optional.of(pod.key().name())))) {
                return true;
            }
        }
        return false;
    }

    /** Blocks that share addresses with these, and workloads with pods that have one of them. */
    private Predicate<Party> within(AddressSet addresses) {
        Set<ObjectKey> workloads = new HashSet<>();
        for (Pod pod : policy.snapshot().pods().values()) {
            if (pod.isEndpoint()) {
                for (Address address : policy.addressesOf(pod)) {
                    if (addresses.contains(address)) {
                        workloads.add(pod.workload());
                    }
                }
            }
        }
        return party -> switch (party) {
            case Party.OfWorkload(ObjectKey key) -> workloads.contains(key);
            case Party.OfAddresses(AddressSet block) ->
                !block.intersect(addresses).isEmpty();
        };
    }

    /** The workloads of the namespace of {@code -n} whose labels {@code -l} selects; everybody without both. */
    private Reading<Predicate<Party>> either() {
        Optional<String> namespace = RowOptions.allNamespaces(given) ? Optional.empty() : FactsOptions.namespace(given);
        Optional<String> labels = RowOptions.selector(given);
        if (namespace.isEmpty() && labels.isEmpty()) {
            return Reading.of(party -> true);
        }
        Optional<Selector> selector =
                labels.isEmpty() ? Optional.of(Selector.EVERYTHING) : SelectorText.read(labels.get());
        if (selector.isEmpty()) {
            return Reading.problem(
                    "'" + labels.get() + "' is no label selector",
                    "write it as kubectl does: app=web,tier in (a,b),!debug");
        }
        Set<ObjectKey> workloads = new HashSet<>();
        for (Pod pod : policy.snapshot().pods().values()) {
            if (selector.get().matches(pod.labels())
                    && namespace
                            .map(wanted -> wanted.equals(pod.key().namespace()))
                            .orElse(true)) {
                workloads.add(pod.workload());
            }
        }
        return Reading.of(party -> party instanceof Party.OfWorkload(ObjectKey key) && workloads.contains(key));
    }

    private Reading<Function<Party, ConnectionSet>> ports() {
        Optional<String> port = RowOptions.port(given);
        if (port.isEmpty()) {
            return Reading.of(party -> ConnectionSet.ALL);
        }
        return AskedPort.read(port.get()).then(asked -> switch (asked) {
            case AskedPort.Numbered(int number, Optional<Protocol> protocol) -> {
                ConnectionSet wanted = ConnectionSet.of(protocol.orElse(Protocol.TCP), PortSet.of(number));
                yield Reading.of(party -> wanted);
            }
            case AskedPort.Named named -> Reading.of(named(named));
            case AskedPort.Declared ignored -> Reading.problem("there is no port in '" + port.get() + "'", "");
        });
    }

    /** The numbers that the pods of each workload give the name. */
    private Function<Party, ConnectionSet> named(AskedPort.Named named) {
        Map<ObjectKey, ConnectionSet> numbers = new HashMap<>();
        for (Pod pod : policy.snapshot().pods().values()) {
            for (Pod.ContainerPort port : pod.ports()) {
                if (port.name().equals(named.name())
                        && named.protocol()
                                .map(wanted -> wanted == port.protocol())
                                .orElse(true)) {
                    numbers.merge(
                            pod.workload(),
                            ConnectionSet.of(port.protocol(), PortSet.of(port.number())),
                            ConnectionSet::union);
                }
            }
        }
        return party -> party instanceof Party.OfWorkload(ObjectKey key)
                ? numbers.getOrDefault(key, ConnectionSet.NONE)
                : ConnectionSet.NONE;
    }
}

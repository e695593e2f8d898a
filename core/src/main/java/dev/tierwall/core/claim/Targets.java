package dev.tierwall.core.claim;

import dev.tierwall.core.model.Finding;
import dev.tierwall.core.model.Finding.Severity;
import dev.tierwall.core.model.Location;
import dev.tierwall.core.model.ObjectKey;
import dev.tierwall.core.model.Pod;
import dev.tierwall.core.model.PortMatch;
import dev.tierwall.core.model.Service;
import dev.tierwall.core.naming.AskedPort;
import dev.tierwall.core.naming.Meaning;
import dev.tierwall.core.net.AddressSet;
import dev.tierwall.core.net.ConnectionSet;
import dev.tierwall.core.net.PortSet;
import dev.tierwall.core.net.Protocol;
import dev.tierwall.core.policy.CompiledPolicy;
import dev.tierwall.core.question.Aim;
import dev.tierwall.core.question.Aims;
import dev.tierwall.core.question.Member;
import dev.tierwall.core.question.Remarked;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Finds the destinations of a claim, and for each the ports that the claim means on it. */
final class Targets {

    /** Every port; what has no ports, no claim speaks of. */
    private static final ConnectionSet ALL_PORTS = ConnectionSet.of(Protocol.TCP, PortSet.ALL)
            .union(ConnectionSet.of(Protocol.UDP, PortSet.ALL))
            .union(ConnectionSet.of(Protocol.SCTP, PortSet.ALL));

    private final CompiledPolicy policy;
    private final Census census;
    private final Claim claim;
    private final List<Finding> remarks;

    Targets(CompiledPolicy policy, Census census, Claim claim, List<Finding> remarks) {
        this.policy = policy;
        this.census = census;
        this.claim = claim;
        this.remarks = remarks;
    }

    List<Target> of(Crowd crowd) {
        return switch (crowd) {
            case Crowd.Named named -> named(named);
            case Crowd.AnyOf(List<Crowd> crowds) ->
                crowds.stream().flatMap(each -> of(each).stream()).toList();
            case Crowd.Without(Crowd all, Crowd others) -> {
                Population left = census.population(others);
                yield of(all).stream()
                        .map(target -> new Target(target.population().minus(left), target.connections()))
                        .toList();
            }
            case Crowd.Everyone everyone -> ofAll(census.population(crowd), claim.location());
            case Crowd.Selected selected -> ofAll(census.population(crowd), selected.location());
            case Crowd.Addressed addressed -> ofAll(census.population(crowd), addressed.location());
        };
    }

    /** Everyone who is none of these, with the ports that the claim means there. */
    List<Target> others(List<Target> targets) {
        Population those = Population.NOBODY;
        for (Target target : targets) {
            those = those.union(target.population());
        }
        return byPort(census.everyone().minus(those));
    }

    private List<Target> named(Crowd.Named named) {
        Optional<Meaning> meaning = census.meaning(named);
        if (meaning.isEmpty()) {
            return List.of();
        }
        return meaning.get() instanceof Meaning.Behind behind && !(claim.ports() instanceof ClaimedPorts.All)
                ? behind(behind, named.location())
                : ofAll(census.population(named), named.location());
    }

    /** What a Service leads to: by the ports of the Service, the pods behind it with their own. */
    private List<Target> behind(Meaning.Behind behind, Location at) {
        Map<Member, ConnectionSet> found = new LinkedHashMap<>();
        for (AskedPort port : askedPorts(behind.service())) {
            Optional<Remarked<Aim>> aims = census.known(new Aims(policy).destinations(behind, port), at);
            for (Aim aim : aims.map(Remarked::found).orElse(List.of())) {
                found.merge(
                        aim.member(), ConnectionSet.of(aim.protocol(), PortSet.of(aim.port())), ConnectionSet::union);
            }
        }
        List<Target> targets = new ArrayList<>();
        found.forEach((member, connections) -> targets.add(new Target(Census.of(List.of(member)), connections)));
        return targets;
    }

    private List<AskedPort> askedPorts(Service service) {
        if (!(claim.ports() instanceof ClaimedPorts.Listed(List<PortMatch> ports))) {
            return List.of(new AskedPort.Declared());
        }
        List<AskedPort> asked = new ArrayList<>();
        for (PortMatch port : ports) {
            switch (port) {
                case PortMatch.Everything everything -> asked.add(new AskedPort.Declared());
                case PortMatch.Named named ->
                    asked.add(new AskedPort.Named(
                            named.name(),
                            named.protocols().size() == 1
                                    ? Optional.of(named.protocols().iterator().next())
                                    : Optional.empty()));
                case PortMatch.Numbers numbers -> addNumbers(numbers, service, asked);
            }
        }
        return asked;
    }

    /** A single number must be one of the Service's; of a range those count that are. */
    private static void addNumbers(PortMatch.Numbers numbers, Service service, List<AskedPort> asked) {
        PortSet ports = numbers.ports();
        if (ports.rangeCount() == 1 && ports.first(0) == ports.last(0)) {
            asked.add(new AskedPort.Numbered(ports.first(0), Optional.of(numbers.protocol())));
            return;
        }
        for (Service.Port port : service.ports()) {
            if (port.protocol() == numbers.protocol() && ports.contains(port.number())) {
                asked.add(new AskedPort.Numbered(port.number(), Optional.of(port.protocol())));
            }
        }
    }

    private List<Target> ofAll(Population population, Location at) {
        boolean declared = claim.ports() instanceof ClaimedPorts.Declared;
        if (declared && !population.addresses().isEmpty()) {
            remarks.add(new Finding(
                    Severity.ERROR,
                    at,
                    "addresses outside the cluster declare no ports",
                    "say which are meant, as in `ports: [443]`, or `ports: all`"));
            return List.of();
        }
        List<Target> targets = byPort(population);
        if (targets.isEmpty() && !population.isEmpty()) {
            remarks.add(new Finding(
                    Severity.WARNING,
                    at,
                    declared
                            ? "none of these pods declares a port"
                            : "none of these has a port" + claim.ports().words(),
                    declared ? "say which are meant, as in `ports: [8080]`" : "check the names of the ports"));
        }
        return targets;
    }

    private List<Target> byPort(Population population) {
        return switch (claim.ports()) {
            case ClaimedPorts.All all -> List.of(new Target(population, ALL_PORTS));
            case ClaimedPorts.Declared declared -> grouped(population, ConnectionSet.NONE, Targets::declared);
            case ClaimedPorts.Listed(List<PortMatch> ports) -> {
                ConnectionSet numbers = ConnectionSet.NONE;
                List<PortMatch.Named> names = new ArrayList<>();
                for (PortMatch port : ports) {
                    switch (port) {
                        case PortMatch.Everything everything -> numbers = ALL_PORTS;
                        case PortMatch.Numbers some ->
                            numbers = numbers.union(ConnectionSet.of(some.protocol(), some.ports()));
                        case PortMatch.Named named -> names.add(named);
                    }
                }
                ConnectionSet always = numbers;
                yield names.isEmpty()
                        ? List.of(new Target(population, always))
                        : grouped(population, always, pod -> always.union(named(pod, names)));
            }
        };
    }

    private static List<Target> grouped(
            Population population, ConnectionSet outside, java.util.function.Function<Pod, ConnectionSet> ports) {
        Map<ConnectionSet, Map<ObjectKey, Pod>> groups = new LinkedHashMap<>();
        for (Pod pod : population.pods().values()) {
            groups.computeIfAbsent(ports.apply(pod), connections -> new HashMap<>())
                    .put(pod.key(), pod);
        }
        List<Target> targets = new ArrayList<>();
        groups.forEach((connections, pods) -> {
            if (!connections.isEmpty()) {
                targets.add(new Target(new Population(pods, AddressSet.EMPTY), connections));
            }
        });
        if (!outside.isEmpty() && !population.addresses().isEmpty()) {
            targets.add(new Target(new Population(Map.of(), population.addresses()), outside));
        }
        return targets;
    }

    private static ConnectionSet declared(Pod pod) {
        ConnectionSet all = ConnectionSet.NONE;
        for (Pod.ContainerPort port : pod.ports()) {
            all = all.union(ConnectionSet.of(port.protocol(), PortSet.of(port.number())));
        }
        return all;
    }

    private static ConnectionSet named(Pod pod, List<PortMatch.Named> names) {
        ConnectionSet all = ConnectionSet.NONE;
        for (PortMatch.Named name : names) {
            for (Protocol protocol : name.protocols()) {
                Optional<Integer> number = pod.port(name.name(), protocol);
                if (number.isPresent()) {
                    all = all.union(ConnectionSet.of(protocol, PortSet.of(number.get())));
                }
            }
        }
        return all;
    }
}

package dev.tierwall.core.question;

import dev.tierwall.core.label.Selector;
import dev.tierwall.core.model.EndpointSlice;
import dev.tierwall.core.model.ObjectKey;
import dev.tierwall.core.model.Pod;
import dev.tierwall.core.model.Service;
import dev.tierwall.core.naming.AskedPort;
import dev.tierwall.core.naming.Reading;
import dev.tierwall.core.net.Address;
import dev.tierwall.core.net.Protocol;
import dev.tierwall.core.policy.CompiledPolicy;
import dev.tierwall.core.words.Words;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Finds what answers behind a Service, and on which port. */
final class Backends {
    private final CompiledPolicy policy;
    private final Service service;
    private final String label;
    private final List<String> remarks = new ArrayList<>();

    Backends(CompiledPolicy policy, Service service) {
        this.policy = policy;
        this.service = service;
        this.label = "svc:" + service.key().qualifiedName();
    }

    /** The backends without regard to ports. */
    Reading<List<Member>> members() {
        if (service.type() == Service.Type.EXTERNAL_NAME) {
            return Reading.problem(
                    label + " stands for a DNS name outside the cluster",
                    "ask about an address that the name resolves to: that is what policies see");
        }
        Set<Member> found = new LinkedHashSet<>();
        if (service.selector().isPresent()) {
            selected(service.selector().get()).forEach(pod -> found.add(new Member.OfPod(pod)));
        } else {
            for (EndpointSlice slice : slices()) {
                slice.endpoints().forEach(backend -> found.addAll(members(backend)));
            }
        }
        return found.isEmpty() ? nobody() : Reading.of(List.copyOf(found));
    }

    private <T> Reading<T> nobody() {
        return service.selector()
                .map(selector -> Reading.<T>problem(
                        "nothing answers behind " + label,
                        "its selector " + selector + " matches no running pod in namespace "
                                + service.key().namespace()))
                .orElseGet(() -> Reading.problem(
                        "nothing answers behind " + label,
                        "it has no selector, and no EndpointSlice gives it addresses"));
    }

    /** The backends with the port of each that the asked port leads to. */
    Reading<Remarked<Aim>> aims(AskedPort asked) {
        return members()
                .then(members -> ports(asked).then(ports -> {
                    Set<Aim> aims = new LinkedHashSet<>();
                    for (Service.Port port : ports) {
                        if (service.selector().isPresent()) {
                            members.forEach(member -> addSelected(member, port, aims));
                        } else {
                            slices().forEach(slice -> addFrom(slice, port, aims));
                        }
                    }
                    return aims.isEmpty()
                            ? Reading.problem(
                                    "nothing answers behind " + label + " on that port",
                                    remarks.isEmpty() ? "no EndpointSlice has a port for it" : remarks.getFirst())
                            : Reading.of(new Remarked<>(List.copyOf(aims), remarks));
                }));
    }

    private void addSelected(Member member, Service.Port port, Set<Aim> aims) {
        if (!(member instanceof Member.OfPod(Pod pod))) {
            return;
        }
        Optional<Integer> target = service.type() == Service.Type.HEADLESS && isNumbered(port)
                ? Optional.of(port.number())
                : Service.targetOn(pod, port);
        if (target.isPresent()) {
            aims.add(new Aim(member, port.protocol(), target.get(), Optional.of(port)));
        } else {
            remarks.add(pod.key().qualifiedName() + " has no " + port.protocol() + " port named " + targetName(port)
                    + ", so that " + label + " does not lead to it");
        }
    }

    /** Clients of a headless Service have its pods' addresses, and so reach the port that they ask for itself. */
    private static boolean isNumbered(Service.Port port) {
        return port.target() instanceof Service.Target.ByNumber;
    }

    private static String targetName(Service.Port port) {
        return port.target() instanceof Service.Target.ByName(String name) ? name : "";
    }

    private void addFrom(EndpointSlice slice, Service.Port port, Set<Aim> aims) {
        for (EndpointSlice.SlicePort own : slice.ports()) {
            if (own.protocol() == port.protocol() && own.name().equals(port.name())) {
                int number = own.number() > 0 ? own.number() : port.number();
                for (EndpointSlice.Backend backend : slice.endpoints()) {
                    for (Member member : members(backend)) {
                        aims.add(new Aim(member, port.protocol(), number, Optional.of(port)));
                    }
                }
            }
        }
    }

    private List<Pod> selected(Selector selector) {
        List<Pod> pods = new ArrayList<>();
        for (Pod pod : policy.snapshot().pods().values()) {
            if (pod.isEndpoint()
                    && pod.key().namespace().equals(service.key().namespace())
                    && selector.matches(pod.labels())) {
                pods.add(pod);
            }
        }
        pods.sort((a, b) -> a.key().compareTo(b.key()));
        return pods;
    }

    private List<EndpointSlice> slices() {
        List<EndpointSlice> slices = new ArrayList<>();
        for (EndpointSlice slice : policy.snapshot().slices().values()) {
            if (slice.key().namespace().equals(service.key().namespace())
                    && slice.service().equals(Optional.of(service.key().name()))) {
                slices.add(slice);
            }
        }
        slices.sort((a, b) -> a.key().compareTo(b.key()));
        return slices;
    }

    /** The pod that is named or that has the address, if one does; otherwise the address. */
    private List<Member> members(EndpointSlice.Backend backend) {
        Optional<Pod> named = backend.pod()
                .flatMap(name -> policy.snapshot()
                        .pods()
                        .get(new ObjectKey(Pod.KIND, service.key().namespace(), name)))
                .filter(Pod::isEndpoint);
        if (named.isPresent()) {
            return List.of(new Member.OfPod(named.get()));
        }
        Address address = backend.address();
        List<Member> owners = new ArrayList<>();
        policy.ownersOf(address).forEach(pod -> owners.add(new Member.OfPod(pod)));
        return owners.isEmpty() ? List.of(Member.OfAddresses.single(address, Aims.nodeOf(policy, address))) : owners;
    }

    private Reading<List<Service.Port>> ports(AskedPort asked) {
        List<Service.Port> all = service.ports();
        List<Service.Port> found = switch (asked) {
            case AskedPort.Declared declared -> all;
            case AskedPort.Named(String name, Optional<Protocol> protocol) ->
                all.stream()
                        .filter(port -> port.name().equals(name) && isOf(protocol, port))
                        .toList();
            case AskedPort.Numbered(int number, Optional<Protocol> protocol) ->
                numbered(
                        all.stream()
                                .filter(port -> port.number() == number && isOf(protocol, port))
                                .toList(),
                        number,
                        protocol);
        };
        if (!found.isEmpty()) {
            return Reading.of(found);
        }
        return all.isEmpty()
                ? Reading.problem(label + " has no ports", "")
                : Reading.problem(
                        label + " has no such port",
                        "it has "
                                + Words.and(all.stream().map(Backends::inWords).toList()));
    }

    private static boolean isOf(Optional<Protocol> protocol, Service.Port port) {
        return protocol.isEmpty() || protocol.get() == port.protocol();
    }

    /** Without a protocol TCP is meant where the Service has the number for several. */
    private List<Service.Port> numbered(List<Service.Port> found, int number, Optional<Protocol> protocol) {
        if (found.isEmpty() && service.type() == Service.Type.HEADLESS) {
            Service.Target self = new Service.Target.ByNumber(number);
            return List.of(new Service.Port("", protocol.orElse(Protocol.TCP), number, self, 0));
        }
        List<Service.Port> tcp =
                found.stream().filter(port -> port.protocol() == Protocol.TCP).toList();
        return tcp.isEmpty() ? found : protocol.isPresent() ? found : tcp;
    }

    private static String inWords(Service.Port port) {
        return port.number() + "/" + port.protocol() + (port.name().isEmpty() ? "" : " (" + port.name() + ")");
    }
}

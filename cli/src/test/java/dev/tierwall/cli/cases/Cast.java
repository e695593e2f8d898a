package dev.tierwall.cli.cases;

import dev.tierwall.core.connectivity.Families;
import dev.tierwall.core.label.Selector;
import dev.tierwall.core.model.ObjectKey;
import dev.tierwall.core.model.Pod;
import dev.tierwall.core.model.Service;
import dev.tierwall.core.model.Snapshot;
import dev.tierwall.core.net.Address;
import dev.tierwall.core.net.IpFamily;
import dev.tierwall.core.net.Protocol;
import dev.tierwall.core.oracle.Party;
import dev.tierwall.core.oracle.Question;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Who is meant by the names in a case: turns one line of it into the questions that the oracle is asked.
 *
 * @param snapshot the cluster
 */
record Cast(Snapshot snapshot) {

    /** Addresses that stand for all that is outside. */
    private static final List<String> INTERNET = List.of("8.8.8.8", "198.41.0.4", "2606:4700::1", "2620:fe::fe");

    /** A pod or an address with a port, and whether a Service leads there. */
    private record Target(Party party, Optional<Protocol> protocol, int port, boolean viaService) {}

    List<Question> questions(Case.Expected flow) {
        List<Question> questions = new ArrayList<>();
        for (Party source : parties(flow.from())) {
            for (Target target : targets(flow)) {
                for (IpFamily family : Families.of(snapshot)) {
                    questions.add(new Question(
                            source, target.party(), family, target.protocol(), target.port(), target.viaService()));
                }
            }
        }
        return questions;
    }

    private List<Target> targets(Case.Expected flow) {
        Optional<Service> service = service(flow.to());
        List<Target> targets = new ArrayList<>();
        if (service.isPresent()) {
            for (Pod pod : behind(service.get())) {
                for (Service.Port port : service.get().ports()) {
                    if (isMeant(port, flow.port())) {
                        int number = Service.targetOn(pod, port).orElseThrow();
                        targets.add(new Target(new Party.OfPod(pod.key()), Optional.of(port.protocol()), number, true));
                    }
                }
            }
            return targets;
        }
        for (Party party : parties(flow.to())) {
            targets.addAll(onParty(party, flow.port()));
        }
        return targets;
    }

    private List<Target> onParty(Party party, String port) {
        if (!Character.isDigit(port.charAt(0))) {
            Pod pod = snapshot.pods().get(((Party.OfPod) party).key()).orElseThrow();
            return pod.ports().stream()
                    .filter(declared -> declared.name().equals(port))
                    .map(declared -> new Target(party, Optional.of(declared.protocol()), declared.number(), false))
                    .toList();
        }
        return List.of(new Target(party, Optional.of(protocol(port)), number(port), false));
    }

    private static boolean isMeant(Service.Port port, String text) {
        return Character.isDigit(text.charAt(0))
                ? port.number() == number(text) && port.protocol() == protocol(text)
                : port.name().equals(text);
    }

    private static int number(String port) {
        return Integer.parseInt(port.split("/")[0]);
    }

    private static Protocol protocol(String port) {
        String[] parts = port.split("/");
        return parts.length == 1 ? Protocol.TCP : Protocol.parse(parts[1]).orElseThrow();
    }

    /** The Service of this name or address. */
    private Optional<Service> service(String text) {
        Optional<Address> address = Address.parse(text);
        for (Service service : snapshot.services().values()) {
            boolean named = text.equals("svc:" + service.key().qualifiedName());
            if (named || address.filter(service.addresses()::contains).isPresent()) {
                return Optional.of(service);
            }
        }
        return Optional.empty();
    }

    private List<Pod> behind(Service service) {
        Selector selector = service.selector().orElseThrow();
        List<Pod> pods = new ArrayList<>();
        for (Pod pod : snapshot.pods().values()) {
            if (pod.isEndpoint()
                    && pod.key().namespace().equals(service.key().namespace())
                    && selector.matches(pod.labels())) {
                pods.add(pod);
            }
        }
        return pods;
    }

    private List<Party> parties(String text) {
        if (text.equals("internet")) {
            return INTERNET.stream()
                    .map(address -> Address.parse(address).orElseThrow())
                    .filter(address -> Families.of(snapshot).contains(address.family()))
                    .<Party>map(Party.Outside::new)
                    .toList();
        }
        Optional<Address> address = Address.parse(text.replace("[", "").replace("]", ""));
        List<Party> parties = new ArrayList<>();
        for (Pod pod : snapshot.pods().values()) {
            boolean meant = address.isPresent()
                    ? pod.isEndpoint() && !pod.hostNetwork() && pod.addresses().contains(address.get())
                    : isNamed(pod, text);
            if (meant) {
                parties.add(new Party.OfPod(pod.key()));
            }
        }
        if (parties.isEmpty() && address.isPresent()) {
            parties.add(new Party.Outside(address.get()));
        }
        if (parties.isEmpty()) {
            throw new IllegalArgumentException("nobody is called " + text);
        }
        return parties;
    }

    private static boolean isNamed(Pod pod, String text) {
        ObjectKey workload = pod.workload();
        return pod.key().qualifiedName().equals(text)
                || workload.qualifiedName().equals(text);
    }
}

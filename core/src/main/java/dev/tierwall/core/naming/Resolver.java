package dev.tierwall.core.naming;

import dev.tierwall.core.connectivity.Families;
import dev.tierwall.core.model.Node;
import dev.tierwall.core.model.ObjectKey;
import dev.tierwall.core.model.Pod;
import dev.tierwall.core.model.Service;
import dev.tierwall.core.model.Snapshot;
import dev.tierwall.core.net.Address;
import dev.tierwall.core.net.AddressSet;
import dev.tierwall.core.net.IpFamily;
import dev.tierwall.core.policy.CompiledPolicy;
import dev.tierwall.core.words.Words;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Finds what names stand for in one cluster. */
public final class Resolver {
    private static final String DEFAULT_NAMESPACE = "default";

    /** How many choices a person is given to read. */
    static final int MOST = 5;

    private final CompiledPolicy policy;
    private final Snapshot facts;
    private final Optional<String> preferred;

    /** For names that are written without a namespace, {@code preferred} is theirs; if empty, any that has them. */
    public Resolver(CompiledPolicy policy, Optional<String> preferred) {
        this.policy = policy;
        this.facts = policy.snapshot();
        this.preferred = preferred;
    }

    public Reading<Meaning> resolve(Name name) {
        return switch (name) {
            case Name.OfObject object -> object(object);
            case Name.OfService service -> service(service);
            case Name.OfAddress(Address address) -> Reading.of(address(address));
            case Name.OfBlock(var block) ->
                Reading.of(new Meaning.Many(block.toString(), AddressSet.of(block.range()), false));
            case Name.Internet internet ->
                Reading.of(new Meaning.Many("internet", PublicAddresses.of(Families.of(facts)), true));
        };
    }

    private Meaning address(Address address) {
        Optional<IpFamily> family = Optional.of(address.family());
        for (Node node : facts.nodes().values()) {
            if (node.addresses().contains(address)) {
                return new Meaning.Single(address + " (node " + node.name() + ")", address);
            }
        }
        List<Pod> owners = policy.ownersOf(address);
        if (!owners.isEmpty()) {
            String names = String.join(
                    ", ", owners.stream().map(pod -> pod.key().qualifiedName()).toList());
            return new Meaning.Pods(address + " (" + names + ")", owners, family);
        }
        for (Service service : facts.services().values()) {
            if (service.addresses().contains(address)) {
                return new Meaning.Behind(address + " (svc:" + service.key().qualifiedName() + ")", service, family);
            }
        }
        return new Meaning.Single(address.toString(), address);
    }

    private Reading<Meaning> object(Name.OfObject name) {
        if (name.kind().isEmpty()
                && name.namespace().filter(this::isRatherAKind).isPresent()) {
            return object(new Name.OfObject(Optional.empty(), name.namespace(), name.name()));
        }
        if (name.kind().filter(kind -> Kinds.means(kind, Service.KIND)).isPresent()) {
            return service(new Name.OfService(name.namespace(), name.name()));
        }
        if (name.kind().filter(kind -> Kinds.means(kind, Node.KIND)).isPresent()) {
            return node(name.name());
        }
        Optional<String> first = name.namespace().or(() -> preferred).or(() -> Optional.of(DEFAULT_NAMESPACE));
        Map<ObjectKey, List<Pod>> found = find(first, name);
        boolean anywhere = name.namespace().isEmpty() && preferred.isEmpty();
        if (found.isEmpty() && anywhere) {
            found = find(Optional.empty(), name);
        }
        if (found.size() > 1) {
            return Reading.problem(
                    "'" + name.name() + "' may mean " + found.size() + " things",
                    "write "
                            + choices(found.keySet().stream()
                                    .map(ObjectKey::toString)
                                    .toList()));
        }
        if (found.isEmpty()) {
            Optional<String> namespace = anywhere ? Optional.empty() : first;
            return new Unknowns(facts).object(namespace, name.kind(), name.name());
        }
        Map.Entry<ObjectKey, List<Pod>> only = found.entrySet().iterator().next();
        return running(only.getKey(), only.getValue());
    }

    /** Whether what stands in the place of a namespace is none, but a kind, as in {@code deploy/web}. */
    private boolean isRatherAKind(String word) {
        return Kinds.isKind(word) && !facts.namespaces().has(word);
    }

    /** The pods and workloads of a name, each with its pods. */
    private Map<ObjectKey, List<Pod>> find(Optional<String> namespace, Name.OfObject name) {
        Map<ObjectKey, List<Pod>> found = new TreeMap<>();
        for (Pod pod : facts.pods().values()) {
            if (isCalled(pod.key(), namespace, name)) {
                found.computeIfAbsent(pod.key(), key -> new ArrayList<>()).add(pod);
            }
            if (!pod.workload().equals(pod.key()) && isCalled(pod.workload(), namespace, name)) {
                found.computeIfAbsent(pod.workload(), key -> new ArrayList<>()).add(pod);
            }
        }
        return found;
    }

    private static boolean isCalled(ObjectKey key, Optional<String> namespace, Name.OfObject name) {
        return key.name().equals(name.name())
                && (namespace.isEmpty() || key.namespace().equals(namespace.get()))
                && (name.kind().isEmpty() || Kinds.means(name.kind().get(), key.kind()));
    }

    private static Reading<Meaning> running(ObjectKey key, List<Pod> pods) {
        List<Pod> endpoints = pods.stream()
                .filter(Pod::isEndpoint)
                .sorted((a, b) -> a.key().compareTo(b.key()))
                .toList();
        if (!endpoints.isEmpty()) {
            return Reading.of(new Meaning.Pods(key.qualifiedName(), endpoints, Optional.empty()));
        }
        boolean finished = pods.stream().allMatch(pod -> pod.state() == Pod.State.FINISHED);
        String whose = pods.size() == 1 ? key.qualifiedName() : "every pod of " + key.qualifiedName();
        return finished
                ? Reading.problem(
                        whose + " has finished", "ask about a running pod: a finished one has no connections any more")
                : Reading.problem(
                        whose + " has no address yet",
                        "wait until it is scheduled: without an address it has no connections");
    }

    private Reading<Meaning> service(Name.OfService name) {
        Optional<String> first = name.namespace().or(() -> preferred).or(() -> Optional.of(DEFAULT_NAMESPACE));
        Optional<Service> service = facts.services().get(new ObjectKey(Service.KIND, first.get(), name.name()));
        if (service.isPresent()) {
            return Reading.of(behind(service.get()));
        }
        boolean anywhere = name.namespace().isEmpty() && preferred.isEmpty();
        List<Service> everywhere = new ArrayList<>();
        for (Service candidate : facts.services().values()) {
            if (anywhere && candidate.key().name().equals(name.name())) {
                everywhere.add(candidate);
            }
        }
        if (everywhere.size() > 1) {
            return Reading.problem(
                    "'svc:" + name.name() + "' may mean " + everywhere.size() + " Services",
                    "write "
                            + choices(everywhere.stream()
                                    .map(each -> "svc:" + each.key().qualifiedName())
                                    .sorted()
                                    .toList()));
        }
        return everywhere.isEmpty()
                ? new Unknowns(facts).service(anywhere ? Optional.empty() : first, name.name())
                : Reading.of(behind(everywhere.getFirst()));
    }

    private static Meaning behind(Service service) {
        return new Meaning.Behind("svc:" + service.key().qualifiedName(), service, Optional.empty());
    }

    private Reading<Meaning> node(String name) {
        Optional<Node> node = facts.nodes().get(name);
        if (node.isEmpty()) {
            List<String> names = new ArrayList<>();
            facts.nodes().values().forEach(known -> names.add(known.name()));
            return Reading.problem("there is no node '" + name + "'", didYouMean(Likeness.of(name, names)));
        }
        return node.get().addresses().isEmpty()
                ? Reading.problem("node " + name + " has no known address", "")
                : Reading.of(address(node.get().addresses().getFirst()));
    }

    /** {@code a, b or c}; of many the first few, and how many more there are. */
    private static String choices(List<String> words) {
        return words.size() > MOST ? Words.few(words, MOST) : Words.or(words);
    }

    /** A question back, if there is something to ask about. */
    static String didYouMean(List<String> words) {
        return words.isEmpty() ? "" : "did you mean " + Words.or(words) + "?";
    }
}

package dev.tierwall.core.naming;

import dev.tierwall.core.model.Namespace;
import dev.tierwall.core.model.ObjectKey;
import dev.tierwall.core.model.Pod;
import dev.tierwall.core.model.Service;
import dev.tierwall.core.model.Snapshot;
import dev.tierwall.core.words.Words;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** What to say of a name that nothing has: what is missing, and what was perhaps meant. */
final class Unknowns {
    private static final int MOST = 5;

    private final Snapshot facts;
    private final Set<ObjectKey> known = new TreeSet<>();
    private final Set<String> namespaces = new TreeSet<>();

    Unknowns(Snapshot facts) {
        this.facts = facts;
        for (Pod pod : facts.pods().values()) {
            known.add(pod.key());
            known.add(pod.workload());
            namespaces.add(pod.key().namespace());
        }
        for (Namespace namespace : facts.namespaces().values()) {
            namespaces.add(namespace.name());
        }
    }

    Reading<Meaning> object(Optional<String> namespace, Optional<String> kind, String name) {
        if (namespace.isPresent() && !namespaces.contains(namespace.get())) {
            return unknownNamespace(namespace.get(), name);
        }
        String what = kind.map(word -> word + " '").orElse("pod or workload '") + name + "'";
        String problem = "there is no " + what
                + namespace.map(in -> " in namespace " + in).orElse("");
        if (known.isEmpty()) {
            return Reading.problem(problem, "the input has no pod or workload at all");
        }
        return Reading.problem(problem, objectRemedy(namespace, name));
    }

    private String objectRemedy(Optional<String> namespace, String name) {
        List<String> sameName = known.stream()
                .filter(key -> key.name().equals(name))
                .map(key ->
                        namespace.filter(key.namespace()::equals).isPresent() ? key.toString() : key.qualifiedName())
                .distinct()
                .toList();
        if (!sameName.isEmpty()) {
            return "there is " + Words.few(sameName, MOST);
        }
        Optional<ObjectKey> service = servicesNamed(namespace, name).stream().findFirst();
        if (service.isPresent()) {
            return "there is a Service of that name: svc:" + service.get().qualifiedName();
        }
        if (facts.nodes().has(name)) {
            return "there is a node of that name: node/" + name;
        }
        return Resolver.didYouMean(likeIn(namespace, name, known));
    }

    /** Names in the namespace, or in all, that are like this one, written in full. */
    private static List<String> likeIn(Optional<String> namespace, String name, Iterable<ObjectKey> keys) {
        List<ObjectKey> inside = new ArrayList<>();
        for (ObjectKey key : keys) {
            if (namespace.isEmpty() || namespace.get().equals(key.namespace())) {
                inside.add(key);
            }
        }
        List<String> like =
                Likeness.of(name, inside.stream().map(ObjectKey::name).toList());
        return like.stream()
                .flatMap(word -> inside.stream().filter(key -> key.name().equals(word)))
                .map(ObjectKey::qualifiedName)
                .distinct()
                .limit(MOST)
                .toList();
    }

    Reading<Meaning> service(Optional<String> namespace, String name) {
        List<ObjectKey> services = new ArrayList<>();
        for (Service service : facts.services().values()) {
            services.add(service.key());
        }
        String problem = "there is no Service '" + name + "'"
                + namespace.map(in -> " in namespace " + in).orElse("");
        List<String> elsewhere = servicesNamed(Optional.empty(), name).stream()
                .map(key -> "svc:" + key.qualifiedName())
                .toList();
        if (!elsewhere.isEmpty()) {
            return Reading.problem(problem, "there is " + Words.few(elsewhere, MOST));
        }
        List<String> like = likeIn(namespace, name, services).stream()
                .map(word -> "svc:" + word)
                .toList();
        if (!like.isEmpty()) {
            return Reading.problem(problem, Resolver.didYouMean(like));
        }
        return namespace.isPresent() && !namespaces.contains(namespace.get())
                ? unknownNamespace(namespace.get(), name)
                : Reading.problem(problem, "");
    }

    private List<ObjectKey> servicesNamed(Optional<String> namespace, String name) {
        List<ObjectKey> found = new ArrayList<>();
        for (Service service : facts.services().values()) {
            ObjectKey key = service.key();
            if (key.name().equals(name)
                    && (namespace.isEmpty() || namespace.get().equals(key.namespace()))) {
                found.add(key);
            }
        }
        found.sort(null);
        return found;
    }

    private Reading<Meaning> unknownNamespace(String namespace, String name) {
        List<String> same = known.stream()
                .filter(key -> key.name().equals(name))
                .map(ObjectKey::qualifiedName)
                .distinct()
                .limit(MOST)
                .toList();
        List<String> like = Likeness.of(namespace, namespaces);
        String remedy = !same.isEmpty() ? "did you mean " + Words.or(same) + "?" : Resolver.didYouMean(like);
        return Reading.problem("there is no namespace '" + namespace + "'", remedy);
    }
}

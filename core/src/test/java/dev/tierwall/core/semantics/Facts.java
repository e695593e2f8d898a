package dev.tierwall.core.semantics;

import dev.tierwall.core.label.Labels;
import dev.tierwall.core.label.Requirement;
import dev.tierwall.core.label.Requirement.Operator;
import dev.tierwall.core.label.Selector;
import dev.tierwall.core.model.Location;
import dev.tierwall.core.model.Namespace;
import dev.tierwall.core.model.Node;
import dev.tierwall.core.model.ObjectKey;
import dev.tierwall.core.model.Pod;
import dev.tierwall.core.net.Address;
import dev.tierwall.core.net.Protocol;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Namespaces, nodes, pods and selectors, written short. */
final class Facts {

    private Facts() {}

    /** Labels as {@code key=value,key=value}. */
    static Labels labels(String text) {
        Map<String, String> labels = new HashMap<>();
        for (String label : words(text)) {
            String[] pair = label.split("=", 2);
            labels.put(pair[0], pair[1]);
        }
        return Labels.of(labels);
    }

    /** A selector as {@code key=a|b,key!=a|b,key,!key}; without any it selects everything. */
    static Selector selector(String text) {
        return new Selector(words(text).stream().map(Facts::requirement).toList());
    }

    private static Requirement requirement(String text) {
        if (text.startsWith("!")) {
            return new Requirement(text.substring(1), Operator.DOES_NOT_EXIST, List.of());
        }
        String[] pair = text.split("!?=", 2);
        if (pair.length == 1) {
            return new Requirement(text, Operator.EXISTS, List.of());
        }
        Operator operator = text.contains("!=") ? Operator.NOT_IN : Operator.IN;
        return new Requirement(pair[0], operator, Arrays.asList(pair[1].split("\\|")));
    }

    private static List<String> words(String text) {
        return text.isEmpty() ? List.of() : List.of(text.split(","));
    }

    /** A key from {@code namespace/name}, or the name alone. */
    static ObjectKey key(String kind, String text) {
        int slash = text.indexOf('/');
        return new ObjectKey(kind, text.substring(0, Math.max(slash, 0)), text.substring(slash + 1));
    }

    static Namespace namespace(String name, String labels) {
        return new Namespace(name, labels(labels), Location.NONE);
    }

    static Node node(String name, String labels, String... addresses) {
        return new Node(name, labels(labels), addresses(addresses), List.of(), Location.NONE);
    }

    private static List<Address> addresses(String... texts) {
        return Arrays.stream(texts)
                .map(text -> Address.parse(text).orElseThrow())
                .toList();
    }

    /** A running pod as manifests have it: without a node, its addresses given or else unknown. */
    static Pod pod(String name, String labels, String... addresses) {
        return endpoint(Pod.KIND, name, labels, addresses);
    }

    /** The pods of a workload, their addresses unknown. */
    static Pod template(String name, String labels) {
        return endpoint("Deployment", name, labels);
    }

    private static Pod endpoint(String kind, String name, String labels, String... addresses) {
        ObjectKey key = key(kind, name);
        return new Pod(
                key,
                labels(labels),
                addresses(addresses),
                List.of(),
                false,
                Pod.State.RUNNING,
                Optional.empty(),
                key,
                Location.NONE);
    }

    static Pod withPort(Pod it, String name, Protocol protocol, int number) {
        List<Pod.ContainerPort> ports = new ArrayList<>(it.ports());
        ports.add(new Pod.ContainerPort(name, protocol, number));
        return new Pod(
                it.key(),
                it.labels(),
                it.addresses(),
                ports,
                it.hostNetwork(),
                it.state(),
                it.node(),
                it.workload(),
                it.location());
    }

    static Pod on(String node, Pod it) {
        return placed(it, it.hostNetwork(), it.state(), Optional.of(node));
    }

    static Pod hostNetwork(Pod it) {
        return placed(it, true, it.state(), it.node());
    }

    static Pod in(Pod.State state, Pod it) {
        return placed(it, it.hostNetwork(), state, it.node());
    }

    private static Pod placed(Pod it, boolean hostNetwork, Pod.State state, Optional<String> node) {
        return new Pod(
                it.key(),
                it.labels(),
                it.addresses(),
                it.ports(),
                hostNetwork,
                state,
                node,
                it.workload(),
                it.location());
    }
}

package dev.tierwall.lab.node;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tierwall.lab.container.Machine;
import dev.tierwall.lab.spec.ContainerSpec;
import dev.tierwall.lab.spec.Expansion;
import dev.tierwall.lab.spec.PodSpec;
import dev.tierwall.lab.spec.Trees;
import dev.tierwall.lab.spec.Variable;
import dev.tierwall.lab.store.GroupResource;
import dev.tierwall.lab.store.ObjectStore;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Variables and files of containers, as far as they come from objects. */
final class Environment {

    private final ObjectStore store;
    private final PodSpec pod;

    Environment(ObjectStore store, PodSpec pod) {
        this.store = store;
        this.pod = pod;
    }

    /** Something that a container needs is not there. */
    static final class MissingException extends Exception {
        private static final long serialVersionUID = 1;

        MissingException(String message) {
            super(message);
        }
    }

    /** The variables of a container, in order. */
    Map<String, String> of(ContainerSpec container) throws MissingException {
        Map<String, String> all = new LinkedHashMap<>();
        all.put("PATH", Machine.PATH);
        all.put("HOSTNAME", pod.host().name());
        all.put("HOME", "/root");
        if (container.program().terminal()) {
            all.put("TERM", "xterm");
        }
        services(all);
        for (Variable variable : container.variables()) {
            add(all, variable);
        }
        return all;
    }

    private void add(Map<String, String> all, Variable variable) throws MissingException {
        switch (variable) {
            case Variable.Plain(String name, String value) -> all.put(name, Expansion.expand(value, all));
            case Variable.Entry(String name, Variable.Bag bag, String key, boolean optional) -> {
                Optional<String> value = bag(bag, optional)
                        .flatMap(entries -> Optional.ofNullable(entries.get(key)))
                        .map(bytes -> new String(bytes, StandardCharsets.UTF_8));
                if (value.isEmpty() && !optional) {
                    throw new MissingException("couldn't find key " + key + " in " + kind(bag) + " "
                            + pod.id().namespace() + "/" + bag.name());
                }
                value.ifPresent(text -> all.put(name, text));
            }
            case Variable.Field(String name, String path) -> all.put(name, field(path));
            case Variable.Resource(String name, String container, String resource) ->
                all.put(name, resource(container, resource));
            case Variable.All(String prefix, Variable.Bag bag, boolean optional) ->
                bag(bag, optional)
                        .orElse(Map.of())
                        .forEach((key, value) -> all.put(prefix + key, new String(value, StandardCharsets.UTF_8)));
        }
    }

    private static String kind(Variable.Bag bag) {
        return bag.isSecret() ? "Secret" : "ConfigMap";
    }

    /** The entries of a ConfigMap or Secret. */
    Optional<Map<String, byte[]>> bag(Variable.Bag bag, boolean optional) throws MissingException {
        GroupResource kind = bag.isSecret() ? GroupResource.SECRETS : GroupResource.CONFIG_MAPS;
        Optional<ObjectNode> found = store.get(kind.key(pod.id().namespace(), bag.name()));
        if (found.isEmpty() && !optional) {
            throw new MissingException(kind(bag).toLowerCase(Locale.ROOT) + " \"" + bag.name() + "\" not found");
        }
        return found.map(object -> entries(object, bag.isSecret()));
    }

    private static Map<String, byte[]> entries(JsonNode object, boolean isSecret) {
        Map<String, byte[]> entries = new LinkedHashMap<>();
        Trees.map(object, "/data")
                .forEach((key, value) -> entries.put(
                        key, isSecret ? Base64.getDecoder().decode(value) : value.getBytes(StandardCharsets.UTF_8)));
        Trees.map(object, "/binaryData")
                .forEach((key, value) -> entries.put(key, Base64.getDecoder().decode(value)));
        return entries;
    }

    /** A field of the pod as it is now. */
    String field(String path) {
        JsonNode tree = store.get(
                        GroupResource.PODS.key(pod.id().namespace(), pod.id().name()))
                .<JsonNode>map(object -> object)
                .orElse(pod.tree());
        if (path.endsWith("']") && path.contains("['")) {
            String map = path.substring(0, path.indexOf("['"));
            String key = path.substring(path.indexOf("['") + 2, path.length() - 2);
            return tree.at("/" + map.replace('.', '/')).path(key).asText("");
        }
        JsonNode found = tree.at("/" + path.replace('.', '/'));
        if (found.isObject()) {
            List<String> lines = new ArrayList<>();
            Trees.map(found, "").forEach((key, value) -> lines.add(key + "=\"" + value + "\""));
            return String.join("\n", lines);
        }
        return path.equals("status.podIPs")
                ? String.join(",", Trees.list(tree, "/status/podIPs", ip -> Trees.text(ip, "/ip")))
                : found.asText("");
    }

    private String resource(String container, String resource) {
        String path = "/resources/" + resource.replace('.', '/');
        for (JsonNode one : pod.tree().at("/spec/containers")) {
            if (container.isEmpty() || Trees.text(one, "/name").equals(container)) {
                return Trees.optional(one, path).orElse("0");
            }
        }
        return "0";
    }

    /** The Services of the namespace, in the words in which clusters tell them. */
    private void services(Map<String, String> all) {
        service(all, store.get(GroupResource.SERVICES.key("default", "kubernetes")));
        if (Trees.flag(pod.tree(), "/spec/enableServiceLinks", true)) {
            for (ObjectNode service :
                    store.list(GroupResource.SERVICES, pod.id().namespace()).objects()) {
                service(all, Optional.of(service));
            }
        }
    }

    private static void service(Map<String, String> all, Optional<ObjectNode> service) {
        String address = service.map(one -> Trees.text(one, "/spec/clusterIP")).orElse("");
        if (service.isEmpty() || address.isEmpty() || address.equals("None")) {
            return;
        }
        String name = Trees.text(service.get(), "/metadata/name")
                .toUpperCase(Locale.ROOT)
                .replace('-', '_');
        all.put(name + "_SERVICE_HOST", address);
        boolean isFirst = true;
        for (JsonNode port : service.get().at("/spec/ports")) {
            String number = Trees.text(port, "/port");
            String portName = Trees.text(port, "/name").toUpperCase(Locale.ROOT).replace('-', '_');
            if (isFirst) {
                all.put(name + "_SERVICE_PORT", number);
            }
            if (!portName.isEmpty()) {
                all.put(name + "_SERVICE_PORT_" + portName, number);
            }
            isFirst = false;
        }
    }
}

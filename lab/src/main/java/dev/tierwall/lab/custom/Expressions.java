package dev.tierwall.lab.custom;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tierwall.core.net.Cidr;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * The rules in CEL of {@code x-kubernetes-validations} that are known here: those of the policies' own definitions, by their
 * text. There is no evaluator of CEL; any other rule is taken as fulfilled, and named to who installs the definition.
 */
final class Expressions {

    private static final Map<String, Predicate<JsonNode>> KNOWN = Map.of(
            "self.start < self.end",
            self -> self.path("start").asInt() < self.path("end").asInt(),
            "isCIDR(self) && cidr(self) == cidr(self).masked()",
            self -> isMaskedCidr(self.asText()),
            "self.metadata.name == 'default'",
            self -> self.path("metadata").path("name").asText().equals("default"),
            portsByNameOnlyOfPods("protocols", "protocol", "destinationNamedPort", true),
            self -> !hasPeerWithoutNames(self) || noneHas(self.path("protocols"), "destinationNamedPort"),
            portsByNameOnlyOfPods("ports", "port", "namedPort", true),
            self -> !hasPeerWithoutNames(self) || noneHas(self.path("ports"), "namedPort"),
            portsByNameOnlyOfPods("ports", "port", "namedPort", false),
            self -> !hasPeerWithoutNames(self) || noneHas(self.path("ports"), "namedPort"));

    private Expressions() {}

    private static String portsByNameOnlyOfPods(String list, String entry, String name, boolean withDomains) {
        return "!(self.to.exists(peer, has(peer.networks) || has(peer.nodes)"
                + (withDomains ? " || has(peer.domainNames)" : "") + ") && has(self." + list + ") && self." + list
                + ".exists(" + entry + ", has(" + entry + "." + name + ")))";
    }

    static boolean isKnown(String rule) {
        return KNOWN.containsKey(rule);
    }

    /** Whether a value fulfils a rule; true where the rule is not known. */
    static boolean holds(String rule, JsonNode self) {
        Predicate<JsonNode> known = KNOWN.get(rule);
        return known == null || known.test(self);
    }

    private static boolean isMaskedCidr(String text) {
        return Cidr.parse(text).isPresent() && !Cidr.hostBitsIn(text);
    }

    private static boolean hasPeerWithoutNames(JsonNode rule) {
        return rule.path("to")
                .valueStream()
                .anyMatch(peer -> Stream.of("networks", "nodes", "domainNames").anyMatch(peer::has));
    }

    private static boolean noneHas(JsonNode list, String field) {
        return list.valueStream().noneMatch(entry -> entry.has(field));
    }

    /** The rules of a schema, at any depth, that are taken as fulfilled. */
    static List<String> unknownIn(JsonNode schema) {
        return schema.findValues("x-kubernetes-validations").stream()
                .flatMap(JsonNode::valueStream)
                .map(rule -> rule.path("rule").asText())
                .filter(rule -> !isKnown(rule))
                .distinct()
                .toList();
    }
}

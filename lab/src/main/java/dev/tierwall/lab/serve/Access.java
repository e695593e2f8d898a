package dev.tierwall.lab.serve;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tierwall.lab.http.Users.User;
import dev.tierwall.lab.store.GroupResource;
import dev.tierwall.lab.store.ObjectStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Who may do what: masters everything, others what Roles and ClusterRoles that are bound to them allow. */
final class Access {

    private static final String RBAC = "rbac.authorization.k8s.io";

    private final ObjectStore store;

    Access(ObjectStore store) {
        this.store = store;
    }

    /**
     * What somebody wants to do.
     *
     * @param verb {@code get}, {@code list}, …
     * @param group the API group
     * @param resource the plural, with a part after a slash; empty for a path that is no resource
     * @param namespace the namespace; empty for all, or none
     * @param name the object, or the path; empty for all
     */
    record Wish(String verb, String group, String resource, String namespace, String name) {
        static Wish of(JsonNode spec) {
            JsonNode attributes = spec.path("resourceAttributes");
            if (attributes.isMissingNode()) {
                JsonNode other = spec.path("nonResourceAttributes");
                return new Wish(
                        other.path("verb").asText(""),
                        "",
                        "",
                        "",
                        other.path("path").asText(""));
            }
            String part = attributes.path("subresource").asText("");
            return new Wish(
                    attributes.path("verb").asText(""),
                    attributes.path("group").asText(""),
                    attributes.path("resource").asText("") + (part.isEmpty() ? "" : "/" + part),
                    attributes.path("namespace").asText(""),
                    attributes.path("name").asText(""));
        }
    }

    boolean allows(User user, Wish wish) {
        if (user.groups().contains("system:masters")) {
            return true;
        }
        if (wish.resource().isEmpty() || wish.group().equals("authorization.k8s.io")) {
            return wish.verb().equals("get") || wish.group().equals("authorization.k8s.io");
        }
        for (JsonNode rule : rulesFor(user, wish.namespace())) {
            boolean named = rule.path("resourceNames").isEmpty() || has(rule.path("resourceNames"), wish.name());
            if (named
                    && has(rule.path("verbs"), wish.verb())
                    && has(rule.path("apiGroups"), wish.group())
                    && has(rule.path("resources"), wish.resource())) {
                return true;
            }
        }
        return false;
    }

    private static boolean has(JsonNode words, String word) {
        for (JsonNode one : words) {
            if (one.asText().equals("*") || one.asText().equals(word)) {
                return true;
            }
        }
        return false;
    }

    private List<JsonNode> rulesFor(User user, String namespace) {
        List<JsonNode> rules = new ArrayList<>();
        for (ObjectNode binding : store.list(new GroupResource(RBAC, "clusterrolebindings"))) {
            if (binds(binding, user)) {
                rules.addAll(rulesOf(binding, ""));
            }
        }
        if (!namespace.isEmpty()) {
            for (ObjectNode binding : store.list(new GroupResource(RBAC, "rolebindings"), namespace)
                    .objects()) {
                if (binds(binding, user)) {
                    rules.addAll(rulesOf(binding, namespace));
                }
            }
        }
        return rules;
    }

    private static boolean binds(ObjectNode binding, User user) {
        for (JsonNode subject : binding.path("subjects")) {
            String name = subject.path("name").asText();
            boolean bound = switch (subject.path("kind").asText()) {
                case "User" -> user.name().equals(name);
                case "Group" -> user.groups().contains(name);
                default ->
                    user.name()
                            .equals("system:serviceaccount:"
                                    + subject.path("namespace").asText() + ":" + name);
            };
            if (bound) {
                return true;
            }
        }
        return false;
    }

    private List<JsonNode> rulesOf(ObjectNode binding, String namespace) {
        JsonNode reference = binding.path("roleRef");
        boolean ofCluster = reference.path("kind").asText().equals("ClusterRole");
        Optional<ObjectNode> role = store.get(new GroupResource(RBAC, ofCluster ? "clusterroles" : "roles")
                .key(ofCluster ? "" : namespace, reference.path("name").asText()));
        List<JsonNode> rules = new ArrayList<>();
        role.ifPresent(found -> found.path("rules").forEach(rules::add));
        return rules;
    }

    /** All that somebody may do, as the answer to a question writes it. */
    void rules(User user, ObjectNode status) {
        ArrayNode resources = status.putArray("resourceRules");
        status.putArray("nonResourceRules").addObject().withArray("verbs").add("get");
        status.put("incomplete", false);
        if (user.groups().contains("system:masters")) {
            ObjectNode all = resources.addObject();
            all.withArray("verbs").add("*");
            all.withArray("apiGroups").add("*");
            all.withArray("resources").add("*");
            return;
        }
        rulesFor(user, "").forEach(resources::add);
    }
}

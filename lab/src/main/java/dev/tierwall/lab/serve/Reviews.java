package dev.tierwall.lab.serve;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tierwall.lab.http.Users;
import dev.tierwall.lab.http.Users.User;
import dev.tierwall.lab.schema.Resource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Questions about who somebody is and what he may do. They are answered and not kept. */
final class Reviews {

    private final Users users;
    private final Access access;

    Reviews(Users users, Access access) {
        this.users = users;
        this.access = access;
    }

    /** Whether objects of a resource are such questions. */
    static boolean isReview(Resource resource) {
        return resource.group().equals("authorization.k8s.io")
                || resource.group().equals("authentication.k8s.io");
    }

    ObjectNode answer(ObjectNode review, User asking) {
        ObjectNode answered = review.deepCopy();
        ObjectNode status = answered.putObject("status");
        switch (review.path("kind").asText()) {
            case "SelfSubjectReview" -> describe(status.putObject("userInfo"), asking);
            case "TokenReview" -> {
                Optional<User> known = users.of(review.at("/spec/token").asText(""));
                status.put("authenticated", known.isPresent());
                known.ifPresent(user -> describe(status.putObject("user"), user));
            }
            case "SelfSubjectRulesReview" -> access.rules(asking, status);
            case "SubjectAccessReview", "LocalSubjectAccessReview" -> {
                ObjectNode spec = review.withObject("/spec");
                List<String> groups = new ArrayList<>();
                spec.path("groups").forEach(group -> groups.add(group.asText()));
                status.put(
                        "allowed", access.allows(new User(spec.path("user").asText(), groups), Access.Wish.of(spec)));
            }
            default -> status.put("allowed", access.allows(asking, Access.Wish.of(review.withObject("/spec"))));
        }
        return answered;
    }

    private static void describe(ObjectNode info, User user) {
        info.put("username", user.name());
        ArrayNode groups = info.putArray("groups");
        user.groups().forEach(groups::add);
    }
}

package dev.tierwall.lab.validate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What makes pods: its selector fits its template, and some of it stays as it is. */
final class WorkloadRules implements KindRules {

    private static final List<String> CHANGEABLE = List.of(
            "replicas",
            "ordinals",
            "template",
            "updateStrategy",
            "revisionHistoryLimit",
            "persistentVolumeClaimRetentionPolicy",
            "minReadySeconds");

    private static final List<String> OPERATORS = List.of("In", "NotIn", "Exists", "DoesNotExist");

    private final Causes causes;

    WorkloadRules(Causes causes) {
        this.causes = causes;
    }

    @Override
    public void check(JsonNode object, JsonNode old) {
        String kind = object.path("kind").asText();
        JsonNode spec = object.path("spec");
        switch (kind) {
            case "Job" -> job(spec, "spec");
            case "CronJob" -> job(spec.path("jobTemplate").path("spec"), "spec.jobTemplate.spec");
            default -> controller(kind, spec);
        }
        if (!old.isMissingNode()) {
            change(kind, spec, old.path("spec"));
        }
    }

    private void controller(String kind, JsonNode spec) {
        JsonNode selector = spec.path("selector");
        boolean plain = kind.equals("ReplicationController");
        JsonNode labels = spec.path("template").path("metadata").path("labels");
        boolean none = !plain && selector.isMissingNode();
        if (none) {
            causes.required("spec.selector", "");
        }
        if (!none && !plain && selector.isEmpty()) {
            String word = kind.equals("ReplicaSet") ? "deployment" : kind.toLowerCase(Locale.ROOT);
            causes.invalid("spec.selector", selector, "empty selector is invalid for " + word);
        } else if (!plain && !isReadable(selector)) {
            causes.invalid("spec.selector", selector, "invalid label selector");
        } else if (none || !(plain ? hasAll(labels, selector) : matches(selector, labels))) {
            JsonNode shown = labels.isMissingNode() ? JsonNodeFactory.instance.nullNode() : labels;
            causes.invalid("spec.template.metadata.labels", shown, "`selector` does not match template `labels`");
        }
        JsonNode pod = spec.path("template").path("spec");
        if (!pod.path("restartPolicy").asText("Always").equals("Always")) {
            causes.unsupported("spec.template.spec.restartPolicy", pod.path("restartPolicy"), List.of("Always"));
        }
        if (pod.has("activeDeadlineSeconds")) {
            String of = kind.equals("Deployment") ? "ReplicaSet" : kind;
            causes.forbidden(
                    "spec.template.spec.activeDeadlineSeconds", "activeDeadlineSeconds in " + of + " is not Supported");
        }
        if (kind.equals("Deployment")) {
            deployment(spec);
        }
        new PodRules(causes).checkSpec(pod, "spec.template.spec");
    }

    private void deployment(JsonNode spec) {
        JsonNode rolling = spec.path("strategy").path("rollingUpdate");
        if (spec.path("strategy").path("type").asText().equals("Recreate") && !rolling.isMissingNode()) {
            causes.forbidden("spec.strategy.rollingUpdate", "may not be specified when strategy `type` is 'Recreate'");
        } else if (isZero(rolling.path("maxSurge")) && isZero(rolling.path("maxUnavailable"))) {
            causes.invalid(
                    "spec.strategy.rollingUpdate.maxUnavailable",
                    rolling.path("maxUnavailable"),
                    "may not be 0 when `maxSurge` is 0");
        }
        if (rolling.path("maxUnavailable").asText().matches("[0-9]{4,}%|[2-9][0-9]{2}%|1(0[1-9]|[1-9][0-9])%")) {
            causes.invalid(
                    "spec.strategy.rollingUpdate.maxUnavailable",
                    rolling.path("maxUnavailable"),
                    "must not be greater than 100%");
        }
        JsonNode deadline = spec.path("progressDeadlineSeconds");
        if (!deadline.isMissingNode()
                && deadline.asLong() <= spec.path("minReadySeconds").asLong()) {
            causes.invalid("spec.progressDeadlineSeconds", deadline, "must be greater than minReadySeconds");
        }
    }

    private static boolean isZero(JsonNode value) {
        return value.asText().equals("0") || value.asText().equals("0%");
    }

    private void job(JsonNode spec, String path) {
        JsonNode pod = spec.path("template").path("spec");
        String at = path + ".template.spec.restartPolicy";
        if (pod.path("restartPolicy").asText("Always").equals("Always")) {
            causes.required(at, "valid values: \"OnFailure\", \"Never\"");
        } else if (!List.of("OnFailure", "Never")
                .contains(pod.path("restartPolicy").asText())) {
            causes.unsupported(at, pod.path("restartPolicy"), List.of("OnFailure", "Never"));
        }
        if (spec.path("completionMode").asText().equals("Indexed") && !spec.has("completions")) {
            causes.required(path + ".completions", "when completion mode is Indexed");
        }
        new PodRules(causes).checkSpec(pod, path + ".template.spec");
    }

    private void change(String kind, JsonNode spec, JsonNode old) {
        List<String> fixed = switch (kind) {
            case "Deployment", "ReplicaSet", "DaemonSet" -> List.of("selector");
            case "Job" ->
                List.of("selector", "completionMode", "podFailurePolicy", "backoffLimitPerIndex", "managedBy");
            default -> List.of();
        };
        for (String field : fixed) {
            if (!spec.path(field).equals(old.path(field))) {
                causes.invalid("spec." + field, spec.path(field), MetaRules.IMMUTABLE);
            }
        }
        if (kind.equals("StatefulSet") && !rest(spec).equals(rest(old))) {
            causes.forbidden(
                    "spec",
                    "updates to statefulset spec for fields other than 'replicas', 'ordinals', 'template', 'updateStrategy',"
                            + " 'revisionHistoryLimit', 'persistentVolumeClaimRetentionPolicy' and 'minReadySeconds' are forbidden");
        }
        if (kind.equals("Job")) {
            changedJob(spec, old);
        }
    }

    private void changedJob(JsonNode spec, JsonNode old) {
        boolean waits = old.path("suspend").asBoolean();
        if (!waits && !spec.path("template").equals(old.path("template"))) {
            causes.invalid("spec.template", spec.path("template"), MetaRules.IMMUTABLE);
        }
        boolean indexed = spec.path("completionMode").asText().equals("Indexed");
        if (!indexed && !spec.path("completions").equals(old.path("completions"))) {
            causes.invalid("spec.completions", spec.path("completions"), MetaRules.IMMUTABLE);
        }
    }

    private static JsonNode rest(JsonNode spec) {
        return spec instanceof ObjectNode object ? object.deepCopy().remove(CHANGEABLE) : spec;
    }

    private static boolean hasAll(JsonNode labels, JsonNode wanted) {
        for (Map.Entry<String, JsonNode> label : wanted.properties()) {
            if (!labels.path(label.getKey()).equals(label.getValue())) {
                return false;
            }
        }
        return true;
    }

    private static boolean isReadable(JsonNode selector) {
        return selector.path("matchExpressions")
                .valueStream()
                .allMatch(one -> OPERATORS.contains(one.path("operator").asText()));
    }

    /** Whether a selector, which may be malformed, selects what has these labels. */
    private static boolean matches(JsonNode selector, JsonNode labels) {
        return hasAll(labels, selector.path("matchLabels"))
                && selector.path("matchExpressions").valueStream().allMatch(requirement -> holds(requirement, labels));
    }

    private static boolean holds(JsonNode requirement, JsonNode labels) {
        JsonNode value = labels.path(requirement.path("key").asText());
        boolean among = requirement.path("values").valueStream().anyMatch(value::equals);
        return switch (requirement.path("operator").asText()) {
            case "In" -> among;
            case "NotIn" -> !among;
            case "Exists" -> !value.isMissingNode();
            case "DoesNotExist" -> value.isMissingNode();
            default -> true;
        };
    }
}

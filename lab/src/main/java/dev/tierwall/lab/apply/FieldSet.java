package dev.tierwall.lab.apply;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * A set of paths into an object. A path may be in the set without those that lead beyond it, and without those that lead to it.
 */
final class FieldSet {

    /** What the set holds of one step: whether the path that ends there, and which go on from there. */
    private static final class Branch {
        private boolean member;
        private FieldSet beyond = new FieldSet();
    }

    private final TreeMap<Step, Branch> branches = new TreeMap<>();

    boolean isEmpty() {
        return branches.isEmpty();
    }

    /** Adds a path; an empty one is in no set. */
    void insert(List<Step> path) {
        if (!path.isEmpty()) {
            Branch branch = branches.computeIfAbsent(path.getFirst(), _ -> new Branch());
            if (path.size() == 1) {
                branch.member = true;
            } else {
                branch.beyond.insert(path.subList(1, path.size()));
            }
        }
    }

    boolean has(Step step) {
        Branch branch = branches.get(step);
        return branch != null && branch.member;
    }

    boolean has(List<Step> path) {
        return path.size() == 1 ? has(path.getFirst()) : beyond(path.getFirst()).has(path.subList(1, path.size()));
    }

    /** What the set holds of the paths that begin with a step, without that step. */
    FieldSet beyond(Step step) {
        Branch branch = branches.get(step);
        return branch == null ? new FieldSet() : branch.beyond;
    }

    private void put(Step step, boolean member, FieldSet beyond) {
        if (member || !beyond.isEmpty()) {
            Branch branch = new Branch();
            branch.member = member;
            branch.beyond = beyond;
            branches.put(step, branch);
        }
    }

    FieldSet union(FieldSet other) {
        FieldSet result = new FieldSet();
        TreeSet<Step> steps = new TreeSet<>(branches.keySet());
        steps.addAll(other.branches.keySet());
        for (Step step : steps) {
            result.put(step, has(step) || other.has(step), beyond(step).union(other.beyond(step)));
        }
        return result;
    }

    FieldSet intersection(FieldSet other) {
        FieldSet result = new FieldSet();
        for (Step step : branches.keySet()) {
            result.put(step, has(step) && other.has(step), beyond(step).intersection(other.beyond(step)));
        }
        return result;
    }

    /** The paths of this set that are not in the other, each path by itself. */
    FieldSet difference(FieldSet other) {
        FieldSet result = new FieldSet();
        for (Step step : branches.keySet()) {
            result.put(step, has(step) && !other.has(step), beyond(step).difference(other.beyond(step)));
        }
        return result;
    }

    /** Without a field and all that is in it. */
    FieldSet without(String field) {
        FieldSet result = new FieldSet();
        branches.forEach((step, branch) -> {
            if (!step.equals(Step.field(field))) {
                result.put(step, branch.member, branch.beyond);
            }
        });
        return result;
    }

    /** The same, and with each known field that a path of the set leads through. */
    FieldSet withNamedFields(Slot slot) {
        FieldSet result = new FieldSet();
        branches.forEach((step, branch) -> {
            boolean named = step.form() == Step.Form.FIELD && slot.hasField(step.text()) && !branch.beyond.isEmpty();
            result.put(step, branch.member || named, branch.beyond.withNamedFields(slot.beyond(step)));
        });
        return result;
    }

    /** All paths, in order. */
    List<List<Step>> paths() {
        List<List<Step>> paths = new ArrayList<>();
        branches.forEach((step, branch) -> {
            if (branch.member) {
                paths.add(List.of(step));
            }
            for (List<Step> rest : branch.beyond.paths()) {
                List<Step> path = new ArrayList<>(List.of(step));
                path.addAll(rest);
                paths.add(path);
            }
        });
        return paths;
    }

    /** As {@code fieldsV1} of managedFields holds it. */
    ObjectNode toJson() {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        branches.forEach((step, branch) -> {
            ObjectNode inner = branch.beyond.toJson();
            if (branch.member && !inner.isEmpty()) {
                ObjectNode both = JsonNodeFactory.instance.objectNode();
                both.putObject(".");
                inner = both.setAll(inner);
            }
            json.set(step.written(), inner);
        });
        return json;
    }

    /** From {@code fieldsV1}; what is not of its form is left out. */
    static FieldSet fromJson(JsonNode json) {
        FieldSet set = new FieldSet();
        for (Map.Entry<String, JsonNode> entry : json.properties()) {
            Optional<Step> step = Step.parse(entry.getKey());
            if (step.isPresent()) {
                JsonNode inner = entry.getValue();
                set.put(step.get(), inner.isEmpty() || inner.has("."), fromJson(inner));
            }
        }
        return set;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof FieldSet set && toJson().equals(set.toJson());
    }

    @Override
    public int hashCode() {
        return toJson().hashCode();
    }

    @Override
    public String toString() {
        return toJson().toString();
    }
}

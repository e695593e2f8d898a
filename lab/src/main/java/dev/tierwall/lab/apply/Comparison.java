package dev.tierwall.lab.apply;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What differs between two values: the fields that only the second has, that both have but not alike, that only the first has. */
record Comparison(FieldSet added, FieldSet modified, FieldSet removed) {

    static Comparison of(Slot slot, JsonNode before, JsonNode after) {
        Walk walk = new Walk(new Comparison(new FieldSet(), new FieldSet(), new FieldSet()));
        walk.compare(slot, before, after);
        return walk.result;
    }

    /** All that a change touches but does not take away. */
    FieldSet written() {
        return added.union(modified);
    }

    Comparison without(Set<String> fields) {
        Comparison result = this;
        for (String field : fields) {
            result = new Comparison(
                    result.added.without(field), result.modified.without(field), result.removed.without(field));
        }
        return result;
    }

    private record Walk(Comparison result, List<Step> path) {

        Walk(Comparison result) {
            this(result, new ArrayList<>());
        }

        void compare(Slot slot, JsonNode before, JsonNode after) {
            boolean isNew = before.isMissingNode();
            boolean isGone = after.isMissingNode();
            Slot.Look look = slot.look(isGone ? before : after);
            if (look == Slot.Look.WHOLE || (before.isEmpty() && after.isEmpty())) {
                if (!isNew && !isGone && !before.equals(after)) {
                    result.modified.insert(path);
                }
            } else if (look == Slot.Look.BY_NAME) {
                byName(slot, before, after);
            } else {
                byEntry(slot, before, after);
            }
            if (isNew) {
                result.added.insert(path);
            } else if (isGone) {
                result.removed.insert(path);
            }
        }

        private void byName(Slot slot, JsonNode before, JsonNode after) {
            Set<String> names = new LinkedHashSet<>();
            before.fieldNames().forEachRemaining(names::add);
            after.fieldNames().forEachRemaining(names::add);
            for (String name : names) {
                path.add(Step.field(name));
                compare(slot.field(name), before.path(name), after.path(name));
                path.removeLast();
            }
        }

        private void byEntry(Slot slot, JsonNode before, JsonNode after) {
            Map<Step, JsonNode> old = entries(slot, before);
            Map<Step, JsonNode> now = entries(slot, after);
            Set<Step> steps = new LinkedHashSet<>(old.keySet());
            steps.addAll(now.keySet());
            for (Step step : steps) {
                path.add(step);
                compare(
                        slot.item(),
                        old.getOrDefault(step, MissingNode.getInstance()),
                        now.getOrDefault(step, MissingNode.getInstance()));
                path.removeLast();
            }
        }

        /** The entries of a list by the steps to them; of several that are told apart by nothing the first. */
        private static Map<Step, JsonNode> entries(Slot slot, JsonNode list) {
            Map<Step, JsonNode> entries = new LinkedHashMap<>();
            List<Step> steps = slot.steps(list);
            for (int i = 0; i < steps.size(); i++) {
                entries.putIfAbsent(steps.get(i), list.get(i));
            }
            return entries;
        }
    }
}

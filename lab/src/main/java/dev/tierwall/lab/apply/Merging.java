package dev.tierwall.lab.apply;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** An applied configuration laid over an object, and fields taken out of one. */
final class Merging {

    private Merging() {}

    /** All of both values; where both have something that is owned as a whole, the configuration's. */
    static JsonNode merge(Slot slot, JsonNode live, JsonNode applied) {
        if (applied.isMissingNode()) {
            return live;
        }
        Slot.Look look = slot.look(applied);
        if (live.isMissingNode() || look == Slot.Look.WHOLE || (live.isEmpty() && applied.isEmpty())) {
            return applied;
        }
        if (look == Slot.Look.BY_ENTRY) {
            return entries(slot, live, applied);
        }
        ObjectNode merged = JsonNodeFactory.instance.objectNode();
        Set<String> names = new LinkedHashSet<>();
        live.fieldNames().forEachRemaining(names::add);
        applied.fieldNames().forEachRemaining(names::add);
        for (String name : names) {
            merged.set(name, merge(slot.field(name), live.path(name), applied.path(name)));
        }
        return merged;
    }

    /** The entries of both lists, in the order of the configuration, the others where they were between them. */
    private static ArrayNode entries(Slot slot, JsonNode live, JsonNode applied) {
        Map<Step, JsonNode> old = new LinkedHashMap<>();
        List<Step> liveSteps = slot.steps(live);
        for (int i = 0; i < liveSteps.size(); i++) {
            old.put(liveSteps.get(i), live.get(i));
        }
        List<Step> appliedSteps = slot.steps(applied);
        Set<Step> wanted = new HashSet<>(appliedSteps);
        Deque<Step> shared = new ArrayDeque<>(appliedSteps);
        shared.retainAll(old.keySet());
        Deque<Step> rest = new ArrayDeque<>(old.keySet());
        ArrayNode merged = JsonNodeFactory.instance.arrayNode();
        for (int i = 0; i < appliedSteps.size(); i++) {
            Step step = appliedSteps.get(i);
            // The others go before it, up to the next entry that both lists have.
            while (!rest.isEmpty() && !rest.peek().equals(step) && !rest.peek().equals(shared.peek())) {
                Step passed = rest.remove();
                if (!wanted.contains(passed)) {
                    merged.add(old.get(passed));
                } else if (shared.isEmpty()) {
                    break;
                }
            }
            if (step.equals(rest.peek())) {
                rest.remove();
            }
            if (step.equals(shared.peek())) {
                shared.remove();
            }
            merged.add(merge(slot.item(), old.getOrDefault(step, MissingNode.getInstance()), applied.get(i)));
        }
        rest.removeIf(wanted::contains);
        rest.forEach(step -> merged.add(old.get(step)));
        return merged;
    }

    /** A value without some of its fields, and all that is in them. */
    static JsonNode remove(Slot slot, JsonNode value, FieldSet gone) {
        if (gone.isEmpty() || slot.look(value) == Slot.Look.WHOLE) {
            return value;
        }
        if (slot.look(value) == Slot.Look.BY_NAME) {
            ObjectNode kept = JsonNodeFactory.instance.objectNode();
            for (Map.Entry<String, JsonNode> property : value.properties()) {
                Step step = Step.field(property.getKey());
                if (!gone.has(step)) {
                    kept.set(
                            property.getKey(),
                            remove(slot.field(property.getKey()), property.getValue(), gone.beyond(step)));
                }
            }
            return kept;
        }
        ArrayNode kept = JsonNodeFactory.instance.arrayNode();
        List<Step> steps = slot.steps(value);
        for (int i = 0; i < steps.size(); i++) {
            if (!gone.has(steps.get(i))) {
                kept.add(remove(slot.item(), value.get(i), gone.beyond(steps.get(i))));
            }
        }
        return kept;
    }
}

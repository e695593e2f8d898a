package dev.tierwall.lab.apply;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The fields of a value: what somebody owns who applies it. */
final class Fields {

    private final FieldSet set = new FieldSet();
    private final List<Step> path = new ArrayList<>();

    private Fields() {}

    static FieldSet of(Slot slot, JsonNode value) {
        Fields fields = new Fields();
        fields.add(slot, value);
        return fields.set;
    }

    private void add(Slot slot, JsonNode value) {
        switch (slot.look(value)) {
            case WHOLE -> set.insert(path);
            case BY_NAME -> {
                for (Map.Entry<String, JsonNode> property : value.properties()) {
                    JsonNode inner = property.getValue();
                    path.add(Step.field(property.getKey()));
                    add(slot.field(property.getKey()), inner);
                    boolean empty = inner.isNull() || (inner.isObject() && inner.isEmpty());
                    if (empty || !slot.hasField(property.getKey())) {
                        set.insert(path);
                    }
                    path.removeLast();
                }
            }
            case BY_ENTRY -> {
                List<Step> steps = slot.steps(value);
                for (int i = 0; i < steps.size(); i++) {
                    path.add(steps.get(i));
                    add(slot.item(), value.get(i));
                    set.insert(path);
                    path.removeLast();
                }
            }
        }
    }
}

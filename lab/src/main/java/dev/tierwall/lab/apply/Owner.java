package dev.tierwall.lab.apply;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * Who owns fields: a client by the name that it gives itself, and whether it applied or otherwise changed them.
 *
 * @param manager the client's name
 * @param operation {@code Apply} or {@code Update}
 * @param apiVersion the version in which it changed them; empty for one that applies, of which there is one for all versions
 * @param subresource the part of the object that it went through; empty for the whole
 */
record Owner(String manager, String operation, String apiVersion, String subresource) {

    static final String APPLY = "Apply";
    static final String UPDATE = "Update";

    static Owner of(JsonNode entry) {
        String operation = entry.path("operation").asText();
        return new Owner(
                entry.path("manager").asText(),
                operation,
                operation.equals(APPLY) ? "" : entry.path("apiVersion").asText(),
                entry.path("subresource").asText());
    }

    boolean applies() {
        return operation.equals(APPLY);
    }

    /** As conflicts name an owner. */
    String inMessage() {
        String name = JsonNodeFactory.instance.textNode(manager).toString();
        return name
                + (subresource.isEmpty() ? "" : " with subresource \"" + subresource + "\"")
                + (applies() ? "" : " using " + apiVersion);
    }

    /**
     * What an owner has.
     *
     * @param fields the fields
     * @param apiVersion the version in which it last changed them
     * @param time when that was
     */
    record Share(FieldSet fields, String apiVersion, String time) {

        Share with(FieldSet changed) {
            return new Share(changed, apiVersion, time);
        }

        ObjectNode toJson(Owner owner) {
            ObjectNode entry = JsonNodeFactory.instance.objectNode();
            entry.put("manager", owner.manager);
            entry.put("operation", owner.operation);
            entry.put("apiVersion", apiVersion);
            if (!time.isEmpty()) {
                entry.put("time", time);
            }
            entry.put("fieldsType", "FieldsV1");
            entry.set("fieldsV1", fields.toJson());
            if (!owner.subresource.isEmpty()) {
                entry.put("subresource", owner.subresource);
            }
            return entry;
        }
    }
}

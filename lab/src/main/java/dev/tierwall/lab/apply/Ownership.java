package dev.tierwall.lab.apply;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Who owns what of one object: {@code metadata.managedFields}, read, changed and written. */
final class Ownership {

    private static final int MOST_UPDATERS = 10;
    private static final String OLDEST = "ancient-changes";

    private static final Comparator<Map.Entry<Owner, Owner.Share>> AS_WRITTEN =
            Comparator.<Map.Entry<Owner, Owner.Share>, String>comparing(
                            entry -> entry.getKey().operation())
                    .thenComparing(entry -> entry.getValue().time())
                    .thenComparing(entry -> entry.getKey().manager())
                    .thenComparing(entry -> entry.getValue().apiVersion())
                    .thenComparing(entry -> entry.getKey().subresource());

    private final Map<Owner, Owner.Share> shares = new HashMap<>();

    static Ownership of(JsonNode object) {
        Ownership ownership = new Ownership();
        for (JsonNode entry : object.path("metadata").path("managedFields")) {
            ownership.shares.put(
                    Owner.of(entry),
                    new Owner.Share(
                            FieldSet.fromJson(entry.path("fieldsV1")),
                            entry.path("apiVersion").asText(),
                            entry.path("time").asText()));
        }
        return ownership;
    }

    boolean isEmpty() {
        return shares.isEmpty();
    }

    Map<Owner, Owner.Share> shares() {
        return shares;
    }

    Optional<Owner.Share> share(Owner owner) {
        return Optional.ofNullable(shares.get(owner));
    }

    /** Gives an owner exactly these fields; none removes the owner. */
    void give(Owner owner, Owner.Share share) {
        if (share.fields().isEmpty()) {
            shares.remove(owner);
        } else {
            shares.put(owner, share);
        }
    }

    /** Changes what each owner but one has. */
    void change(Owner except, Function<FieldSet, FieldSet> change) {
        for (Map.Entry<Owner, Owner.Share> entry : Map.copyOf(shares).entrySet()) {
            if (!entry.getKey().equals(except)) {
                give(
                        entry.getKey(),
                        entry.getValue().with(change.apply(entry.getValue().fields())));
            }
        }
    }

    /** All that anybody owns. */
    FieldSet all() {
        return shares.values().stream().map(Owner.Share::fields).reduce(new FieldSet(), FieldSet::union);
    }

    /** Puts the oldest of too many clients that change an object together, so that their number does not grow for ever. */
    void limitUpdaters() {
        List<Map.Entry<Owner, Owner.Share>> updaters = shares.entrySet().stream()
                .filter(entry -> !entry.getKey().applies())
                .sorted(AS_WRITTEN)
                .map(entry -> Map.entry(entry.getKey(), entry.getValue()))
                .toList();
        if (updaters.size() <= MOST_UPDATERS) {
            return;
        }
        FieldSet fields = new FieldSet();
        Owner.Share last = updaters.getFirst().getValue();
        for (Map.Entry<Owner, Owner.Share> old : updaters.subList(0, updaters.size() - MOST_UPDATERS + 1)) {
            shares.remove(old.getKey());
            last = old.getValue();
            fields = fields.union(last.fields());
        }
        give(new Owner(OLDEST, Owner.UPDATE, last.apiVersion(), ""), last.with(fields));
    }

    void writeTo(ObjectNode object) {
        if (object.path("metadata") instanceof ObjectNode metadata) {
            metadata.remove("managedFields");
            if (!shares.isEmpty()) {
                ArrayNode entries = metadata.putArray("managedFields");
                shares.entrySet().stream()
                        .sorted(AS_WRITTEN)
                        .forEach(entry -> entries.add(entry.getValue().toJson(entry.getKey())));
            }
        }
    }
}

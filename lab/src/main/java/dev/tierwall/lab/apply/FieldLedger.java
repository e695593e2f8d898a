package dev.tierwall.lab.apply;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tierwall.lab.schema.Struct;
import dev.tierwall.lab.validate.Cause;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Keeps account of who owns which fields of objects of one kind, through one author's changes. */
public final class FieldLedger {

    private static final List<String> NOT_OWNED = List.of(
            "name",
            "namespace",
            "creationTimestamp",
            "selfLink",
            "uid",
            "clusterName",
            "generation",
            "managedFields",
            "resourceVersion");

    private final Slot slot;
    private final String apiVersion;
    private final Author author;

    /**
     * @param type what the objects are made of
     * @param apiVersion the version in which the author writes them
     */
    public FieldLedger(Struct type, String apiVersion, Author author) {
        this.slot = new Slot(type, false);
        this.apiVersion = apiVersion;
        this.author = author;
    }

    /**
     * An object after it was created or changed by other means than applying, with its owners written anew.
     *
     * @param live the object before; empty when it is created
     * @param changed the object as it will be
     */
    public ObjectNode update(ObjectNode live, ObjectNode changed) {
        Ownership owners = ownersOf(live, changed);
        account(live, changed, owners, author.manager());
        owners.limitUpdaters();
        ObjectNode result = changed.deepCopy();
        owners.writeTo(result);
        return result;
    }

    /** A client may set the owners itself, and take them all away by an empty list; what it leaves out stays. */
    private Ownership ownersOf(ObjectNode live, ObjectNode changed) {
        JsonNode given = changed.path("metadata").path("managedFields");
        boolean reset = given.isArray()
                && (given.isEmpty() || (given.size() == 1 && given.get(0).isEmpty()));
        Ownership ofChanged = Ownership.of(changed);
        boolean setsThem = author.subresource().isEmpty() && (reset || !ofChanged.isEmpty());
        return setsThem ? ofChanged : Ownership.of(live);
    }

    private void account(JsonNode live, JsonNode changed, Ownership owners, String manager) {
        Comparison comparison = Comparison.of(slot, live, changed).without(author.untouched());
        Owner self = new Owner(manager, Owner.UPDATE, apiVersion, author.subresource());
        FieldSet taken = comparison.written().union(comparison.removed());
        owners.change(new Owner("", "", "", ""), fields -> fields.difference(taken));
        FieldSet written = ownable(comparison.written());
        if (!written.isEmpty()) {
            FieldSet before = owners.share(self).map(Owner.Share::fields).orElseGet(FieldSet::new);
            owners.give(self, share(before.union(written)));
        }
    }

    private Owner.Share share(FieldSet fields) {
        return new Owner.Share(
                fields, apiVersion, author.now().truncatedTo(ChronoUnit.SECONDS).toString());
    }

    private static FieldSet ownable(FieldSet fields) {
        FieldSet not = new FieldSet();
        not.insert(List.of(Step.field("apiVersion")));
        not.insert(List.of(Step.field("kind")));
        not.insert(List.of(Step.field("metadata")));
        NOT_OWNED.forEach(name -> not.insert(List.of(Step.field("metadata"), Step.field(name))));
        return fields.difference(not);
    }

    /**
     * An object after a configuration was applied to it, with its owners written anew. What the author applied before and does
     * not now is gone, unless others own it.
     *
     * @param live the object before; empty when it is created
     * @param config the configuration as it is written, with nothing filled in
     * @param force whether fields that others own are taken from them
     */
    public ObjectNode apply(ObjectNode live, ObjectNode config, boolean force) throws ConflictException {
        Ownership owners = Ownership.of(live);
        if (owners.isEmpty() && !live.isEmpty()) {
            account(JsonNodeFactory.instance.objectNode(), live, owners, "before-first-apply");
        }
        Owner self = new Owner(author.manager(), Owner.APPLY, "", author.subresource());
        Optional<Owner.Share> last = owners.share(self);
        FieldSet applied = ownable(withoutUntouched(Fields.of(slot, config)));
        owners.give(self, share(applied));
        JsonNode before = live.isEmpty() ? JsonNodeFactory.instance.objectNode() : live;
        JsonNode merged = Merging.merge(slot, before, withoutUntouched(config));
        if (last.isPresent()) {
            merged = prune(merged, last.get().fields(), owners.all());
        }
        Comparison comparison = Comparison.of(slot, before, merged).without(author.untouched());
        if (!force) {
            refuseConflicts(comparison.written(), owners, self, live);
        }
        owners.change(self, fields -> fields.difference(comparison.written()).difference(comparison.removed()));
        if (merged.equals(before)) {
            // Nothing happened, so that it happened at no new time either.
            String time = last.map(Owner.Share::time).orElse("");
            owners.give(self, new Owner.Share(applied, apiVersion, time));
        }
        ObjectNode result = merged.deepCopy();
        owners.writeTo(result);
        LastApplied.renew(author, config, result);
        return result;
    }

    private FieldSet withoutUntouched(FieldSet fields) {
        FieldSet result = fields;
        for (String field : author.untouched()) {
            result = result.without(field);
        }
        return result;
    }

    private JsonNode withoutUntouched(ObjectNode config) {
        return config.deepCopy().without(author.untouched());
    }

    /** Takes out what was applied before, is not applied now, and is not owned by anybody. */
    private JsonNode prune(JsonNode merged, FieldSet last, FieldSet owned) {
        FieldSet known = last.withNamedFields(slot);
        FieldSet there = Fields.of(slot, merged).withNamedFields(slot);
        FieldSet left = Fields.of(slot, Merging.remove(slot, merged, known)).withNamedFields(slot);
        FieldSet kept = left.union(owned.withNamedFields(slot));
        JsonNode pruned = Merging.remove(slot, merged, there.difference(kept));
        FieldSet remaining = Fields.of(slot, pruned).withNamedFields(slot);
        return Merging.remove(slot, merged, there.difference(remaining).intersection(known));
    }

    private void refuseConflicts(FieldSet written, Ownership owners, Owner self, ObjectNode live)
            throws ConflictException {
        FieldSet allowed = LastApplied.of(slot, author, live);
        Map<String, List<String>> paths = new TreeMap<>();
        owners.shares().forEach((owner, share) -> {
            if (!owner.equals(self)) {
                for (List<Step> path : share.fields().intersection(written).paths()) {
                    if (!allowed.has(path)) {
                        paths.computeIfAbsent(owner.inMessage(), _ -> new ArrayList<>())
                                .add(path.stream().map(Step::inPath).collect(Collectors.joining()));
                    }
                }
            }
        });
        if (!paths.isEmpty()) {
            throw conflict(paths);
        }
    }

    private static ConflictException conflict(Map<String, List<String>> paths) {
        List<Cause> causes = new ArrayList<>();
        List<String> lines = new ArrayList<>();
        paths.forEach((owner, fields) -> {
            lines.add("conflicts with " + owner + ":");
            for (String field : fields) {
                lines.add("- " + field);
                causes.add(new Cause("FieldManagerConflict", "conflict with " + owner, field));
            }
        });
        String message = causes.size() == 1
                ? "Apply failed with 1 conflict: " + causes.getFirst().message() + ": "
                        + causes.getFirst().field()
                : "Apply failed with " + causes.size() + " conflicts: " + String.join("\n", lines);
        return new ConflictException(message, causes);
    }
}

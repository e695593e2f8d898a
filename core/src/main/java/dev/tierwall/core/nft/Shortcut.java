package dev.tierwall.core.nft;

import dev.tierwall.core.model.Pod;
import dev.tierwall.core.policy.CompiledPolicy;
import dev.tierwall.core.policy.EndpointClass;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The next program where nothing but members of known classes has changed, with work in proportion to that. It is the one
 * that the full way finds, too; where that is not plain to see, there is no shortcut.
 */
final class Shortcut {

    /** A pod that is, or was, a member of a class. */
    record Member(Pod pod, int endpointClass) {}

    private final NftProgram previous;
    private final Basis basis;
    private final CompiledPolicy compiled;
    private final Map<NftSet, Map<ElementKey, Optional<Integer>>> changes = new EnumMap<>(NftSet.class);
    private final Map<NftSet, List<ElementKey>> leftovers = new EnumMap<>(NftSet.class);

    private Shortcut(NftProgram previous, Basis basis, CompiledPolicy compiled) {
        this.previous = previous;
        this.basis = basis;
        this.compiled = compiled;
    }

    /** The next program; empty if it must be found in full. */
    static Optional<NftProgram> next(NftProgram previous, Basis basis, CompiledPolicy compiled, String node) {
        if (!basis.isWhole() || !node.equals(basis.node()) || !compiled.differsOnlyInMembers(basis.compiled())) {
            return Optional.empty();
        }
        if (compiled == basis.compiled() && basis.isSettled()) {
            return Optional.of(previous);
        }
        return new Shortcut(previous, basis, compiled).next();
    }

    private Optional<NftProgram> next() {
        List<Member> gone = new ArrayList<>();
        List<Member> come = new ArrayList<>();
        compiled.liveClasses().forEach(id -> compare(id, gone, come));
        if (!basis.isSettled() && !(gone.isEmpty() && come.isEmpty())) {
            return Optional.empty();
        }
        basis.leftovers().forEach((set, keys) -> keys.forEach(key -> change(set, key, Optional.empty())));
        List<Basis.Family> families = new ArrayList<>();
        for (Basis.Family family : basis.families()) {
            Optional<Basis.Family> moved = new FamilyShortcut(this, family).moved(gone, come);
            if (moved.isEmpty()) {
                return Optional.empty();
            }
            families.add(moved.get());
        }
        return Optional.of(previous.patched(changes, new Basis(compiled, basis.node(), families, leftovers, true)));
    }

    private void compare(int id, List<Member> gone, List<Member> come) {
        EndpointClass before = basis.compiled().endpointClass(id);
        EndpointClass after = compiled.endpointClass(id);
        if (before != after) {
            before.members().compare(after.members(), (key, old, now) -> {
                old.ifPresent(pod -> gone.add(new Member(pod, id)));
                now.ifPresent(pod -> come.add(new Member(pod, id)));
            });
        }
    }

    CompiledPolicy compiled() {
        return compiled;
    }

    String node() {
        return basis.node();
    }

    NftProgram previous() {
        return previous;
    }

    /** Binds a key to a value, or takes it out. */
    void change(NftSet set, ElementKey key, Optional<Integer> value) {
        changes.computeIfAbsent(set, s -> new HashMap<>()).put(key, value);
    }

    /** Leaves an element to the next step, if it is there. */
    void leave(NftSet set, ElementKey key) {
        if (previous.map(set).has(key)) {
            leftovers.computeIfAbsent(set, s -> new ArrayList<>()).add(key);
        }
    }
}

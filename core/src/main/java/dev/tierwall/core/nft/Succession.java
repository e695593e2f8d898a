package dev.tierwall.core.nft;

import dev.tierwall.core.net.ConnectionSet;
import dev.tierwall.core.net.IpFamily;
import dev.tierwall.core.policy.CompiledPolicy;
import dev.tierwall.core.relation.FamilyRelation;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Finds the program that may follow another in one transaction. What is wanted comes in an order that leaves no gap for
 * packets that are being looked up at that moment: first what nobody can be led to yet; then the hashes, all at once;
 * then the ranges, alone, because the kernel exchanges interval sets at another moment than the rest of a transaction;
 * and what nobody is led to any more goes at the end.
 */
final class Succession {

    private final NftProgram previous;
    private final CompiledPolicy compiled;
    private final String node;
    private final List<FamilyStep> steps = new ArrayList<>();

    Succession(NftProgram previous, CompiledPolicy compiled, String node) {
        this.previous = previous;
        this.compiled = compiled;
        this.node = node;
        for (IpFamily family : IpFamily.values()) {
            FamilyRelation relation = previous.relation(compiled, node, family)
                    .orElseGet(() -> new FamilyRelation(compiled, node, family));
            steps.add(new FamilyStep(family, new FamilyView(previous, family), relation));
        }
    }

    NftProgram next() {
        List<Draft> careful = new ArrayList<>();
        steps.forEach(step -> step.prepare(() -> {
            if (careful.isEmpty()) {
                careful.add(previous.draft());
            }
            return careful.getFirst();
        }));
        if (!careful.isEmpty()) {
            return unlessPortsMustComeFirst(careful.getFirst());
        }
        Draft wanted = new Draft(previous);
        steps.forEach(step -> step.write(wanted));
        Draft hashes = hashes(wanted);
        if (differs(hashes, false)) {
            return unlessPortsMustComeFirst(hashes.holdsTheSame(wanted) ? wanted : hashes);
        }
        return differs(wanted, true) ? withRangesOf(wanted) : whole(wanted);
    }

    /** All that is wanted at once, for a table that packets have not met. */
    NftProgram atOnce() {
        Draft wanted = new Draft(previous);
        steps.forEach(step -> step.write(wanted));
        return whole(wanted);
    }

    /** All that is wanted, which needs no further step unless it says so. */
    private NftProgram whole(Draft wanted) {
        return previous.followedBy(wanted, basis(wanted.isSettled()));
    }

    private Basis basis(boolean isSettled) {
        return new Basis(compiled, node, steps.stream().map(FamilyStep::basis).toList(), Map.of(), isSettled);
    }

    /** All that is wanted, with the old ranges, and with all from before that a packet on its way may still ask for. */
    private Draft hashes(Draft wanted) {
        Draft hashes = new Draft(wanted);
        hashes.unsettle();
        previous.connections().forEach(hashes::keep);
        steps.forEach(step -> step.retain(hashes));
        return hashes;
    }

    /** Whether sets of ranges, or else all other sets, are not yet what a draft says. */
    private boolean differs(Draft draft, boolean ranges) {
        for (NftSet set : NftSet.values()) {
            boolean isRanges = set.kind() == NftSet.Kind.ATOM;
            if (isRanges == ranges && !previous.map(set).sameAs(draft.elements(set))) {
                return true;
            }
        }
        return false;
    }

    /**
     * The program of a draft, unless it refers to connection sets with ranges of ports that are not there yet, or leads
     * packets of a family to the first elements ever: these come a step ahead.
     */
    private NftProgram unlessPortsMustComeFirst(Draft draft) {
        Draft ahead = previous.draft();
        Map<Integer, ConnectionSet> connections = draft.connections();
        connections.forEach(ahead::keep);
        steps.forEach(step -> step.fill(draft, ahead));
        boolean early = !previous.map(NftSet.OKR).sameAs(ahead.elements(NftSet.OKR)) || !sameRanges(ahead);
        return early ? previous.followedBy(ahead, basis(false)) : whole(draft);
    }

    private boolean sameRanges(Draft draft) {
        return previous.map(NftSet.ATOM4).sameAs(draft.elements(NftSet.ATOM4))
                && previous.map(NftSet.ATOM6).sameAs(draft.elements(NftSet.ATOM6));
    }

    private NftProgram withRangesOf(Draft wanted) {
        Draft draft = previous.draft();
        for (NftSet set : List.of(NftSet.ATOM4, NftSet.ATOM6)) {
            draft.replace(set, wanted.elements(set));
        }
        draft.raise(wanted);
        return previous.followedBy(draft, basis(false));
    }
}

package dev.tierwall.core.nft;

import dev.tierwall.core.net.IpFamily;
import dev.tierwall.core.policy.CompiledPolicy;
import java.util.ArrayList;
import java.util.List;

/**
 * Finds the program that may follow another in one transaction. Where the way to the relation that is wanted would open
 * a gap for packets that are being looked up at that moment, the step only prepares the way.
 */
final class Succession {

    private final NftProgram previous;
    private final List<FamilyStep> steps = new ArrayList<>();

    Succession(NftProgram previous, CompiledPolicy compiled, String node) {
        this.previous = previous;
        for (IpFamily family : IpFamily.values()) {
            steps.add(new FamilyStep(
                    family, new FamilyView(previous, family), new FamilyRelation(compiled, node, family)));
        }
    }

    NftProgram next() {
        Draft careful = previous.draft();
        steps.forEach(step -> step.prepare(careful));
        if (!careful.isSettled()) {
            return previous.followedBy(careful);
        }
        Draft draft = new Draft(previous);
        steps.forEach(step -> step.write(draft));
        steps.forEach(step -> step.retain(draft));
        return previous.followedBy(draft);
    }
}

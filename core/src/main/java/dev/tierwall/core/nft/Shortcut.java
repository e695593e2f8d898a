package dev.tierwall.core.nft;

import dev.tierwall.core.policy.CompiledPolicy;
import java.util.Optional;

final class Shortcut {
    private Shortcut() {}

    static Optional<NftProgram> next(NftProgram previous, Basis basis, CompiledPolicy compiled, String node) {
        return compiled == basis.compiled() && node.equals(basis.node()) ? Optional.of(previous) : Optional.empty();
    }
}

package dev.tierwall.core.question;

import dev.tierwall.core.model.Pod;
import dev.tierwall.core.net.Address;
import dev.tierwall.core.net.AddressRange;
import dev.tierwall.core.net.AddressSet;
import dev.tierwall.core.verdict.End;
import java.util.Optional;

/** One of those that a question is about, on one side of it. */
public sealed interface Member {

    /** Who stands for it in a flow. */
    End end();

    /** What policies are asked about here: an endpoint of the cluster. */
    record OfPod(Pod pod) implements Member {
        @Override
        public End end() {
            return new End.OfPod(pod);
        }
    }

    /**
     * Addresses of one family that no policy tells apart and no pod has.
     *
     * @param addresses all of them; those of pods may lie between them
     * @param some one of them
     * @param node the node that has this one address, if one does
     */
    record OfAddresses(AddressSet addresses, Address some, Optional<String> node) implements Member {

        /** One address. */
        public static OfAddresses single(Address address, Optional<String> node) {
            return new OfAddresses(AddressSet.of(new AddressRange(address, address)), address, node);
        }

        @Override
        public End end() {
            return new End.OfAddress(some);
        }
    }
}

package dev.tierwall.lab.node;

import dev.tierwall.core.net.Address;
import dev.tierwall.lab.container.Machine;
import dev.tierwall.lab.image.BuiltIns;
import dev.tierwall.lab.net.Fabric;
import dev.tierwall.lab.net.PodAddresses;
import dev.tierwall.lab.spec.PodSpec;
import dev.tierwall.lab.store.ObjectStore;
import java.util.List;

/**
 * What all nodes share.
 *
 * @param store the cluster's objects
 * @param fabric the network
 * @param addresses gives addresses to pods
 * @param machine the machine below
 * @param builtIns the commands that need no process
 * @param dns the addresses of the cluster's DNS
 * @param tokens the tokens of service accounts
 * @param events tells what happens
 */
public record NodeContext(
        ObjectStore store,
        Fabric fabric,
        PodAddresses addresses,
        Machine machine,
        BuiltIns builtIns,
        List<Address> dns,
        Tokens tokens,
        Events events) {

    /** Gives pods the token by which they speak to the API server. */
    @FunctionalInterface
    public interface Tokens {
        /** The token of a pod's service account; empty text if there is none. */
        String of(PodSpec pod);
    }
}

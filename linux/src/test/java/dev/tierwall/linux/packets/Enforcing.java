package dev.tierwall.linux.packets;

import dev.tierwall.core.nft.NftDelta;
import dev.tierwall.core.nft.NftProgram;
import dev.tierwall.core.policy.CompiledPolicy;
import dev.tierwall.linux.nft.KernelTable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** A node with the program that it is under. */
public final class Enforcing implements AutoCloseable {

    private final String name;
    private final KernelTable table;
    private NftProgram program = NftProgram.EMPTY;

    private Enforcing(Party node) throws IOException {
        name = node.name();
        table = node.namespace().call(KernelTable::open);
        table.load(program);
    }

    /** All nodes, with a program that lets everything pass. */
    public static List<Enforcing> all(Topology topology) throws IOException {
        List<Enforcing> nodes = new ArrayList<>();
        for (Party node : topology.nodes()) {
            nodes.add(new Enforcing(node));
        }
        return nodes;
    }

    /** Goes to the program of a policy, step by step. */
    public void enforce(CompiledPolicy policy) throws IOException {
        for (NftProgram step : NftProgram.steps(program, policy, name)) {
            table.apply(NftDelta.between(program, step));
            program = step;
        }
    }

    @Override
    public void close() throws IOException {
        table.close();
    }
}

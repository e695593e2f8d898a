package dev.tierwall.agent.node;

import dev.tierwall.core.model.Finding;
import dev.tierwall.core.model.ObjectKey;
import dev.tierwall.core.nft.NftProgram;
import dev.tierwall.linux.conntrack.Connection;
import java.util.List;
import java.util.Map;

/** Hears what the agent does to its node, for the log, metrics and status. Called by several threads. */
public interface NodeEvents {

    /**
     * A program is in the kernel.
     *
     * @param closes whether it denies something that the one before did not
     * @param nanos the time since the first of the changes came that led to it; 0 if none did
     */
    void programmed(NftProgram program, boolean closes, long nanos);

    /** Somebody else had changed the table, and it is as it should be again. */
    void repaired(String by, List<String> differences);

    /** Something was refused; it is tried again. */
    void failed(String what, String reason);

    /** Connections were cut because they are denied now, or because an address went. */
    void cut(List<Connection> connections, boolean denied);

    /** Some objects changed; what is wrong with them, by object, and nothing with those that are not in it. */
    void found(List<ObjectKey> changed, Map<ObjectKey, List<Finding>> findings);
}

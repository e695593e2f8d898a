package dev.tierwall.linux.nft.skeleton;

import dev.tierwall.linux.netlink.MessageWriter;
import java.util.function.Consumer;

/** Where requests are added that are done together or not at all. */
@FunctionalInterface
public interface Transaction {

    /**
     * Adds a request.
     *
     * @param name what it does, in words that follow "the kernel refuses to"
     * @param type its number among the messages of nf_tables
     * @param flags flags of its header
     * @param body writes its attributes after that of the table
     */
    void add(String name, int type, int flags, Consumer<MessageWriter> body);
}

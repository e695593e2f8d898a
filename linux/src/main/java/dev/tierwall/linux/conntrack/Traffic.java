package dev.tierwall.linux.conntrack;

/**
 * How much went in one direction; nothing where the kernel does not count, see {@code nf_conntrack_acct}.
 *
 * @param packets packets
 * @param bytes bytes, with the headers from IP on
 */
public record Traffic(long packets, long bytes) {

    /** No traffic. */
    public static final Traffic NONE = new Traffic(0, 0);
}

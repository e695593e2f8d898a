package dev.tierwall.core.net;

/** The two address families; a connection belongs to exactly one of them. */
public enum IpFamily {
    IPV4("IPv4", 32),
    IPV6("IPv6", 128);

    private final String label;
    private final int bits;

    IpFamily(String label, int bits) {
        this.label = label;
        this.bits = bits;
    }

    /** The name as people write it: {@code IPv4}, {@code IPv6}. */
    public String label() {
        return label;
    }

    /** How many bits an address of this family has. */
    public int bits() {
        return bits;
    }

    @Override
    public String toString() {
        return label;
    }
}

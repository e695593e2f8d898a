package dev.tierwall.core.net;

import java.util.StringJoiner;

/**
 * A set of kinds of connection: ports for each protocol that policies can name, and whether everything else (ICMP and
 * other IP protocols), which no rule can name, is in it too. Immutable.
 */
public final class ConnectionSet {

    public static final ConnectionSet NONE = new ConnectionSet(PortSet.NONE, PortSet.NONE, PortSet.NONE, false);
    public static final ConnectionSet ALL = new ConnectionSet(PortSet.ALL, PortSet.ALL, PortSet.ALL, true);

    private final PortSet tcp;
    private final PortSet udp;
    private final PortSet sctp;
    private final boolean others;
    private final int hash;

    private ConnectionSet(PortSet tcp, PortSet udp, PortSet sctp, boolean others) {
        this.tcp = tcp;
        this.udp = udp;
        this.sctp = sctp;
        this.others = others;
        this.hash = ((tcp.hashCode() * 31 + udp.hashCode()) * 31 + sctp.hashCode()) * 31 + Boolean.hashCode(others);
    }

    private static ConnectionSet of(PortSet tcp, PortSet udp, PortSet sctp, boolean others) {
        if (tcp.isEmpty() && udp.isEmpty() && sctp.isEmpty() && !others) {
            return NONE;
        }
        return tcp.isAll() && udp.isAll() && sctp.isAll() && others ? ALL : new ConnectionSet(tcp, udp, sctp, others);
    }

    /** Some ports of one protocol. */
    public static ConnectionSet of(Protocol protocol, PortSet ports) {
        return switch (protocol) {
            case TCP -> of(ports, PortSet.NONE, PortSet.NONE, false);
            case UDP -> of(PortSet.NONE, ports, PortSet.NONE, false);
            case SCTP -> of(PortSet.NONE, PortSet.NONE, ports, false);
        };
    }

    /** The ports of one protocol in this set. */
    public PortSet ports(Protocol protocol) {
        return switch (protocol) {
            case TCP -> tcp;
            case UDP -> udp;
            case SCTP -> sctp;
        };
    }

    /** Whether protocols without ports, such as ICMP, are in the set. */
    public boolean others() {
        return others;
    }

    public boolean isEmpty() {
        return this == NONE;
    }

    public boolean isAll() {
        return this == ALL;
    }

    /** Whether every port of every protocol that has ports is in the set, whatever holds for the others. */
    public boolean allPorts() {
        return tcp.isAll() && udp.isAll() && sctp.isAll();
    }

    public boolean contains(Protocol protocol, int port) {
        return ports(protocol).contains(port);
    }

    /** Whether every connection of {@code other} is in this set. */
    public boolean containsAll(ConnectionSet other) {
        return this == other || other.minus(this).isEmpty();
    }

    public ConnectionSet union(ConnectionSet other) {
        if (this == other || other == NONE || this == ALL) {
            return this;
        }
        if (this == NONE || other == ALL) {
            return other;
        }
        return of(tcp.union(other.tcp), udp.union(other.udp), sctp.union(other.sctp), others || other.others);
    }

    public ConnectionSet intersect(ConnectionSet other) {
        if (this == other || other == ALL || this == NONE) {
            return this;
        }
        if (this == ALL || other == NONE) {
            return other;
        }
        return of(
                tcp.intersect(other.tcp), udp.intersect(other.udp), sctp.intersect(other.sctp), others && other.others);
    }

    public ConnectionSet minus(ConnectionSet other) {
        if (other == NONE || this == NONE) {
            return this;
        }
        if (other == ALL || this == other) {
            return NONE;
        }
        return of(tcp.minus(other.tcp), udp.minus(other.udp), sctp.minus(other.sctp), others && !other.others);
    }

    @Override
    public boolean equals(Object other) {
        return this == other
                || (other instanceof ConnectionSet set
                        && hash == set.hash
                        && others == set.others
                        && tcp.equals(set.tcp)
                        && udp.equals(set.udp)
                        && sctp.equals(set.sctp));
    }

    @Override
    public int hashCode() {
        return hash;
    }

    /** {@code all}, {@code none}, or such as {@code TCP 80,443 UDP 53 others}. */
    @Override
    public String toString() {
        if (isEmpty()) {
            return "none";
        }
        if (isAll()) {
            return "all";
        }
        StringJoiner text = new StringJoiner(" ");
        for (Protocol protocol : Protocol.values()) {
            PortSet ports = ports(protocol);
            if (!ports.isEmpty()) {
                text.add(protocol + (ports.isAll() ? "" : " " + ports));
            }
        }
        if (others) {
            text.add("others");
        }
        return text.toString();
    }
}

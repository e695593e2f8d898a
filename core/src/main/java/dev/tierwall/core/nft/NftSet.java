package dev.tierwall.core.nft;

import dev.tierwall.core.model.Direction;
import dev.tierwall.core.net.IpFamily;
import java.util.Locale;

/** The sets and maps of the table whose elements make up a program. Those with addresses in the key exist per family. */
public enum NftSet {
    SUBJ_IN4(Kind.SUBJ, IpFamily.IPV4, Direction.INGRESS),
    REST_IN4(Kind.REST, IpFamily.IPV4, Direction.INGRESS),
    REL_IN4(Kind.REL, IpFamily.IPV4, Direction.INGRESS),
    SELF_IN4(Kind.SELF, IpFamily.IPV4, Direction.INGRESS),
    SUBJ_EG4(Kind.SUBJ, IpFamily.IPV4, Direction.EGRESS),
    REST_EG4(Kind.REST, IpFamily.IPV4, Direction.EGRESS),
    REL_EG4(Kind.REL, IpFamily.IPV4, Direction.EGRESS),
    SELF_EG4(Kind.SELF, IpFamily.IPV4, Direction.EGRESS),
    PEER4(Kind.PEER, IpFamily.IPV4, Direction.INGRESS),
    ATOM4(Kind.ATOM, IpFamily.IPV4, Direction.INGRESS),
    SUBJ_IN6(Kind.SUBJ, IpFamily.IPV6, Direction.INGRESS),
    REST_IN6(Kind.REST, IpFamily.IPV6, Direction.INGRESS),
    REL_IN6(Kind.REL, IpFamily.IPV6, Direction.INGRESS),
    SELF_IN6(Kind.SELF, IpFamily.IPV6, Direction.INGRESS),
    SUBJ_EG6(Kind.SUBJ, IpFamily.IPV6, Direction.EGRESS),
    REST_EG6(Kind.REST, IpFamily.IPV6, Direction.EGRESS),
    REL_EG6(Kind.REL, IpFamily.IPV6, Direction.EGRESS),
    SELF_EG6(Kind.SELF, IpFamily.IPV6, Direction.EGRESS),
    PEER6(Kind.PEER, IpFamily.IPV6, Direction.INGRESS),
    ATOM6(Kind.ATOM, IpFamily.IPV6, Direction.INGRESS),
    OK(Kind.OK, IpFamily.IPV4, Direction.INGRESS),
    OKR(Kind.OKR, IpFamily.IPV4, Direction.INGRESS),
    WHOLE(Kind.WHOLE, IpFamily.IPV4, Direction.INGRESS),
    MISC(Kind.MISC, IpFamily.IPV4, Direction.INGRESS);

    /** What a set is for. */
    public enum Kind {
        /** Local pods that are decided in one direction: address. */
        SUBJ(true, true),
        /** What holds for a local pod with all peers that REL does not name: address → connection set. */
        REST(true, true),
        /** What holds for a local pod and a class of peers: address, peer class → connection set. */
        REL(true, true),
        /** What a local pod may open to itself through a Service: its address twice → connection set. */
        SELF(true, true),
        /** Addresses known one by one: address → peer class. */
        PEER(true, false),
        /** All addresses of the family, cut into ranges; asked when PEER does not know one: range → peer class. */
        ATOM(true, false),
        /** Single ports of connection sets: connection set, protocol, port. */
        OK(false, false),
        /** Ranges of ports of connection sets: connection set, protocol, ports. */
        OKR(false, false),
        /** Connection sets that hold everything. */
        WHOLE(false, false),
        /** Connection sets that hold the protocols without ports, but not everything. */
        MISC(false, false);

        private final boolean perFamily;
        private final boolean perDirection;

        Kind(boolean perFamily, boolean perDirection) {
            this.perFamily = perFamily;
            this.perDirection = perDirection;
        }
    }

    private final Kind kind;
    private final IpFamily family;
    private final String label;

    NftSet(Kind kind, IpFamily family, Direction direction) {
        this.kind = kind;
        this.family = family;
        this.label = kind.name().toLowerCase(Locale.ROOT)
                + (kind.perDirection ? "_" + shortName(direction) : "")
                + (kind.perFamily ? suffix(family) : "");
    }

    /** The set of a kind for one direction and family; the direction and the family count where the kind has them. */
    static NftSet of(Kind kind, Direction direction, IpFamily family) {
        String name = kind.name()
                + (kind.perDirection ? "_" + shortName(direction).toUpperCase(Locale.ROOT) : "")
                + (kind.perFamily ? suffix(family) : "");
        return valueOf(name);
    }

    /** {@code in} or {@code eg}. */
    static String shortName(Direction direction) {
        return direction == Direction.INGRESS ? "in" : "eg";
    }

    static String suffix(IpFamily family) {
        return family == IpFamily.IPV4 ? "4" : "6";
    }

    public Kind kind() {
        return kind;
    }

    /** Whether there is one such set for each family. */
    boolean isPerFamily() {
        return kind.perFamily;
    }

    /** The family of the addresses in its keys; of no meaning where there are none. */
    public IpFamily family() {
        return family;
    }

    /** Its name in the kernel. */
    public String label() {
        return label;
    }

    /** Whether each element has a value, the number of a peer class or of a connection set. */
    public boolean isMap() {
        return switch (kind) {
            case REST, REL, SELF, PEER, ATOM -> true;
            case SUBJ, OK, OKR, WHOLE, MISC -> false;
        };
    }

    /** Whether elements are intervals. */
    public boolean isInterval() {
        return kind == Kind.ATOM || kind == Kind.OKR;
    }

    /** The type as nft writes it; numbers of classes and connection sets travel in the packet's priority. */
    String type() {
        String address = family == IpFamily.IPV4 ? "ipv4_addr" : "ipv6_addr";
        String key = switch (kind) {
            case SUBJ, REST, PEER, ATOM -> address;
            case REL -> address + " . classid";
            case SELF -> address + " . " + address;
            case OK, OKR -> "classid . inet_proto . inet_service";
            case WHOLE, MISC -> "classid";
        };
        return isMap() ? key + " : classid" : key;
    }
}

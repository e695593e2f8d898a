package dev.tierwall.linux.route;

import dev.tierwall.core.net.Address;
import dev.tierwall.core.net.IpFamily;
import dev.tierwall.linux.netlink.Attributes;
import dev.tierwall.linux.netlink.MessageWriter;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalInt;

/** Links, addresses and routes as bytes of rtnetlink. */
final class RouteCodec {

    static final int AF_INET = 2;
    static final int AF_INET6 = 10;

    private static final int IFLA_ADDRESS = 1;
    private static final int IFLA_IFNAME = 3;
    private static final int IFLA_MTU = 4;
    private static final int IFLA_MASTER = 10;
    private static final int IFLA_LINKINFO = 18;
    private static final int INFO_KIND = 1;
    private static final int IFF_UP = 1;

    private RouteCodec() {}

    private static ByteBuffer bytes(int size) {
        return ByteBuffer.allocate(size).order(ByteOrder.nativeOrder());
    }

    static int family(IpFamily family) {
        return family == IpFamily.IPV4 ? AF_INET : AF_INET6;
    }

    static byte[] address(Address address) {
        return address.family() == IpFamily.IPV4
                ? ByteBuffer.allocate(4).putInt((int) address.low()).array()
                : ByteBuffer.allocate(16)
                        .putLong(address.high())
                        .putLong(address.low())
                        .array();
    }

    static Address address(byte[] address) {
        ByteBuffer buffer = ByteBuffer.wrap(address);
        return address.length == 4
                ? new Address(IpFamily.IPV4, 0, Integer.toUnsignedLong(buffer.getInt()))
                : new Address(IpFamily.IPV6, buffer.getLong(), buffer.getLong());
    }

    /** The head of a message about a link; 0 for its number is one that has none yet, or is named. */
    static byte[] link(int index, boolean isUp) {
        return bytes(16)
                .putInt(0)
                .putInt(index)
                .putInt(isUp ? IFF_UP : 0)
                .putInt(isUp ? IFF_UP : 0)
                .array();
    }

    static void write(MessageWriter message, LinkSpec spec) {
        message.put(IFLA_IFNAME, spec.name());
        spec.mac().ifPresent(mac -> message.put(IFLA_ADDRESS, mac.bytes()));
        spec.mtu().ifPresent(mtu -> message.putNative(IFLA_MTU, mtu));
    }

    static Link readLink(byte[] body) {
        ByteBuffer head = ByteBuffer.wrap(body).order(ByteOrder.nativeOrder());
        Attributes attributes = after(body, 16);
        int bridge = attributes.nativeNumber(IFLA_MASTER);
        return new Link(
                head.getInt(4),
                attributes.text(IFLA_IFNAME),
                attributes.inside(IFLA_LINKINFO).text(INFO_KIND),
                MacAddress.of(attributes.find(IFLA_ADDRESS).orElse(new byte[0])),
                attributes.nativeNumber(IFLA_MTU),
                (head.getInt(8) & IFF_UP) != 0,
                bridge == 0 ? OptionalInt.empty() : OptionalInt.of(bridge));
    }

    /** The number of the link in the head of a message about one, or about an address. */
    static int index(byte[] body) {
        return ByteBuffer.wrap(body).order(ByteOrder.nativeOrder()).getInt(4);
    }

    static Attributes after(byte[] body, int head) {
        return Attributes.of(Arrays.copyOfRange(body, Math.min(head, body.length), body.length));
    }

    static byte[] linkAddress(LinkAddress address, int link) {
        int nodad = 2;
        return bytes(8).put((byte) family(address.address().family()))
                .put((byte) address.prefix())
                .put((byte) (address.address().family() == IpFamily.IPV6 ? nodad : 0))
                .put((byte) 0)
                .putInt(link)
                .array();
    }

    /** An address as it is told: where a link has a far end, its own end is told apart. */
    static Optional<LinkAddress> readAddress(byte[] body) {
        Attributes attributes = after(body, 8);
        int prefix = Byte.toUnsignedInt(body[1]);
        return attributes.find(2).or(() -> attributes.find(1)).map(bytes -> new LinkAddress(address(bytes), prefix));
    }

    static byte[] route(Route route) {
        int mainTable = 254;
        int byAdministrator = 4;
        int universe = 0;
        int onLink = 253;
        int unicast = 1;
        int routerIsOnLink = 4;
        boolean isDirect = route.via().isEmpty() && route.to().family() == IpFamily.IPV4;
        return bytes(12)
                .put((byte) family(route.to().family()))
                .put((byte) route.to().prefix())
                .put((byte) 0)
                .put((byte) 0)
                .put((byte) mainTable)
                .put((byte) byAdministrator)
                .put((byte) (isDirect ? onLink : universe))
                .put((byte) unicast)
                .putInt(route.via().isPresent() && route.link().isPresent() ? routerIsOnLink : 0)
                .array();
    }

    static byte[] neighbour(Address address, int link, boolean isProxy) {
        int permanent = 0x80;
        int proxy = 8;
        return bytes(12)
                .put((byte) family(address.family()))
                .put((byte) 0)
                .putShort((short) 0)
                .putInt(link)
                .putShort((short) permanent)
                .put((byte) (isProxy ? proxy : 0))
                .put((byte) 0)
                .array();
    }
}

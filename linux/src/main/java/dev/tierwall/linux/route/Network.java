package dev.tierwall.linux.route;

import dev.tierwall.core.net.Address;
import dev.tierwall.core.net.Cidr;
import dev.tierwall.linux.libc.Descriptors;
import dev.tierwall.linux.libc.Errno;
import dev.tierwall.linux.netlink.MessageWriter;
import dev.tierwall.linux.netlink.NetlinkSocket;
import dev.tierwall.linux.netlink.RefusedException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.IntPredicate;

/**
 * The links, addresses, routes and neighbours of a network namespace: that of the thread that opened this, whichever
 * thread uses it. Changing them needs CAP_NET_ADMIN there. What is added is there when the method returns; adding what is
 * there already replaces it, but for links.
 */
public final class Network implements AutoCloseable {

    private static final int NEW_LINK = 16;
    private static final int DELETE_LINK = 17;
    private static final int GET_LINK = 18;
    private static final int NEW_ADDRESS = 20;
    private static final int DELETE_ADDRESS = 21;
    private static final int GET_ADDRESS = 22;
    private static final int NEW_ROUTE = 24;
    private static final int DELETE_ROUTE = 25;
    private static final int NEW_NEIGHBOUR = 28;
    private static final int DELETE_NEIGHBOUR = 29;

    private static final int REPLACE = 0x100;
    private static final int EXCLUSIVE = 0x200;
    private static final int CREATE = 0x400;

    private static final int IFLA_IFNAME = 3;
    private static final int IFLA_MTU = 4;
    private static final int IFLA_MASTER = 10;
    private static final int IFLA_LINKINFO = 18;
    private static final int IFLA_NET_NS_FD = 28;
    private static final int INFO_KIND = 1;
    private static final int INFO_DATA = 2;
    private static final int VETH_PEER = 1;

    private final NetlinkSocket socket;
    private final int namespace;

    private Network(NetlinkSocket socket, int namespace) {
        this.socket = socket;
        this.namespace = namespace;
    }

    /** The network of the calling thread. */
    public static Network open() throws IOException {
        int namespace = Descriptors.open("/proc/thread-self/ns/net", Descriptors.READ);
        try {
            return new Network(NetlinkSocket.open(NetlinkSocket.ROUTE), namespace);
        } catch (IOException refused) {
            Descriptors.close(namespace);
            throw refused;
        }
    }

    /** A descriptor that stands for the namespace, and keeps it. */
    public int descriptor() {
        return namespace;
    }

    /** What a request is called when it is refused, and its type and flags. */
    private record Request(String name, int type, int flags) {}

    private List<byte[]> ask(Request request, byte[] head, Consumer<MessageWriter> body) throws IOException {
        synchronized (socket) {
            int asked = socket.nextSequence();
            MessageWriter message = MessageWriter.of(request.type, NetlinkSocket.REQUEST | request.flags, asked, head);
            body.accept(message);
            return socket.ask(message.toBytes(), asked, request.name);
        }
    }

    private static Request change(String name, int type, int flags) {
        return new Request(name, type, flags | NetlinkSocket.ACK);
    }

    /** All links. */
    public List<Link> links() throws IOException {
        return ask(new Request("list links", GET_LINK, NetlinkSocket.DUMP), RouteCodec.link(0, false), m -> {}).stream()
                .map(RouteCodec::readLink)
                .toList();
    }

    /** A link by its name. */
    public Optional<Link> find(String name) throws IOException {
        try {
            return Optional.of(link(name));
        } catch (RefusedException refused) {
            if (refused.errno() == Errno.ENODEV) {
                return Optional.empty();
            }
            throw refused;
        }
    }

    private Link link(String name) throws IOException {
        Request request = new Request("find link " + name, GET_LINK, NetlinkSocket.ACK);
        return RouteCodec.readLink(ask(request, RouteCodec.link(0, false), message -> message.put(IFLA_IFNAME, name))
                .getFirst());
    }

    /** Makes two links that are the ends of one wire: one here, the other in another network or in this one, too. */
    public void addVeth(LinkSpec here, Network other, LinkSpec there) throws IOException {
        int bridge = here.bridge().isPresent() ? link(here.bridge().get()).index() : 0;
        Request request = change("add link " + here.name() + " with " + there.name(), NEW_LINK, CREATE | EXCLUSIVE);
        ask(request, RouteCodec.link(0, true), message -> {
            RouteCodec.write(message, here);
            if (bridge != 0) {
                message.putNative(IFLA_MASTER, bridge);
            }
            int info = message.begin(IFLA_LINKINFO);
            message.put(INFO_KIND, "veth");
            int data = message.begin(INFO_DATA);
            int peer = message.begin(VETH_PEER);
            message.fixed(RouteCodec.link(0, false)); // it cannot be up before it has its other end
            RouteCodec.write(message, there);
            message.putNative(IFLA_NET_NS_FD, other.namespace);
            message.end(peer).end(data).end(info);
        });
        if (there.bridge().isPresent()) {
            other.setBridge(there.name(), there.bridge());
        }
        other.setUp(there.name());
    }

    /** Makes a bridge. */
    public void addBridge(LinkSpec spec) throws IOException {
        Request request = change("add bridge " + spec.name(), NEW_LINK, CREATE | EXCLUSIVE);
        ask(request, RouteCodec.link(0, true), message -> {
            RouteCodec.write(message, spec);
            int info = message.begin(IFLA_LINKINFO);
            message.put(INFO_KIND, "bridge");
            message.end(info);
        });
    }

    private void set(String name, String what, boolean up, Consumer<MessageWriter> body) throws IOException {
        Request request = change(what + " link " + name, NEW_LINK, 0);
        ask(request, RouteCodec.link(link(name).index(), up), body);
    }

    /** Switches a link on. */
    public void setUp(String name) throws IOException {
        set(name, "switch on", true, message -> {});
    }

    /** Sets the largest packet of a link. */
    public void setMtu(String name, int bytes) throws IOException {
        set(name, "set the MTU of", false, message -> message.putNative(IFLA_MTU, bytes));
    }

    /** Renames a link. */
    public void rename(String name, String other) throws IOException {
        set(
                name,
                "rename",
                false,
                message -> message.put(IFLA_IFNAME, LinkSpec.named(other).name()));
    }

    /** Makes a link a port of a bridge, or of none. */
    public void setBridge(String name, Optional<String> bridge) throws IOException {
        int index = bridge.isPresent() ? link(bridge.get()).index() : 0;
        set(name, "set the bridge of", false, message -> message.putNative(IFLA_MASTER, index));
    }

    /** Deletes a link, and with an end of a wire the other end; does nothing if it is not there. */
    public void deleteLink(String name) throws IOException {
        Optional<Link> link = find(name);
        if (link.isPresent()) {
            unless(Errno.ENODEV, change("delete link " + name, DELETE_LINK, 0), link.get(), message -> {});
        }
    }

    private void unless(int errno, Request request, Link link, Consumer<MessageWriter> body) throws IOException {
        try {
            ask(request, RouteCodec.link(link.index(), false), body);
        } catch (RefusedException refused) {
            if (refused.errno() != errno) {
                throw refused;
            }
        }
    }

    /** Gives a link an address, which can be used at once. */
    public void addAddress(String link, LinkAddress address) throws IOException {
        Request request = change("add address " + address + " to " + link, NEW_ADDRESS, CREATE | REPLACE);
        ask(request, RouteCodec.linkAddress(address, link(link).index()), message -> writeAddress(message, address));
    }

    /** Takes an address from a link. */
    public void deleteAddress(String link, LinkAddress address) throws IOException {
        Request request = change("delete address " + address + " of " + link, DELETE_ADDRESS, 0);
        ask(request, RouteCodec.linkAddress(address, link(link).index()), message -> writeAddress(message, address));
    }

    private static void writeAddress(MessageWriter message, LinkAddress address) {
        byte[] bytes = RouteCodec.address(address.address());
        message.put(1, bytes).put(2, bytes);
    }

    /** The addresses of a link. */
    public List<LinkAddress> addresses(String link) throws IOException {
        int index = link(link).index();
        return addresses(other -> other == index);
    }

    /** The addresses of all links: what is sent to them is for this host. */
    public List<LinkAddress> addresses() throws IOException {
        return addresses(any -> true);
    }

    private List<LinkAddress> addresses(IntPredicate link) throws IOException {
        List<LinkAddress> addresses = new ArrayList<>();
        for (byte[] body : ask(new Request("list addresses", GET_ADDRESS, NetlinkSocket.DUMP), new byte[8], m -> {})) {
            if (link.test(RouteCodec.index(body))) {
                RouteCodec.readAddress(body).ifPresent(addresses::add);
            }
        }
        return addresses;
    }

    /** Adds a route. */
    public void addRoute(Route route) throws IOException {
        change(route, change("add a route to " + route.to(), NEW_ROUTE, CREATE | REPLACE));
    }

    /** Deletes a route. */
    public void deleteRoute(Route route) throws IOException {
        change(route, change("delete the route to " + route.to(), DELETE_ROUTE, 0));
    }

    private void change(Route route, Request request) throws IOException {
        int link = route.link().isPresent() ? link(route.link().get()).index() : 0;
        Cidr to = route.to();
        ask(request, RouteCodec.route(route), message -> {
            if (to.prefix() > 0) {
                message.put(1, RouteCodec.address(to.base()));
            }
            if (link != 0) {
                message.putNative(4, link);
            }
            route.via().ifPresent(via -> message.put(5, RouteCodec.address(via)));
            route.source().ifPresent(source -> message.put(7, RouteCodec.address(source)));
        });
    }

    /** Says which address on the wire an address has, for ever, so that nobody asks. */
    public void addNeighbour(String link, Address address, MacAddress mac) throws IOException {
        Request request = change("add neighbour " + address + " on " + link, NEW_NEIGHBOUR, CREATE | REPLACE);
        ask(
                request,
                RouteCodec.neighbour(address, link(link).index(), false),
                message -> message.put(1, RouteCodec.address(address)).put(2, mac.bytes()));
    }

    /** Forgets a neighbour. */
    public void deleteNeighbour(String link, Address address) throws IOException {
        Request request = change("delete neighbour " + address + " on " + link, DELETE_NEIGHBOUR, 0);
        ask(
                request,
                RouteCodec.neighbour(address, link(link).index(), false),
                message -> message.put(1, RouteCodec.address(address)));
    }

    /** Answers for an address when somebody on a link asks who has it. */
    public void addProxy(String link, Address address) throws IOException {
        Request request = change("answer for " + address + " on " + link, NEW_NEIGHBOUR, CREATE | REPLACE);
        ask(
                request,
                RouteCodec.neighbour(address, link(link).index(), true),
                message -> message.put(1, RouteCodec.address(address)));
    }

    @Override
    public void close() throws IOException {
        try {
            socket.close();
        } finally {
            Descriptors.close(namespace);
        }
    }
}

package dev.tierwall.core.nft;

import dev.tierwall.core.net.Address;
import dev.tierwall.core.net.AddressRange;
import dev.tierwall.core.net.Cidr;
import dev.tierwall.core.net.IpFamily;
import dev.tierwall.core.net.Protocol;
import java.util.Comparator;
import java.util.Locale;

/** The key of an element of a set. All keys of one set are of one kind. */
public sealed interface ElementKey {

    /** An address. */
    record Single(Address address) implements ElementKey {}

    /** A range of addresses. */
    record Range(AddressRange range) implements ElementKey {}

    /** A local pod and a class of its peers. */
    record Cell(Address subject, int peer) implements ElementKey {

        /** Spread, because neighbouring subjects have neighbouring peers. */
        @Override
        public int hashCode() {
            return subject.hashCode() * 0x9e3779b1 + peer * 0x85ebca6b;
        }
    }

    /** An address as source and destination at once. */
    record Twice(Address address) implements ElementKey {}

    /** Ports of one protocol in a connection set. */
    record Ports(int connections, Protocol protocol, int first, int last) implements ElementKey {

        /** Spread, because neighbouring connection sets have neighbouring ports. */
        @Override
        public int hashCode() {
            return connections * 0x9e3779b1 + first * 0x85ebca6b + protocol.hashCode() + last;
        }
    }

    /** A connection set. */
    record Connections(int id) implements ElementKey {}

    /** The order in which the elements of one set are written. */
    Comparator<ElementKey> ORDER = Comparator.comparing(ElementKey::addressOf)
            .thenComparingInt(ElementKey::numberOf)
            .thenComparing(ElementKey::protocolOf)
            .thenComparingInt(ElementKey::portOf);

    private static Address addressOf(ElementKey key) {
        return switch (key) {
            case Single(Address address) -> address;
            case Range(AddressRange range) -> range.first();
            case Cell(Address subject, int peer) -> subject;
            case Twice(Address address) -> address;
            case Ports ports -> Address.first(IpFamily.IPV4);
            case Connections connections -> Address.first(IpFamily.IPV4);
        };
    }

    private static int numberOf(ElementKey key) {
        return switch (key) {
            case Cell(Address subject, int peer) -> peer;
            case Ports ports -> ports.connections;
            case Connections(int id) -> id;
            default -> 0;
        };
    }

    private static String protocolOf(ElementKey key) {
        return key instanceof Ports ports ? ports.protocol.name() : "";
    }

    private static int portOf(ElementKey key) {
        return key instanceof Ports ports ? ports.first : 0;
    }

    /** The key as nft writes it. */
    default String text() {
        return switch (this) {
            case Single(Address address) -> address.toString();
            case Range(AddressRange range) -> text(range);
            case Cell(Address subject, int peer) -> subject + " . " + number(peer);
            case Twice(Address address) -> address + " . " + address;
            case Ports(int connections, Protocol protocol, int first, int last) ->
                number(connections) + " . " + protocol.name().toLowerCase(Locale.ROOT) + " . " + first
                        + (first == last ? "" : "-" + last);
            case Connections(int id) -> number(id);
        };
    }

    /** A number as nft writes a priority: {@code major:minor} in hexadecimal. */
    static String number(int id) {
        return Integer.toHexString(id >>> 16) + ":" + Integer.toHexString(id & 0xffff);
    }

    /** As a block where it is one, which is how nft lists it. */
    private static String text(AddressRange range) {
        if (range.first().equals(range.last())) {
            return range.first().toString();
        }
        for (int prefix = 0; prefix < range.family().bits(); prefix++) {
            Cidr block = new Cidr(range.first(), prefix);
            if (block.range().equals(range)) {
                return block.toString();
            }
        }
        return range.toString();
    }
}

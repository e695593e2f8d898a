package dev.tierwall.core.net;

import java.math.BigInteger;
import java.util.Random;

/** Addresses as plain numbers, and random ones that lie close enough together to collide. */
final class NaiveAddresses {

    private NaiveAddresses() {}

    static BigInteger number(Address address) {
        return new BigInteger(Long.toUnsignedString(address.high()))
                .shiftLeft(64)
                .add(new BigInteger(Long.toUnsignedString(address.low())));
    }

    /** An address near the lower end, the upper end, or the middle of its family, or across the middle of 128 bits. */
    static Address random(IpFamily family, Random random) {
        Address origin = switch (random.nextInt(4)) {
            case 0 -> Address.first(family);
            case 1 -> Address.last(family);
            case 2 -> new Cidr(Address.last(family), 1).base();
            default -> new Cidr(Address.last(family), family.bits() / 2).base();
        };
        Address address = origin;
        for (int steps = random.nextInt(6); steps > 0; steps--) {
            Address here = address;
            address = (random.nextBoolean() ? here.next() : here.previous()).orElse(here);
        }
        return address;
    }
}

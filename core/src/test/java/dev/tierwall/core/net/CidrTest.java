package dev.tierwall.core.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tierwall.core.random.Trials;
import java.math.BigInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CidrTest {

    @ParameterizedTest
    @CsvSource({
        "0.0.0.0/0, 0.0.0.0, 255.255.255.255",
        "10.1.2.3/8, 10.0.0.0, 10.255.255.255",
        "10.0.0.5/31, 10.0.0.4, 10.0.0.5",
        "10.0.0.5/32, 10.0.0.5, 10.0.0.5",
        "255.255.255.255/1, 128.0.0.0, 255.255.255.255",
        "::/0, ::, ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff",
        "8000::/1, 8000::, ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff",
        "2001:db8::1/63, 2001:db8::, 2001:db8:0:1:ffff:ffff:ffff:ffff",
        "2001:db8::1/64, 2001:db8::, 2001:db8::ffff:ffff:ffff:ffff",
        "2001:db8::1/65, 2001:db8::, 2001:db8::7fff:ffff:ffff:ffff",
        "::ffff/127, ::fffe, ::ffff",
        "::1/128, ::1, ::1"
    })
    void spansFromItsLowestToItsHighestAddress(String text, String first, String last) {
        Cidr cidr = Cidr.parse(text).orElseThrow();
        assertThat(cidr.range())
                .isEqualTo(new AddressRange(
                        Address.parse(first).orElseThrow(), Address.parse(last).orElseThrow()));
        assertThat(cidr.base().toString()).isEqualTo(first);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "/",
                "10.0.0.0",
                "10.0.0.0/",
                "/8",
                "10.0.0.0/33",
                "10.0.0.0/-1",
                "10.0.0.0/+8",
                "10.0.0.0/08",
                "10.0.0.0/8/8",
                "10.0.0.0/ 8",
                "10.0.0.0 /8",
                "10.0.0.0/8 ",
                "10.0.0.0/255.0.0.0",
                "10.0.0/8",
                "::/129",
                "::/1000",
                "::/4294967296",
                "1.2.3.4::/8",
                "fe80::1%eth0/64",
                "10.0.0.0/٨"
            })
    void refusesWhatIsNoBlock(String text) {
        assertThat(Cidr.parse(text)).isEmpty();
        assertThat(Cidr.hostBitsIn(text)).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "10.0.0.0/8, false",
        "10.0.0.1/8, true",
        "10.0.0.1/32, false",
        "0.0.0.0/0, false",
        "0.0.0.1/0, true",
        "2001:db8::/32, false",
        "2001:db8::1/64, true",
        "2001:db8:0:0:8000::/65, false",
        "2001:db8:0:0:c000::/65, true"
    })
    void noticesHostBits(String text, boolean expected) {
        assertThat(Cidr.hostBitsIn(text)).isEqualTo(expected);
    }

    @Test
    void refusesAPrefixOutsideItsFamily() {
        assertThatThrownBy(() -> new Cidr(Address.first(IpFamily.IPV4), 33))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Cidr(Address.first(IpFamily.IPV6), -1))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void containsWhatSharesItsPrefix() {
        Trials.run(20_000, random -> {
            IpFamily family = random.nextBoolean() ? IpFamily.IPV4 : IpFamily.IPV6;
            Cidr left = new Cidr(NaiveAddresses.random(family, random), random.nextInt(family.bits() + 1));
            Address address = NaiveAddresses.random(family, random);
            Cidr right = new Cidr(address, random.nextInt(family.bits() + 1));
            assertThat(left.contains(address)).isEqualTo(samePrefix(left.base(), address, left.prefix()));
            assertThat(left.range().contains(address)).isEqualTo(left.contains(address));
            assertThat(left.contains(right))
                    .isEqualTo(left.contains(right.range().first())
                            && left.contains(right.range().last()));
            assertThat(Cidr.parse(left.toString())).contains(left);
            assertThat(Cidr.hostBitsIn(left.toString())).isFalse();
        });
    }

    @Test
    void holdsNoAddressOfTheOtherFamily() {
        assertThat(Cidr.parse("0.0.0.0/0").orElseThrow().contains(Address.first(IpFamily.IPV6)))
                .isFalse();
        assertThat(Cidr.parse("::/0")
                        .orElseThrow()
                        .contains(Cidr.parse("0.0.0.0/0").orElseThrow()))
                .isFalse();
    }

    private static boolean samePrefix(Address left, Address right, int prefix) {
        BigInteger differing = NaiveAddresses.number(left).xor(NaiveAddresses.number(right));
        return differing.bitLength() <= left.family().bits() - prefix;
    }
}

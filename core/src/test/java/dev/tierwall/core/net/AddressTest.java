package dev.tierwall.core.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tierwall.core.random.Trials;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AddressTest {

    /** The examples of RFC 5952, sections 1 to 5, and the ends of both families. */
    @ParameterizedTest
    @CsvSource({
        "0.0.0.0, 0.0.0.0",
        "255.255.255.255, 255.255.255.255",
        "10.244.120.69, 10.244.120.69",
        "::, ::",
        "::1, ::1",
        "0:0:0:0:0:0:0:0, ::",
        "0:0:0:0:0:0:0:1, ::1",
        "2001:DB8::1, 2001:db8::1",
        "2001:0db8::0001, 2001:db8::1",
        "2001:db8:0:0:0:0:2:1, 2001:db8::2:1",
        "2001:db8:0:1:1:1:1:1, 2001:db8:0:1:1:1:1:1",
        "2001:db8::1:1:1:1:1, 2001:db8:0:1:1:1:1:1",
        "2001:0:0:1:0:0:0:1, 2001:0:0:1::1",
        "2001:db8:0:0:1:0:0:1, 2001:db8::1:0:0:1",
        "1:0:0:0:0:0:0:0, 1::",
        "0:0:0:0:0:0:1:0, ::1:0",
        "1:2:3:4:5:6:7:0, 1:2:3:4:5:6:7:0",
        "1:2:3:4:5:6:7::, 1:2:3:4:5:6:7:0",
        "::2:3:4:5:6:7:8, 0:2:3:4:5:6:7:8",
        "::192.0.2.1, ::c000:201",
        "64:ff9b::192.0.2.33, 64:ff9b::c000:221",
        "1:2:3:4:5:6:1.2.3.4, 1:2:3:4:5:6:102:304",
        "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff, ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff"
    })
    void writesTheCanonicalText(String text, String canonical) {
        assertThat(Address.parse(text)).map(Address::toString).contains(canonical);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "1",
                "1.2.3",
                "1.2.3.4.5",
                "1.2.3.",
                ".1.2.3",
                "1..2.3",
                "256.1.1.1",
                "1.2.3.1000",
                "01.2.3.4",
                "1.2.3.04",
                "1.2.3.-4",
                "+1.2.3.4",
                " 1.2.3.4",
                "1.2.3.4 ",
                "1.2.3.4/32",
                "a.b.c.d",
                "١.2.3.4",
                ":",
                ":::",
                "1:::2",
                "1::2::3",
                "1:2:3:4:5:6:7",
                "1:2:3:4:5:6:7:8:9",
                "1:2:3:4:5:6:7:8::",
                "::1:2:3:4:5:6:7:8",
                "1:2:3:4::5:6:7:8",
                ":1:2:3:4:5:6:7",
                "1:2:3:4:5:6:7:",
                ":1::",
                "12345::",
                "g::",
                "::-1",
                "fe80::1%eth0",
                "[::1]",
                "::1.2.3",
                "::1.2.3.256",
                "::1.2.3.04",
                "1.2.3.4::",
                "1.2.3.4::1",
                "1:1.2.3.4::1",
                "1:2:3:4:5:6:7:1.2.3.4",
                "::1.2.3.4:1",
                "1.2.3.4:5",
                "localhost",
                "::١"
            })
    void refusesWhatIsNoAddress(String text) {
        assertThat(Address.parse(text)).isEmpty();
    }

    @Test
    void agreesWithThePlatformOnWhatIsReadAndWritten() {
        Trials.run(20_000, random -> {
            byte[] bytes = new byte[random.nextBoolean() ? 4 : 16];
            for (int i = 0; i < bytes.length; i++) {
                bytes[i] = (byte) (random.nextInt(3) == 0 ? random.nextInt() : 0);
            }
            Address address = address(bytes);
            assertThat(Address.parse(address.toString())).contains(address);
            assertThat(InetAddress.ofLiteral(address.toString())).isEqualTo(platformAddress(bytes));
        });
    }

    @Test
    void neighboursAreOneApart() {
        Trials.run(5_000, random -> {
            Address address = random.nextBoolean()
                    ? new Address(IpFamily.IPV4, 0, random.nextInt() & 0xffff_ffffL)
                    : new Address(IpFamily.IPV6, edge(random.nextInt(4)), edge(random.nextInt(4)));
            Optional<Address> next = address.next();
            assertThat(next.isEmpty()).isEqualTo(address.equals(Address.last(address.family())));
            next.ifPresent(after -> {
                assertThat(after).isGreaterThan(address);
                assertThat(after.previous()).contains(address);
            });
            assertThat(address.previous().isEmpty()).isEqualTo(address.equals(Address.first(address.family())));
        });
    }

    private static long edge(int i) {
        return switch (i) {
            case 0 -> 0;
            case 1 -> -1;
            case 2 -> Long.MIN_VALUE;
            default -> Long.MAX_VALUE;
        };
    }

    @Test
    void ordersAsUnsignedNumbersIpv4First() {
        assertThat(Address.parse("127.255.255.255").orElseThrow())
                .isLessThan(Address.parse("128.0.0.0").orElseThrow());
        assertThat(Address.parse("255.255.255.255").orElseThrow())
                .isLessThan(Address.parse("::").orElseThrow());
        assertThat(Address.parse("7fff::").orElseThrow())
                .isLessThan(Address.parse("8000::").orElseThrow());
        assertThat(Address.parse("::7fff:0:0:0").orElseThrow())
                .isLessThan(Address.parse("::8000:0:0:0").orElseThrow());
    }

    @Test
    void ipv4HasNoHighBits() {
        assertThatThrownBy(() -> new Address(IpFamily.IPV4, 1, 0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Address(IpFamily.IPV4, 0, 1L << 32)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Address(IpFamily.IPV4, 0, -1)).isInstanceOf(IllegalArgumentException.class);
    }

    private static Address address(byte[] bytes) {
        long high = 0;
        long low = 0;
        for (int i = 0; i < bytes.length; i++) {
            high = i < bytes.length - 8 ? (high << 8) | (bytes[i] & 0xff) : high;
            low = i >= bytes.length - 8 ? (low << 8) | (bytes[i] & 0xff) : low;
        }
        return new Address(bytes.length == 4 ? IpFamily.IPV4 : IpFamily.IPV6, high, low);
    }

    /** As the platform makes it; an IPv4-mapped IPv6 address becomes an IPv4 one there, whatever the text. */
    private static InetAddress platformAddress(byte[] bytes) {
        try {
            return InetAddress.getByAddress(bytes);
        } catch (UnknownHostException impossible) {
            throw new AssertionError(impossible);
        }
    }
}

package dev.tierwall.core.naming;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tierwall.core.net.Address;
import dev.tierwall.core.net.Cidr;
import dev.tierwall.core.net.Protocol;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class AskedTest {
    private static final AskedPort HTTPS = new AskedPort.Numbered(443, Optional.empty());
    private static final AskedPort NONE = new AskedPort.Declared();

    @Test
    void namesOfObjects() {
        assertThat(read("web")).isEqualTo(asked(new Name.OfObject(Optional.empty(), Optional.empty(), "web"), NONE));
        assertThat(read("shop/web:443"))
                .isEqualTo(asked(new Name.OfObject(Optional.of("shop"), Optional.empty(), "web"), HTTPS));
        assertThat(read("shop/Deployment/web:dns/udp"))
                .isEqualTo(asked(
                        new Name.OfObject(Optional.of("shop"), Optional.of("Deployment"), "web"),
                        new AskedPort.Named("dns", Optional.of(Protocol.UDP))));
        assertThat(read("svc:shop/web:443")).isEqualTo(asked(new Name.OfService(Optional.of("shop"), "web"), HTTPS));
        assertThat(read("svc:web")).isEqualTo(asked(new Name.OfService(Optional.empty(), "web"), NONE));
        assertThat(read("internet:443")).isEqualTo(asked(new Name.Internet(), HTTPS));
    }

    @Test
    void addressesAndBlocksOfBothFamilies() {
        Address six = Address.parse("2001:db8::1").orElseThrow();
        Cidr block = Cidr.parse("2001:db8::/32").orElseThrow();
        assertThat(read("10.0.0.1:443"))
                .isEqualTo(asked(new Name.OfAddress(Address.parse("10.0.0.1").orElseThrow()), HTTPS));
        assertThat(read("10.0.0.0/8:443"))
                .isEqualTo(asked(new Name.OfBlock(Cidr.parse("10.0.0.0/8").orElseThrow()), HTTPS));
        assertThat(read("2001:db8::1")).isEqualTo(asked(new Name.OfAddress(six), NONE));
        assertThat(read("[2001:db8::1]:443")).isEqualTo(asked(new Name.OfAddress(six), HTTPS));
        assertThat(read("[2001:db8::/32]:443")).isEqualTo(asked(new Name.OfBlock(block), HTTPS));
        assertThat(read("[2001:db8::]/32:443")).isEqualTo(asked(new Name.OfBlock(block), HTTPS));
        assertThat(read("2001:db8::/32:443")).isEqualTo(asked(new Name.OfBlock(block), HTTPS));
        assertThat(read("2001:db8::1:443/TCP"))
                .as("no address ends so")
                .isEqualTo(asked(new Name.OfAddress(six), new AskedPort.Numbered(443, Optional.of(Protocol.TCP))));
    }

    @Test
    void whatIsNoNameIsRefused() {
        for (String text :
                List.of("", "/web", "shop/", "a//b", "a/b/c/d", "svc:", "svc:a/b/c", "[web]:80", "[", "1.2.3")) {
            assertThat(read(text)).as(text).isInstanceOf(Reading.Unknown.class);
        }
        for (String text :
                List.of("web:", "web:0", "web:65536", "web:1/ICMP", "web:80/", "web:a b", "web:99999999999")) {
            assertThat(read(text)).as(text).isInstanceOf(Reading.Unknown.class);
        }
    }

    @Test
    void slipsOfTheFingerAreFoundAgain() {
        List<String> known = List.of("web", "webserver01", "db", "backend", "payments-api");
        assertThat(Likeness.of("wbe", known)).containsExactly("web");
        assertThat(Likeness.of("webserver10", known)).containsExactly("webserver01");
        assertThat(Likeness.of("payments", known)).containsExactly("payments-api");
        assertThat(Likeness.of("zzz", known)).isEmpty();
    }

    private static Reading<Asked> read(String text) {
        return Asked.read(text);
    }

    private static Reading<Asked> asked(Name name, AskedPort port) {
        return Reading.of(new Asked(name, port));
    }
}

package dev.tierwall.kube.wire;

import dev.tierwall.core.model.Location;
import dev.tierwall.core.net.Address;
import dev.tierwall.core.net.Cidr;
import dev.tierwall.core.net.IpFamily;
import dev.tierwall.kube.tree.Node;
import dev.tierwall.kube.tree.Problems;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads addresses and blocks of addresses as policies and objects write them. */
final class Addresses {

    private Addresses() {}

    /** The block that a text stands for, or null after a finding. Leading zeros are read as the core API reads them. */
    static @Nullable Cidr cidr(Node.Text text, Problems problems) {
        return cidr(text, withoutLeadingZeros(text.value()), problems);
    }

    /** The block that a text stands for, or null after a finding. Leading zeros are refused, as newer APIs do. */
    static @Nullable Cidr strictCidr(Node.Text text, Problems problems) {
        return cidr(text, text.value(), problems);
    }

    private static @Nullable Cidr cidr(Node.Text text, String plain, Problems problems) {
        Location at = problems.at(text);
        String written = text.value();
        Cidr block = Cidr.parse(plain).orElse(null);
        if (block == null) {
            problems.error(at, Spelling.quoted(written) + " is not a CIDR", cidrRemedy(written));
            return null;
        }
        if (block.toString().equals(written)) {
            return block;
        }
        if (isMapped(block)) {
            problems.error(
                    at,
                    Spelling.quoted(written)
                            + " is an IPv4 block in IPv6 clothes, which implementations read differently",
                    "write the IPv4 block itself");
            return null;
        }
        if (!plain.equals(written)) {
            problems.warning(
                    at,
                    Spelling.quoted(written) + " has leading zeros; it is read as " + block,
                    "write " + block + ": newer API servers refuse leading zeros");
        } else if (Cidr.hostBitsIn(written)) {
            problems.warning(
                    at,
                    Spelling.quoted(written) + " has bits set after its prefix; it is read as " + block,
                    "write " + block + ", or " + Cidr.of(block(written)) + " if the single address is meant");
        }
        return block;
    }

    private static Address block(String written) {
        return Address.parse(written.substring(0, written.indexOf('/'))).orElseThrow();
    }

    private static boolean isMapped(Cidr block) {
        return block.family() == IpFamily.IPV6
                && block.prefix() >= 96
                && block.base().high() == 0
                && block.base().low() >>> 32 == 0xffffL;
    }

    /** An IPv4 block as the API server reads it: in base ten, whatever zeros come first. */
    private static String withoutLeadingZeros(String text) {
        if (text.indexOf(':') >= 0) {
            return text;
        }
        StringBuilder out = new StringBuilder(text.length());
        int start = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '.' || c == '/') {
                start = i + 1;
            }
            boolean more = i + 1 < text.length() && text.charAt(i + 1) >= '0' && text.charAt(i + 1) <= '9';
            if (c == '0' && i == start && more) {
                start = i + 1;
            } else {
                out.append(c);
            }
        }
        return out.toString();
    }

    private static String cidrRemedy(String written) {
        Optional<Address> single = Address.parse(written);
        if (single.isPresent()) {
            return "for a single address write " + Cidr.of(single.get());
        }
        int slash = written.indexOf('/');
        Optional<Address> base = slash < 0 ? Optional.empty() : Address.parse(written.substring(0, slash));
        if (base.isPresent()) {
            return "the number after the slash must be from 0 to "
                    + base.get().family().bits();
        }
        return "write an address and a prefix length, as in 10.0.0.0/8 or fd00::/8";
    }

    /** The addresses among these texts, at most one of each family; others are reported. */
    static List<Address> oneOfEachFamily(List<Node.Text> texts, Problems problems) {
        List<Address> addresses = new ArrayList<>();
        for (Node.Text text : texts) {
            if (text.value().isEmpty()) {
                continue;
            }
            Address address = address(text, problems);
            if (address != null && addresses.stream().noneMatch(known -> known.family() == address.family())) {
                addresses.add(address);
            }
        }
        return addresses;
    }

    /** The address that a text stands for, or null after a finding. */
    static @Nullable Address address(Node.Text text, Problems problems) {
        Address address = Address.parse(text.value()).orElse(null);
        if (address == null) {
            problems.error(
                    problems.at(text),
                    Spelling.quoted(text.value()) + " is not an IP address",
                    "write it as in 10.0.0.1 or fd00::1");
        }
        return address;
    }
}

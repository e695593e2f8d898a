package dev.tierwall.lab.image;

import dev.tierwall.core.net.Address;
import dev.tierwall.lab.dns.UnknownNameException;
import java.io.IOException;

/** {@code nslookup}: says the addresses of a name. */
final class Nslookup implements BuiltIn {

    @Override
    public int run(Call call) throws IOException {
        String name = call.arguments().stream()
                .filter(word -> !word.startsWith("-"))
                .findFirst()
                .orElse("localhost");
        try {
            for (Address address : call.place().resolver().resolve(name)) {
                call.say("Name:\t" + name);
                call.say("Address: " + address);
            }
            return 0;
        } catch (UnknownNameException unknown) {
            call.say(
                    unknown.isUnanswered()
                            ? ";; connection timed out; no servers could be reached"
                            : "** server can't find " + name + ": NXDOMAIN");
            return 1;
        }
    }
}

package dev.tierwall.lab.dns;

import dev.tierwall.core.net.Address;
import java.util.List;
import java.util.Map;

/**
 * How a pod finds names.
 *
 * @param servers whom to ask, in this order
 * @param search what to append to names that are not whole
 * @param dots a name with so many dots is first taken for a whole one
 * @param hosts names that it knows without asking
 */
public record ResolverSettings(List<Address> servers, List<String> search, int dots, Map<String, Address> hosts) {

    /** Seconds after which a question is asked again, and how often. Clusters leave both to the C library: 5 and 2. */
    static final int TIMEOUT_SECONDS = 1;

    static final int ATTEMPTS = 2;

    /** The same as a file for the C library. */
    public String file() {
        StringBuilder text = new StringBuilder();
        if (!search.isEmpty()) {
            text.append("search ").append(String.join(" ", search)).append('\n');
        }
        servers.forEach(server -> text.append("nameserver ").append(server).append('\n'));
        return text.append("options ndots:" + dots + " timeout:" + TIMEOUT_SECONDS + " attempts:" + ATTEMPTS + "\n")
                .toString();
    }
}

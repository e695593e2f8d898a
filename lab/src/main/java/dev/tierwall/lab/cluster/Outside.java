package dev.tierwall.lab.cluster;

import dev.tierwall.core.net.Address;
import dev.tierwall.lab.image.Greeter;
import dev.tierwall.lab.image.Open;
import dev.tierwall.lab.net.Sockets;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The simulated outside: hosts with names of the real world, and addresses that are set aside for documentation. Every
 * public address answers on the usual ports, and says that it is simulated.
 */
public final class Outside implements AutoCloseable {

    private static final List<String> USUAL = List.of(
            "google.com",
            "www.google.com",
            "example.com",
            "www.example.com",
            "example.org",
            "kubernetes.io",
            "github.com",
            "api.github.com",
            "registry.k8s.io",
            "dns.google");

    private static final int[] TCP_PORTS = {53, 80, 443, 853, 8080, 8443};

    private final Open open;

    private Outside(Open open) {
        this.open = open;
    }

    /** The names and addresses of the hosts: the usual ones, and those that are asked for, with an address or without. */
    public static Map<String, List<Address>> hosts(Map<String, Optional<Address>> more) {
        Map<String, List<Address>> hosts = new LinkedHashMap<>();
        List<String> names = new ArrayList<>(USUAL);
        names.addAll(more.keySet());
        int number = 10;
        for (String name : names) {
            Optional<Address> own = more.getOrDefault(name, Optional.empty());
            hosts.put(
                    name,
                    own.isPresent()
                            ? List.of(own.get())
                            : List.of(address("203.0.113." + number), address("2001:db8:113::" + number)));
            number = number < 250 ? number + 1 : 10;
        }
        hosts.put("dns.google", List.of(address("8.8.8.8"), address("2001:4860:4860::8888")));
        return hosts;
    }

    private static Address address(String text) {
        return Address.parse(text).orElseThrow();
    }

    /** Lets the hosts answer. */
    static Outside start(Sockets sockets, Map<String, List<Address>> hosts) throws IOException {
        Open open = new Open();
        Greeter greeter = new Greeter(sockets, open);
        for (int port : TCP_PORTS) {
            greeter.tcp(port, "simulated by tierwall lab: a host outside the cluster, port " + port);
        }
        for (List<Address> addresses : hosts.values()) {
            for (Address address : addresses) {
                greeter.udp(address, 53, "simulated by tierwall lab: a host outside the cluster, port 53");
            }
        }
        return new Outside(open);
    }

    @Override
    public void close() {
        open.close();
    }
}

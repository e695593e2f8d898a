package dev.tierwall.lab.service;

import dev.tierwall.core.net.Cidr;
import dev.tierwall.core.net.IpFamily;
import dev.tierwall.lab.net.Addresses;
import dev.tierwall.lab.service.ServicePort.Target;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The rules by which a node sends packets for Services to endpoints, each in its turn. They have a table of their own, and
 * change destinations before anything is filtered, so that policies see the pod. Like a cluster's own rules they use a bit
 * of the packet's mark, for what must come back by the same node.
 */
final class ServiceTable {

    private static final String TABLE = "tierwall-lab-services";
    private static final String MARK = "0x4000";

    private final List<ServicePort> ports;
    private final StringBuilder text = new StringBuilder();

    private ServiceTable(List<ServicePort> ports) {
        this.ports = ports;
    }

    /** The whole table, as a text that replaces what is there. */
    static String of(List<ServicePort> ports) {
        ServiceTable table = new ServiceTable(ports);
        table.write();
        return table.text.toString();
    }

    private void write() {
        line("table inet " + TABLE);
        line("delete table inet " + TABLE);
        line("table inet " + TABLE + " {");
        chains();
        for (IpFamily family : IpFamily.values()) {
            String six = family == IpFamily.IPV4 ? "" : "6";
            String type = family == IpFamily.IPV4 ? "ipv4_addr" : "ipv6_addr";
            verdicts("services" + six, type + " . inet_proto . inet_service", services(family));
            verdicts("node_ports" + six, "inet_proto . inet_service", nodePorts(family));
            Set<String> hairpins = new LinkedHashSet<>();
            Set<String> closed = new LinkedHashSet<>();
            of(family).forEach(port -> {
                port.targets().forEach(target -> hairpins.add(target.address() + " . " + target.address()));
                if (port.targets().isEmpty()) {
                    closed.add(key(port));
                }
            });
            set("hairpin" + six, type + " . " + type, hairpins);
            set("closed" + six, type + " . inet_proto . inet_service", closed);
        }
        for (int i = 0; i < ports.size(); i++) {
            port(i, ports.get(i));
        }
        line("}");
    }

    private void chains() {
        line("""
                chain prerouting {
                    type nat hook prerouting priority dstnat; policy accept;
                    jump translate
                }
                chain output {
                    type nat hook output priority -100; policy accept;
                    jump translate
                }
                chain translate {
                    ip daddr . meta l4proto . th dport vmap @services
                    ip6 daddr . meta l4proto . th dport vmap @services6
                    fib daddr type local ip daddr != 127.0.0.0/8 meta l4proto . th dport vmap @node_ports
                    fib daddr type local ip6 daddr != ::1 meta l4proto . th dport vmap @node_ports6
                }
                chain postrouting {
                    type nat hook postrouting priority srcnat; policy accept;
                    meta mark & 0x4000 != 0 meta mark set meta mark & 0xffffbfff masquerade
                    ct status dnat ip saddr . ip daddr @hairpin masquerade
                    ct status dnat ip6 saddr . ip6 daddr @hairpin6 masquerade
                }
                chain forward {
                    type filter hook forward priority filter - 10; policy accept;
                    ct state new jump refuse
                }
                chain local {
                    type filter hook output priority filter - 10; policy accept;
                    ct state new jump refuse
                }""");
        line("chain refuse {");
        line("ip daddr . meta l4proto . th dport @closed reject");
        line("ip6 daddr . meta l4proto . th dport @closed6 reject");
        for (Cidr block : Addresses.SERVICES) {
            line((block.family() == IpFamily.IPV4 ? "ip" : "ip6") + " daddr " + block + " reject");
        }
        line("}");
    }

    private List<ServicePort> of(IpFamily family) {
        return ports.stream().filter(port -> port.address().family() == family).toList();
    }

    private List<String> services(IpFamily family) {
        List<String> elements = new ArrayList<>();
        for (int i = 0; i < ports.size(); i++) {
            ServicePort port = ports.get(i);
            if (port.address().family() == family && !port.targets().isEmpty()) {
                elements.add(key(port) + " : goto to_" + i);
            }
        }
        return elements;
    }

    private List<String> nodePorts(IpFamily family) {
        List<String> elements = new ArrayList<>();
        for (int i = 0; i < ports.size(); i++) {
            ServicePort port = ports.get(i);
            if (port.address().family() == family
                    && !port.targets().isEmpty()
                    && port.nodePort().isPresent()) {
                elements.add(port.protocol() + " . " + port.nodePort().getAsInt() + " : goto node_" + i);
            }
        }
        return elements;
    }

    private static String key(ServicePort port) {
        return port.address() + " . " + port.protocol() + " . " + port.port();
    }

    private void verdicts(String name, String type, List<String> elements) {
        line("map " + name + " { type " + type + " : verdict;" + elements(elements) + " }");
    }

    private void set(String name, String type, Set<String> elements) {
        line("set " + name + " { type " + type + ";" + elements(elements) + " }");
    }

    private static String elements(Iterable<String> elements) {
        String all = String.join(", ", elements);
        return all.isEmpty() ? "" : " elements = { " + all + " };";
    }

    private void port(int number, ServicePort port) {
        if (port.targets().isEmpty()) {
            return;
        }
        List<Target> targets = port.targets();
        boolean old = port.address().family() == IpFamily.IPV4;
        String choices = IntStream.range(0, targets.size())
                .mapToObj(i -> i + " : " + targets.get(i).address() + " . "
                        + targets.get(i).port())
                .collect(Collectors.joining(", "));
        String choice = port.sticky()
                ? "jhash " + (old ? "ip" : "ip6") + " saddr mod " + targets.size()
                : "numgen inc mod " + targets.size();
        line("chain to_" + number + " { # " + port.name());
        line("meta l4proto " + port.protocol() + " dnat " + (old ? "ip" : "ip6") + " to " + choice + " map { " + choices
                + " }");
        line("}");
        if (port.nodePort().isPresent()) {
            line("chain node_" + number + " {");
            line("meta mark set meta mark | " + MARK);
            line("goto to_" + number);
            line("}");
        }
    }

    private void line(String line) {
        text.append(line).append('\n');
    }
}

package dev.tierwall.lab.node;

import dev.tierwall.core.net.Address;
import dev.tierwall.lab.dns.Resolver;
import dev.tierwall.lab.dns.ResolverSettings;
import dev.tierwall.lab.dns.Zone;
import dev.tierwall.lab.image.Call;
import dev.tierwall.lab.net.NodeNetwork;
import dev.tierwall.lab.net.PodNetwork;
import dev.tierwall.lab.net.Sockets;
import dev.tierwall.lab.spec.ContainerSpec;
import dev.tierwall.lab.spec.PodSpec;
import dev.tierwall.lab.spec.Trees;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A pod's place in the network: one of its own, or its node's.
 *
 * @param addresses the pod's addresses
 */
record PodPlace(NodeContext context, PodSpec pod, NodeNetwork node, Optional<PodNetwork> own, List<Address> addresses) {

    private static final int DOTS = 5;

    Sockets sockets() {
        return new Sockets(own.isPresent() ? own.get().namespace() : node.namespace());
    }

    ResolverSettings names() {
        String namespace = pod.id().namespace();
        boolean none = Trees.text(pod.tree(), "/spec/dnsPolicy").equals("None");
        List<Address> servers = new ArrayList<>(none ? List.of() : context.dns());
        List<String> search = new ArrayList<>(
                none ? List.of() : List.of(namespace + ".svc." + Zone.DOMAIN, "svc." + Zone.DOMAIN, Zone.DOMAIN));
        Trees.texts(pod.tree(), "/spec/dnsConfig/nameservers")
                .forEach(text -> Address.parse(text).ifPresent(servers::add));
        search.addAll(Trees.texts(pod.tree(), "/spec/dnsConfig/searches"));
        int dots = none ? 1 : DOTS;
        for (var option : pod.tree().at("/spec/dnsConfig/options")) {
            if (Trees.text(option, "/name").equals("ndots")) {
                dots = Trees.number(option, "/value", dots);
            }
        }
        return new ResolverSettings(servers, search, dots, hosts());
    }

    private Map<String, Address> hosts() {
        Map<String, Address> hosts = new LinkedHashMap<>();
        hosts.put("localhost", Address.parse("127.0.0.1").orElseThrow());
        hosts.put(pod.host().name(), addresses.getFirst());
        if (!pod.host().subdomain().isEmpty()) {
            hosts.put(fullName(), addresses.getFirst());
        }
        for (var alias : pod.tree().at("/spec/hostAliases")) {
            Optional<Address> address = Address.parse(Trees.text(alias, "/ip"));
            address.ifPresent(one -> Trees.texts(alias, "/hostnames").forEach(name -> hosts.put(name, one)));
        }
        return hosts;
    }

    private String fullName() {
        return pod.host().name() + "." + pod.host().subdomain() + "." + pod.id().namespace() + ".svc." + Zone.DOMAIN;
    }

    /** The files of {@code /etc} that are the pod's own. */
    Map<String, byte[]> etc() {
        StringBuilder hosts = new StringBuilder("127.0.0.1\tlocalhost\n::1\tlocalhost ip6-localhost ip6-loopback\n");
        hosts().forEach((name, address) -> {
            if (!name.equals("localhost")) {
                hosts.append(address).append('\t').append(name).append('\n');
            }
        });
        return Map.of(
                "resolv.conf", names().file().getBytes(StandardCharsets.UTF_8),
                "hosts", hosts.toString().getBytes(StandardCharsets.UTF_8),
                "hostname", (pod.host().name() + "\n").getBytes(StandardCharsets.UTF_8),
                "passwd", "root:x:0:0:root:/root:/bin/sh\n".getBytes(StandardCharsets.UTF_8),
                "group", "root:x:0:\n".getBytes(StandardCharsets.UTF_8));
    }

    /** The place as built-in commands of a container see it. */
    Call.Place of(ContainerSpec container, Call.Shell shell) {
        return new Call.Place(
                pod.host().network() ? node.name() : pod.host().name(),
                sockets(),
                new Resolver(sockets(), names()),
                container.ports(),
                shell);
    }

    void close() {
        own.ifPresent(PodNetwork::close);
        if (own.isPresent()) {
            context.addresses().give(addresses);
        }
    }
}

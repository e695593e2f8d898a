package dev.tierwall.lab.dns;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tierwall.core.net.Address;
import dev.tierwall.core.net.IpFamily;
import dev.tierwall.lab.net.Addresses;
import dev.tierwall.lab.spec.Trees;
import dev.tierwall.lab.store.ObjectStore;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.xbill.DNS.AAAARecord;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.CNAMERecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Name;
import org.xbill.DNS.PTRRecord;
import org.xbill.DNS.Record;
import org.xbill.DNS.ReverseMap;
import org.xbill.DNS.SRVRecord;
import org.xbill.DNS.TXTRecord;
import org.xbill.DNS.TextParseException;
import org.xbill.DNS.Type;

/**
 * What the cluster's DNS answers: Services, endpoints and pods below {@code cluster.local} as the DNS specification of
 * Kubernetes says, addresses back to names, and the hosts of the simulated outside. Nobody else is asked.
 */
public final class Zone {

    /** The domain of the cluster. */
    public static final String DOMAIN = "cluster.local";

    static final int PORT = 53;

    private static final long TTL = 5;

    private final ServiceNames services;
    private final Map<String, List<Address>> outside;

    /**
     * @param store the cluster's objects
     * @param outside the simulated hosts by name
     */
    public Zone(ObjectStore store, Map<String, List<Address>> outside) {
        this.services = new ServiceNames(store);
        this.outside = Map.copyOf(outside);
    }

    /**
     * What is known of a name.
     *
     * @param exists whether there is such a name; it may still have nothing of the type that was asked for
     */
    record Answer(boolean exists, List<Record> records) {
        static final Answer UNKNOWN = new Answer(false, List.of());
    }

    Answer answer(Name name, int type) {
        String text = name.toString(true).toLowerCase(Locale.ROOT);
        if (text.equals(DOMAIN)) {
            return new Answer(true, List.of());
        }
        if (text.endsWith("." + DOMAIN)) {
            List<String> labels = Arrays.asList(
                    text.substring(0, text.length() - DOMAIN.length() - 1).split("\\."));
            return inCluster(name, labels, type);
        }
        if (text.endsWith(".in-addr.arpa") || text.endsWith(".ip6.arpa")) {
            return reverse(name);
        }
        List<Address> host = outside.get(text);
        if (host == null) {
            return Answer.UNKNOWN;
        }
        List<Record> records = new ArrayList<>(addresses(name, host, type));
        if (type == Type.TXT) {
            records.add(new TXTRecord(name, DClass.IN, TTL, "simulated by tierwall lab"));
        }
        return new Answer(true, records);
    }

    private Answer inCluster(Name name, List<String> labels, int type) {
        int size = labels.size();
        String kind = labels.getLast();
        if (size == 1) {
            return new Answer(kind.equals("svc") || kind.equals("pod"), List.of());
        }
        String namespace = labels.get(size - 2);
        if (!services.hasNamespace(namespace) || !(kind.equals("svc") || kind.equals("pod"))) {
            return Answer.UNKNOWN;
        }
        if (size == 2) {
            return new Answer(true, List.of());
        }
        if (kind.equals("pod")) {
            return size == 3 ? pod(name, labels.getFirst(), type) : Answer.UNKNOWN;
        }
        Optional<ObjectNode> service = services.find(namespace, labels.get(size - 3));
        if (service.isEmpty()) {
            return Answer.UNKNOWN;
        }
        List<String> below = labels.subList(0, size - 3);
        return switch (below.size()) {
            case 0 -> service(name, service.get(), type);
            case 1 -> endpoint(name, service.get(), type);
            case 2 -> port(name, service.get(), type);
            default -> Answer.UNKNOWN;
        };
    }

    /** An address as a name; whether there is such a pod is not asked, as in most clusters. */
    private static Answer pod(Name name, String dashed, int type) {
        Optional<Address> address =
                Address.parse(dashed.replace('-', '.')).or(() -> Address.parse(dashed.replace('-', ':')));
        return address.map(one -> new Answer(true, addresses(name, List.of(one), type)))
                .orElse(Answer.UNKNOWN);
    }

    private Answer service(Name name, JsonNode service, int type) {
        String external = Trees.text(service, "/spec/externalName");
        if (Trees.text(service, "/spec/type").equals("ExternalName")) {
            List<Record> records = new ArrayList<>();
            records.add(new CNAMERecord(name, DClass.IN, TTL, absolute(external)));
            if (type != Type.CNAME) {
                records.addAll(answer(absolute(external), type).records());
            }
            return new Answer(true, records);
        }
        if (!ServiceNames.isHeadless(service)) {
            return new Answer(true, addresses(name, ServiceNames.addresses(service), type));
        }
        List<ServiceNames.Endpoint> endpoints = services.endpoints(service);
        List<Address> addresses =
                endpoints.stream().map(ServiceNames.Endpoint::address).toList();
        return new Answer(!endpoints.isEmpty(), addresses(name, addresses, type));
    }

    private Answer endpoint(Name name, JsonNode service, int type) {
        String host = name.getLabelString(0).toLowerCase(Locale.ROOT);
        List<Address> addresses = services.endpoints(service).stream()
                .filter(endpoint -> ServiceNames.isHeadless(service)
                        && endpoint.host().toLowerCase(Locale.ROOT).equals(host))
                .map(ServiceNames.Endpoint::address)
                .toList();
        return new Answer(!addresses.isEmpty(), addresses(name, addresses, type));
    }

    /** A port of a Service, as {@code _http._tcp.web}: which port of whom. */
    private Answer port(Name name, JsonNode service, int type) {
        String port = name.getLabelString(0).substring(1);
        String protocol = name.getLabelString(1).substring(1);
        Name parent = new Name(name, 2);
        List<Record> records = new ArrayList<>();
        if (!ServiceNames.isHeadless(service)) {
            matching(service.at("/spec/ports"), port, protocol)
                    .forEach(number -> records.add(new SRVRecord(name, DClass.IN, TTL, 0, 100, number, parent)));
        } else {
            for (ServiceNames.Endpoint endpoint : services.endpoints(service)) {
                Name target = absolute(endpoint.host() + "." + parent);
                matching(endpoint.slice().path("ports"), port, protocol)
                        .forEach(number -> records.add(new SRVRecord(name, DClass.IN, TTL, 0, 100, number, target)));
            }
        }
        return new Answer(!records.isEmpty(), type == Type.SRV || type == Type.ANY ? records : List.of());
    }

    private static List<Integer> matching(JsonNode ports, String name, String protocol) {
        List<Integer> numbers = new ArrayList<>();
        for (JsonNode port : ports) {
            if (Trees.text(port, "/name").equalsIgnoreCase(name)
                    && Trees.optional(port, "/protocol").orElse("TCP").equalsIgnoreCase(protocol)) {
                numbers.add(Trees.number(port, "/port", 0));
            }
        }
        return numbers;
    }

    private Answer reverse(Name name) {
        try {
            InetAddress address = ReverseMap.fromName(name);
            Optional<String> found = services.nameOf(Addresses.of(address));
            return found.map(below -> new Answer(
                            true,
                            List.<Record>of(new PTRRecord(name, DClass.IN, TTL, absolute(below + ".svc." + DOMAIN)))))
                    .orElse(Answer.UNKNOWN);
        } catch (java.net.UnknownHostException incomplete) {
            return Answer.UNKNOWN;
        }
    }

    private static List<Record> addresses(Name name, List<Address> addresses, int type) {
        List<Record> records = new ArrayList<>();
        for (Address address : addresses) {
            boolean isOld = address.family() == IpFamily.IPV4;
            if (type == Type.ANY || type == (isOld ? Type.A : Type.AAAA)) {
                InetAddress inet = Addresses.inet(address);
                records.add(
                        isOld ? new ARecord(name, DClass.IN, TTL, inet) : new AAAARecord(name, DClass.IN, TTL, inet));
            }
        }
        return records;
    }

    private static Name absolute(String text) {
        try {
            return Name.fromString(text, Name.root);
        } catch (TextParseException impossible) {
            return Name.root; // the endpoint lets no such name in
        }
    }
}

package dev.tierwall.lab.strategy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tierwall.core.net.Address;
import dev.tierwall.core.net.Cidr;
import dev.tierwall.core.net.IpFamily;
import dev.tierwall.lab.api.ApiException;
import dev.tierwall.lab.store.GroupResource;
import dev.tierwall.lab.store.ObjectStore;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Gives Services their addresses and their ports on nodes, each to one of them alone. */
final class ServiceAddresses {

    private static final Cidr IPV4 = Cidr.parse("10.96.0.0/16").orElseThrow();
    private static final Cidr IPV6 = Cidr.parse("fd00:96::/112").orElseThrow();
    private static final int FIRST = 0x100;
    private static final int LAST = 0xfffe;
    private static final int FIRST_NODE_PORT = 30_000;
    private static final int LAST_NODE_PORT = 32_767;

    private final ObjectStore store;

    ServiceAddresses(ObjectStore store) {
        this.store = store;
    }

    void admit(Optional<ObjectNode> before, ObjectNode service) throws ApiException {
        ObjectNode spec = service.withObject("/spec");
        String type = spec.path("type").asText("ClusterIP");
        spec.put("type", type.isEmpty() ? "ClusterIP" : type);
        if (type.equals("ExternalName")) {
            spec.remove(List.of("clusterIP", "clusterIPs"));
            return;
        }
        JsonNode old = before.map(object -> object.path("spec")).orElse(spec.objectNode());
        keepAddresses(service, old, spec);
        boolean headless = spec.path("clusterIP").asText("").equals("None");
        addressesOf(spec, headless);
        ports(type.equals("NodePort") || type.equals("LoadBalancer"), old, spec);
    }

    private void keepAddresses(ObjectNode service, JsonNode old, ObjectNode spec) throws ApiException {
        String was = old.path("clusterIP").asText("");
        String wanted = spec.path("clusterIP").asText("");
        if (was.isEmpty()) {
            requireFree(service, wanted);
        } else if (wanted.isEmpty()) {
            spec.set("clusterIP", old.get("clusterIP"));
            spec.set("clusterIPs", old.path("clusterIPs"));
        } else if (!was.equals(wanted)) {
            throw invalid(
                    service, "spec.clusterIPs[0]", "Invalid value: [\"" + wanted + "\"]: may not change once set");
        }
    }

    private void requireFree(ObjectNode service, String wanted) throws ApiException {
        if (wanted.isEmpty() || wanted.equals("None")) {
            return;
        }
        Optional<Address> address = Address.parse(wanted);
        if (address.isEmpty() || !(IPV4.contains(address.get()) || IPV6.contains(address.get()))) {
            throw invalid(
                    service,
                    "spec.clusterIPs",
                    "Invalid value: [\"" + wanted + "\"]: failed to allocate IP " + wanted
                            + ": the provided network does not match the current range");
        }
        if (taken().contains(wanted)) {
            throw invalid(
                    service,
                    "spec.clusterIPs",
                    "Invalid value: [\"" + wanted + "\"]: failed to allocate IP " + wanted
                            + ": provided IP is already allocated");
        }
    }

    private static ApiException invalid(ObjectNode service, String field, String message) {
        return ApiException.invalid(
                new ApiException.About(
                        "", "Service", service.at("/metadata/name").asText()),
                List.of(new ApiException.Cause("FieldValueInvalid", field, message)));
    }

    private void addressesOf(ObjectNode spec, boolean headless) {
        List<String> families = new ArrayList<>();
        spec.path("ipFamilies").forEach(family -> families.add(family.asText()));
        String policy = spec.path("ipFamilyPolicy").asText("");
        if (families.isEmpty()) {
            boolean six = spec.path("clusterIP").asText("").contains(":");
            families.add(six ? "IPv6" : "IPv4");
        }
        boolean dual = policy.equals("PreferDualStack") || policy.equals("RequireDualStack");
        if (dual && families.size() == 1) {
            families.add(families.getFirst().equals("IPv4") ? "IPv6" : "IPv4");
        }
        spec.put("ipFamilyPolicy", policy.isEmpty() ? "SingleStack" : policy);
        ArrayNode list = spec.putArray("ipFamilies");
        families.forEach(list::add);
        if (headless) {
            spec.putArray("clusterIPs").add("None");
            return;
        }
        ArrayNode addresses = spec.withArray("clusterIPs");
        if (addresses.isEmpty() && !spec.path("clusterIP").asText("").isEmpty()) {
            addresses.add(spec.path("clusterIP").asText());
        }
        while (addresses.size() > families.size()) {
            addresses.remove(addresses.size() - 1);
        }
        Set<String> taken = taken();
        for (int i = addresses.size(); i < families.size(); i++) {
            addresses.add(free(families.get(i), taken));
        }
        spec.put("clusterIP", addresses.get(0).asText());
    }

    private Set<String> taken() {
        Set<String> taken = new HashSet<>();
        for (ObjectNode service : store.list(GroupResource.SERVICES)) {
            service.at("/spec/clusterIPs").forEach(address -> taken.add(address.asText()));
        }
        return taken;
    }

    private static String free(String family, Set<String> taken) {
        Cidr range = family.equals("IPv6") ? IPV6 : IPV4;
        for (int number = FIRST; number < LAST; number++) {
            String address = nth(range, number);
            if (taken.add(address)) {
                return address;
            }
        }
        throw new IllegalStateException("all addresses for Services are in use");
    }

    private static String nth(Cidr range, int number) {
        return range.family() == IpFamily.IPV4
                ? "10.96." + (number >> 8) + "." + (number & 0xff)
                : "fd00:96::" + Integer.toHexString(number);
    }

    private void ports(boolean onNodes, JsonNode old, ObjectNode spec) {
        Set<Integer> taken = new HashSet<>();
        for (ObjectNode service : store.list(GroupResource.SERVICES)) {
            service.at("/spec/ports")
                    .forEach(port -> taken.add(port.path("nodePort").asInt(0)));
        }
        for (JsonNode node : spec.path("ports")) {
            ObjectNode port = (ObjectNode) node;
            if (port.path("targetPort").isMissingNode()) {
                port.set("targetPort", port.path("port"));
            }
            if (!onNodes) {
                port.remove("nodePort");
            } else if (port.path("nodePort").asInt(0) == 0) {
                port.put("nodePort", nodePort(port, old, taken));
            }
        }
    }

    private static int nodePort(ObjectNode port, JsonNode old, Set<Integer> taken) {
        for (JsonNode before : old.path("ports")) {
            boolean same = before.path("port").equals(port.path("port"))
                    && before.path("protocol")
                            .asText("TCP")
                            .equals(port.path("protocol").asText("TCP"));
            if (same && before.path("nodePort").asInt(0) != 0) {
                return before.path("nodePort").asInt();
            }
        }
        int number = FIRST_NODE_PORT;
        while (number < LAST_NODE_PORT && !taken.add(number)) {
            number++;
        }
        return number;
    }
}

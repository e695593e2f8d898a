package dev.tierwall.lab.dns;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tierwall.core.net.Address;
import dev.tierwall.lab.spec.Trees;
import dev.tierwall.lab.store.GroupResource;
import dev.tierwall.lab.store.ObjectStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Services and what stands behind them, as DNS sees them: looked up when somebody asks. */
final class ServiceNames {

    private static final String OWNER = "kubernetes.io/service-name";

    private final ObjectStore store;

    ServiceNames(ObjectStore store) {
        this.store = store;
    }

    /**
     * An endpoint of a Service.
     *
     * @param host the name that it has below the Service's
     */
    record Endpoint(Address address, String host, JsonNode slice) {}

    Optional<ObjectNode> find(String namespace, String name) {
        return store.get(GroupResource.SERVICES.key(namespace, name));
    }

    boolean hasNamespace(String name) {
        return store.get(GroupResource.NAMESPACES.key("", name)).isPresent();
    }

    static boolean isHeadless(JsonNode service) {
        return Trees.text(service, "/spec/clusterIP").equals("None");
    }

    /** The Service's own addresses; none if it is headless. */
    static List<Address> addresses(JsonNode service) {
        List<String> texts = Trees.texts(service, "/spec/clusterIPs");
        if (texts.isEmpty()) {
            texts = List.of(Trees.text(service, "/spec/clusterIP"));
        }
        return texts.stream().flatMap(text -> Address.parse(text).stream()).toList();
    }

    /** The endpoints that are to be found: those that are ready, and others where the Service says so. */
    List<Endpoint> endpoints(JsonNode service) {
        boolean all = Trees.flag(service, "/spec/publishNotReadyAddresses", false);
        String name = Trees.text(service, "/metadata/name");
        return store.list(GroupResource.ENDPOINT_SLICES, Trees.text(service, "/metadata/namespace")).objects().stream()
                .filter(slice ->
                        slice.at("/metadata/labels").path(OWNER).asText().equals(name))
                .flatMap(slice -> endpoints(slice, all))
                .toList();
    }

    private static Stream<Endpoint> endpoints(JsonNode slice, boolean all) {
        List<Endpoint> found = new ArrayList<>();
        for (JsonNode endpoint : slice.path("endpoints")) {
            if (!all && !Trees.flag(endpoint, "/conditions/ready", true)) {
                continue;
            }
            for (String text : Trees.texts(endpoint, "/addresses")) {
                Optional<Address> address = Address.parse(text);
                String host = Trees.optional(endpoint, "/hostname").orElse(dashed(text));
                address.ifPresent(one -> found.add(new Endpoint(one, host, slice)));
            }
        }
        return found.stream();
    }

    /** The name of an endpoint that has none. */
    static String dashed(String address) {
        return address.replace('.', '-').replace(':', '-');
    }

    /** The Service, or the endpoint of a headless one, that an address belongs to, as a name below {@code svc}. */
    Optional<String> nameOf(Address address) {
        for (ObjectNode service : store.list(GroupResource.SERVICES)) {
            if (addresses(service).contains(address)) {
                return Optional.of(qualified(service));
            }
        }
        for (ObjectNode slice : store.list(GroupResource.ENDPOINT_SLICES)) {
            Optional<Endpoint> own = endpoints(slice, true)
                    .filter(endpoint -> endpoint.address().equals(address))
                    .findFirst();
            Optional<ObjectNode> service = find(
                            Trees.text(slice, "/metadata/namespace"),
                            slice.at("/metadata/labels").path(OWNER).asText())
                    .filter(ServiceNames::isHeadless);
            if (own.isPresent() && service.isPresent()) {
                return Optional.of(own.get().host() + "." + qualified(service.get()));
            }
        }
        return Optional.empty();
    }

    private static String qualified(JsonNode service) {
        return Trees.text(service, "/metadata/name") + "." + Trees.text(service, "/metadata/namespace");
    }
}

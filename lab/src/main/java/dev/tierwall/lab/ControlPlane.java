package dev.tierwall.lab;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tierwall.lab.api.Admission;
import dev.tierwall.lab.api.ApiException;
import dev.tierwall.lab.api.Catalog;
import dev.tierwall.lab.api.Objects;
import dev.tierwall.lab.api.Ownerships;
import dev.tierwall.lab.api.Place;
import dev.tierwall.lab.api.WriteOptions;
import dev.tierwall.lab.control.ControlLoop;
import dev.tierwall.lab.custom.Definitions;
import dev.tierwall.lab.defaults.Defaults;
import dev.tierwall.lab.http.Certificates;
import dev.tierwall.lab.http.Endpoint;
import dev.tierwall.lab.http.Users;
import dev.tierwall.lab.pods.PodAccess;
import dev.tierwall.lab.schema.GroupVersionKind;
import dev.tierwall.lab.serve.KubernetesApi;
import dev.tierwall.lab.serve.OpenApiDocuments;
import dev.tierwall.lab.serve.PodParts;
import dev.tierwall.lab.serve.ResourceRequests;
import dev.tierwall.lab.store.ObjectStore;
import dev.tierwall.lab.strategy.KindRules;
import dev.tierwall.lab.strategy.SeparateStatus;
import dev.tierwall.lab.strategy.Validated;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** The API of a cluster without the nodes: its objects, the verbs on them, and the endpoint that clients talk to. */
public final class ControlPlane implements AutoCloseable {

    private final ObjectStore store = new ObjectStore();
    private final Catalog catalog = new Catalog(store);
    private final Users users = new Users();
    private final Objects objects;
    private final Certificates certificates;
    private final Endpoint endpoint;
    private Optional<ControlLoop> controllers = Optional.empty();

    /**
     * @param addresses the addresses that clients will know the endpoint by
     * @param pods what is asked of running pods
     */
    public ControlPlane(List<InetAddress> addresses, PodAccess pods) throws IOException {
        Clock clock = Clock.systemUTC();
        Admission admission = new SeparateStatus(catalog)
                .then(new KindRules(store, clock))
                .then((place, before, after, options) -> {
                    Defaults.fillIn(after);
                    return after;
                })
                .then(new Validated(catalog))
                .then(new Ownerships(catalog::type).notes());
        this.objects = new Objects(store, clock, admission);
        this.certificates = new Certificates(addresses);
        PodParts parts = new PodParts(objects, pods, users);
        KubernetesApi api = new KubernetesApi(
                users, catalog, new OpenApiDocuments(catalog), new ResourceRequests(objects, catalog, users, parts));
        this.endpoint = new Endpoint(certificates, api);
        for (String namespace : List.of("default", "kube-system", "kube-public", "kube-node-lease")) {
            ObjectNode object = JsonNodeFactory.instance.objectNode();
            object.put("apiVersion", "v1").put("kind", "Namespace");
            object.putObject("metadata").put("name", namespace);
            create(object);
        }
        Definitions.ofPolicies().forEach(this::create);
    }

    /** Listens on a socket that is open and not bound yet, in whatever network namespace it was opened. */
    public void listen(ServerSocketChannel socket, InetSocketAddress address) throws IOException {
        endpoint.listen(socket, address);
    }

    /** Lets the controllers begin; they end with the control plane. */
    public void control(Consumer<String> complaints) {
        controllers = Optional.of(ControlLoop.start(objects, catalog, authorityPem(), complaints));
    }

    /** Makes an object that the cluster itself brings along. */
    public void create(ObjectNode object) {
        GroupVersionKind kind = GroupVersionKind.of(object);
        Place place = catalog.find(kind)
                .map(resource -> new Place(
                        resource,
                        resource.namespaced() ? object.at("/metadata/namespace").asText("default") : ""))
                .orElseThrow(() -> new IllegalArgumentException("nothing holds a " + kind));
        try {
            objects.create(place, object, WriteOptions.PLAIN);
        } catch (ApiException refused) {
            throw new IllegalArgumentException(refused.getMessage(), refused);
        }
    }

    public Objects objects() {
        return objects;
    }

    public Catalog catalog() {
        return catalog;
    }

    public Users users() {
        return users;
    }

    /** What a client must trust, as PEM. */
    public String authorityPem() {
        return certificates.authorityPem();
    }

    /** A kubeconfig for the one whose cluster this is. It holds a secret. */
    public String kubeconfig(String name, InetSocketAddress at) {
        String host = at.getAddress().getHostAddress();
        String server = "https://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + at.getPort();
        String authority = Base64.getEncoder().encodeToString(authorityPem().getBytes(StandardCharsets.US_ASCII));
        return """
                apiVersion: v1
                kind: Config
                current-context: NAME
                clusters:
                - name: NAME
                  cluster:
                    server: SERVER
                    certificate-authority-data: AUTHORITY
                users:
                - name: NAME
                  user:
                    token: TOKEN
                contexts:
                - name: NAME
                  context:
                    cluster: NAME
                    user: NAME
                """.replace("NAME", name)
                .replace("SERVER", server)
                .replace("AUTHORITY", authority)
                .replace("TOKEN", users.adminToken());
    }

    @Override
    public void close() {
        controllers.ifPresent(ControlLoop::close);
        endpoint.close();
    }
}

package dev.tierwall.kube.wire;

import dev.tierwall.core.model.Gateway;
import dev.tierwall.core.model.Ingress;
import dev.tierwall.core.model.ObjectKey;
import dev.tierwall.core.model.Route;
import dev.tierwall.core.model.Service;
import dev.tierwall.kube.tree.Node;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads Ingresses, Gateways and Routes: how connections come in from outside the cluster. */
final class Entrances {

    private final Fields object;
    private final Meta meta;

    Entrances(Fields object, Meta meta) {
        this.object = object;
        this.meta = meta;
    }

    Gateway gateway() {
        return new Gateway(meta.key(), meta.location());
    }

    Ingress ingress() {
        List<Ingress.Backend> backends = new ArrayList<>();
        Fields spec = object.mapping("spec");
        if (spec != null) {
            backend(spec.mapping("defaultBackend"), backends);
            backend(spec.mapping("backend"), backends);
            for (Fields rule : spec.mappings("rules", "an entry of `rules`")) {
                Fields http = rule.mapping("http");
                if (http != null) {
                    for (Fields path : http.mappings("paths", "an entry of `paths`")) {
                        backend(path.mapping("backend"), backends);
                    }
                }
            }
        }
        return new Ingress(meta.key(), backends.stream().distinct().toList(), meta.location());
    }

    private void backend(@Nullable Fields backend, List<Ingress.Backend> backends) {
        if (backend == null) {
            return;
        }
        Fields service = backend.mapping("service");
        if (service != null) {
            Fields port = service.mapping("port");
            Node number = port == null ? null : port.value("number");
            Node name = port == null ? null : port.value("name");
            add(service.text("name", ""), meta.key().namespace(), number == null ? name : number, backends);
        } else if (backend.has("serviceName")) {
            add(backend.text("serviceName", ""), meta.key().namespace(), backend.value("servicePort"), backends);
        }
    }

    private static void add(String service, String namespace, @Nullable Node port, List<Ingress.Backend> backends) {
        if (service.isEmpty()) {
            return;
        }
        Optional<Integer> number = port instanceof Node.Whole whole && whole.value() > 0 && whole.value() < 65536
                ? Optional.of((int) whole.value())
                : Optional.empty();
        Optional<String> name = port instanceof Node.Text text ? Optional.of(text.value()) : Optional.empty();
        backends.add(new Ingress.Backend(new ObjectKey(Service.KIND, namespace, service), number, name));
    }

    Route route() {
        List<ObjectKey> gateways = new ArrayList<>();
        List<Ingress.Backend> backends = new ArrayList<>();
        Fields spec = object.mapping("spec");
        if (spec != null) {
            for (Fields parent : spec.mappings("parentRefs", "an entry of `parentRefs`")) {
                if (parent.text("kind", Gateway.KIND).equals(Gateway.KIND)) {
                    gateways.add(new ObjectKey(Gateway.KIND, namespace(parent), parent.text("name", "")));
                }
            }
            for (Fields rule : spec.mappings("rules", "an entry of `rules`")) {
                for (Fields backend : rule.mappings("backendRefs", "an entry of `backendRefs`")) {
                    boolean service = backend.text("kind", Service.KIND).equals(Service.KIND)
                            && backend.text("group", "").isEmpty();
                    if (service) {
                        add(backend.text("name", ""), namespace(backend), backend.value("port"), backends);
                    }
                }
            }
        }
        List<Ingress.Backend> distinct = backends.stream().distinct().toList();
        return new Route(meta.key(), gateways, distinct, meta.location());
    }

    private String namespace(Fields reference) {
        String namespace = reference.text("namespace", "");
        return namespace.isEmpty() ? meta.key().namespace() : namespace;
    }
}

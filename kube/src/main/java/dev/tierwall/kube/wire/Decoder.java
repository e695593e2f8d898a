package dev.tierwall.kube.wire;

import dev.tierwall.core.model.ClusterObject;
import dev.tierwall.core.model.Namespace;
import dev.tierwall.core.net.Address;
import dev.tierwall.core.net.Cidr;
import dev.tierwall.kube.tree.Node;
import dev.tierwall.kube.tree.Problems;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Turns the tree of one Kubernetes object into a fact of the model, and judges it as the API server would. What it finds
 * goes to the problems that it was made with; an object with faults is still an object, and a policy with faults is one
 * that closes.
 */
public final class Decoder {

    private final Problems problems;
    private final String defaultNamespace;

    /**
     * @param problems where findings go; its file is the origin of every location
     * @param defaultNamespace the namespace of objects that name none
     */
    public Decoder(Problems problems, String defaultNamespace) {
        this.problems = problems;
        this.defaultNamespace = defaultNamespace;
    }

    /**
     * The fact that an object states; empty if objects of this kind are not read.
     *
     * @param apiVersion the object's API version, or that of the list it came in
     * @param kind the object's kind, or that of the list it came in without the ending {@code List}
     * @param object the object
     */
    public Optional<ClusterObject> decode(String apiVersion, String kind, Node.Mapping object) {
        Kind known = Kind.of(apiVersion, kind);
        return known == null ? Optional.empty() : Optional.of(decode(known, apiVersion, object));
    }

    private ClusterObject decode(Kind kind, String apiVersion, Node.Mapping object) {
        int errorsBefore = problems.errors();
        Fields fields = new Fields(object, "the " + kind.word(), problems);
        problems.about(object.line() == 0 ? subject(kind, object) : "");
        Meta meta = Meta.of(kind, fields, defaultNamespace);
        return switch (kind) {
            case NAMESPACE -> new Namespace(meta.key().name(), meta.labels(), meta.location());
            case NODE -> node(fields, meta);
            case POD -> new Pods(fields, meta).pod();
            case DEPLOYMENT, REPLICA_SET, STATEFUL_SET, DAEMON_SET, REPLICATION_CONTROLLER, JOB, CRON_JOB ->
                new Pods(fields, meta).template(kind);
            case SERVICE -> new Services(fields, meta).service();
            case ENDPOINT_SLICE -> new Services(fields, meta).slice();
            case INGRESS -> new Entrances(fields, meta).ingress();
            case GATEWAY -> new Entrances(fields, meta).gateway();
            case HTTP_ROUTE, GRPC_ROUTE, TCP_ROUTE -> new Entrances(fields, meta).route();
            case NETWORK_POLICY -> {
                version(kind, apiVersion, "networking.k8s.io/v1", fields);
                yield new NetworkPolicies(fields, meta).read(errorsBefore);
            }
            case CLUSTER_NETWORK_POLICY -> {
                version(kind, apiVersion, "policy.networking.k8s.io/v1alpha2", fields);
                yield new ClusterPolicies(kind, fields, meta).read(errorsBefore);
            }
            case ADMIN_NETWORK_POLICY, BASELINE_ADMIN_NETWORK_POLICY -> {
                version(kind, apiVersion, "policy.networking.k8s.io/v1alpha1", fields);
                yield new ClusterPolicies(kind, fields, meta).read(errorsBefore);
            }
        };
    }

    private static String subject(Kind kind, Node.Mapping object) {
        Node.Mapping metadata = object.get("metadata") instanceof Node.Mapping mapping ? mapping : object;
        String namespace = metadata.text("namespace");
        String name = metadata.text("name");
        return kind.word() + " " + (namespace == null ? "" : namespace + "/") + (name == null ? "" : name);
    }

    /** A policy of another version is read as the known one, which is said. */
    private void version(Kind kind, String apiVersion, String known, Fields fields) {
        if (apiVersion.equals(known)) {
            return;
        }
        if (kind == Kind.NETWORK_POLICY) {
            problems.error(
                    fields.at("apiVersion"),
                    "no API server serves NetworkPolicies of " + Spelling.quoted(apiVersion) + " any more",
                    "write `apiVersion: " + known + "`");
        } else {
            problems.warning(
                    fields.at("apiVersion"),
                    "a " + kind.word() + " of " + Spelling.quoted(apiVersion) + " is read as one of " + known,
                    "check what that version means by each field");
        }
    }

    private static dev.tierwall.core.model.Node node(Fields object, Meta meta) {
        List<Address> addresses = new ArrayList<>();
        List<Cidr> podCidrs = new ArrayList<>();
        Fields status = object.mapping("status");
        if (status != null) {
            for (Fields entry : status.mappings("addresses", "an entry of `addresses`")) {
                String type = entry.text("type", "");
                Node.Text text = entry.text("address");
                if (text != null && (type.equals("InternalIP") || type.equals("ExternalIP"))) {
                    Address address = Addresses.address(text, object.problems());
                    if (address != null && !addresses.contains(address)) {
                        addresses.add(address);
                    }
                }
            }
        }
        Fields spec = object.mapping("spec");
        if (spec != null) {
            List<Node.Text> texts = new ArrayList<>(spec.texts("podCIDRs"));
            Node.Text single = spec.text("podCIDR");
            if (texts.isEmpty() && single != null) {
                texts.add(single);
            }
            for (Node.Text text : texts) {
                Cidr block = Addresses.cidr(text, object.problems());
                if (block != null) {
                    podCidrs.add(block);
                }
            }
        }
        return new dev.tierwall.core.model.Node(meta.key().name(), meta.labels(), addresses, podCidrs, meta.location());
    }
}

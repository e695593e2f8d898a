package dev.tierwall.kube.wire;

import dev.tierwall.core.label.Labels;
import dev.tierwall.core.model.Pod;
import dev.tierwall.core.net.Address;
import dev.tierwall.core.net.Protocol;
import dev.tierwall.kube.tree.Node;
import dev.tierwall.kube.tree.Problems;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads pods, and the pod templates of workloads as pods whose addresses are not known. */
final class Pods {

    /** Gives a pod in a manifest the addresses that its cluster would give it; comma-separated, one of each family. */
    static final String ADDRESSES = "tierwall.dev/pod-ips";

    private final Fields object;
    private final Meta meta;
    private final Problems problems;

    Pods(Fields object, Meta meta) {
        this.object = object;
        this.meta = meta;
        this.problems = object.problems();
    }

    Pod pod() {
        Fields spec = object.mapping("spec");
        Fields status = object.mapping("status");
        List<Address> addresses = addresses(status);
        return new Pod(
                meta.key(),
                meta.labels(),
                addresses,
                spec == null ? List.of() : ports(spec),
                spec != null && spec.isTrue("hostNetwork"),
                state(status, addresses),
                spec == null
                        ? Optional.empty()
                        : Optional.of(spec.text("nodeName", "")).filter(node -> !node.isEmpty()),
                meta.owner(),
                meta.location());
    }

    /** The pods that a workload makes from its template. */
    Pod template(Kind kind) {
        Fields template = object.mapping("spec");
        if (template != null && kind == Kind.CRON_JOB) {
            Fields job = template.mapping("jobTemplate");
            template = job == null ? null : job.mapping("spec");
        }
        template = template == null ? null : template.mapping("template");
        if (template == null) {
            if (kind != Kind.REPLICATION_CONTROLLER) {
                problems.error(
                        meta.location(),
                        "the " + kind.word() + " has no pod template",
                        kind == Kind.CRON_JOB
                                ? "write one under spec.jobTemplate.spec.template"
                                : "write one under spec.template");
            }
            return pod(Labels.NONE, List.of(), false);
        }
        Fields metadata = template.mapping("metadata");
        Fields spec = template.mapping("spec");
        return pod(
                metadata == null ? Labels.NONE : LabelRules.labels(metadata, "labels"),
                spec == null ? List.of() : ports(spec),
                spec != null && spec.isTrue("hostNetwork"));
    }

    private Pod pod(Labels labels, List<Pod.ContainerPort> ports, boolean hostNetwork) {
        return new Pod(
                meta.key(),
                labels,
                List.of(),
                ports,
                hostNetwork,
                startsNoPods() ? Pod.State.FINISHED : Pod.State.RUNNING,
                Optional.empty(),
                meta.owner(),
                meta.location());
    }

    /** A Job that is done, and a ReplicaSet that its Deployment keeps only to return to. */
    private boolean startsNoPods() {
        boolean done = object.value("status") instanceof Node.Mapping status && status.text("completionTime") != null;
        boolean owned = !meta.owner().equals(meta.key());
        boolean none = object.value("spec") instanceof Node.Mapping spec
                && spec.get("replicas") instanceof Node.Whole replicas
                && replicas.value() == 0;
        return done || (owned && none);
    }

    private static Pod.State state(@Nullable Fields status, List<Address> addresses) {
        String phase = status == null ? "" : status.text("phase", "");
        return switch (phase) {
            case "" -> Pod.State.RUNNING;
            case "Succeeded", "Failed" -> Pod.State.FINISHED;
            default -> addresses.isEmpty() ? Pod.State.WITHOUT_ADDRESS : Pod.State.RUNNING;
        };
    }

    private List<Address> addresses(@Nullable Fields status) {
        List<Node.Text> texts = new ArrayList<>();
        if (status != null) {
            for (Fields entry : status.mappings("podIPs", "an entry of `podIPs`")) {
                add(texts, entry.text("ip"));
            }
            add(texts, status.text("podIP"));
        }
        if (texts.isEmpty()) {
            Node annotation = Meta.annotation(object, ADDRESSES);
            if (annotation instanceof Node.Text text) {
                for (String part : text.value().split(",", -1)) {
                    texts.add(new Node.Text(part.strip(), text.line(), text.column()));
                }
            }
        }
        return Addresses.oneOfEachFamily(texts, problems);
    }

    private static void add(List<Node.Text> texts, Node.@Nullable Text text) {
        if (text != null) {
            texts.add(text);
        }
    }

    /** The ports of all containers, then of init containers that keep running beside them. */
    private List<Pod.ContainerPort> ports(Fields spec) {
        List<Pod.ContainerPort> ports = new ArrayList<>();
        for (Fields container : spec.mappings("containers", "an entry of `containers`")) {
            ports(container, ports);
        }
        for (Fields container : spec.mappings("initContainers", "an entry of `initContainers`")) {
            if (container.text("restartPolicy", "").equals("Always")) {
                ports(container, ports);
            }
        }
        return ports;
    }

    private void ports(Fields container, List<Pod.ContainerPort> ports) {
        for (Fields port : container.mappings("ports", "an entry of `ports`")) {
            Node.Whole written = port.whole("containerPort");
            if (written == null) {
                if (!port.has("containerPort")) {
                    port.missing("containerPort", "add the port number");
                }
                continue;
            }
            int number = Ports.number(written, problems);
            Protocol protocol = Ports.protocol(port);
            Node.Text name = port.text("name");
            if (name != null && !name.value().isEmpty()) {
                Ports.checkName(name, problems);
            }
            if (number > 0) {
                ports.add(new Pod.ContainerPort(name == null ? "" : name.value(), protocol, number));
            }
        }
    }
}

package dev.tierwall.lab.node;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tierwall.lab.net.Addresses;
import dev.tierwall.lab.net.NodeNetwork;
import dev.tierwall.lab.store.GroupResource;
import dev.tierwall.lab.store.ObjectStore;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.UUID;

/** The nodes as objects. */
public final class NodeObjects {

    private NodeObjects() {}

    /** Adds the object of a node, which is ready. */
    public static void add(ObjectStore store, NodeNetwork node, String version) {
        String now = Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
        ObjectNode tree = JsonNodeFactory.instance.objectNode();
        tree.put("apiVersion", "v1").put("kind", "Node");
        ObjectNode metadata = tree.putObject("metadata");
        metadata.put("name", node.name())
                .put("uid", UUID.randomUUID().toString())
                .put("creationTimestamp", now);
        metadata.putObject("labels")
                .put("kubernetes.io/hostname", node.name())
                .put("kubernetes.io/os", "linux")
                .put("kubernetes.io/arch", architecture());
        ObjectNode spec = tree.putObject("spec");
        spec.put("podCIDR", Addresses.podsOf(node.number()).getFirst().toString());
        ArrayNode blocks = spec.putArray("podCIDRs");
        Addresses.podsOf(node.number()).forEach(block -> blocks.add(block.toString()));
        spec.put("providerID", "tierwall-lab://" + node.name());
        status(tree.putObject("status"), node, version);
        store.create(GroupResource.NODES.key("", node.name()), tree);
    }

    private static void status(ObjectNode status, NodeNetwork node, String version) {
        ArrayNode addresses = status.putArray("addresses");
        node.addresses()
                .forEach(address ->
                        addresses.addObject().put("type", "InternalIP").put("address", address.toString()));
        addresses.addObject().put("type", "Hostname").put("address", node.name());
        for (String field : new String[] {"capacity", "allocatable"}) {
            status.putObject(field)
                    .put("cpu", Integer.toString(Runtime.getRuntime().availableProcessors()))
                    .put("memory", (Runtime.getRuntime().maxMemory() >> 10) + "Ki")
                    .put("ephemeral-storage", "100Gi")
                    .put("pods", "110");
        }
        ArrayNode conditions = status.putArray("conditions");
        condition(conditions, "MemoryPressure", "False", "KubeletHasSufficientMemory");
        condition(conditions, "DiskPressure", "False", "KubeletHasNoDiskPressure");
        condition(conditions, "PIDPressure", "False", "KubeletHasSufficientPID");
        condition(conditions, "Ready", "True", "KubeletReady");
        status.putObject("nodeInfo")
                .put("machineID", "")
                .put("systemUUID", "")
                .put("bootID", "")
                .put("kernelVersion", System.getProperty("os.version", ""))
                .put("osImage", "Tierwall lab: network namespaces of one machine")
                .put("containerRuntimeVersion", "tierwall-lab://0.1.0")
                .put("kubeletVersion", version)
                .put("kubeProxyVersion", version)
                .put("operatingSystem", "linux")
                .put("architecture", architecture());
    }

    private static void condition(ArrayNode conditions, String type, String status, String reason) {
        String now = Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
        conditions
                .addObject()
                .put("type", type)
                .put("status", status)
                .put("lastHeartbeatTime", now)
                .put("lastTransitionTime", now)
                .put("reason", reason)
                .put("message", "");
    }

    private static String architecture() {
        return System.getProperty("os.arch", "").equals("aarch64") ? "arm64" : "amd64";
    }
}

package dev.tierwall.core.semantics;

import static dev.tierwall.core.semantics.Facts.namespace;
import static dev.tierwall.core.semantics.Facts.on;
import static dev.tierwall.core.semantics.Facts.pod;
import static dev.tierwall.core.semantics.Policies.accept;
import static dev.tierwall.core.semantics.Policies.block;
import static dev.tierwall.core.semantics.Policies.deny;
import static dev.tierwall.core.semantics.Policies.either;
import static dev.tierwall.core.semantics.Policies.networks;
import static dev.tierwall.core.semantics.Policies.pods;
import static dev.tierwall.core.semantics.Policies.range;
import static dev.tierwall.core.semantics.Policies.tcp;
import static dev.tierwall.core.semantics.Policies.udp;

import dev.tierwall.core.model.Change;
import dev.tierwall.core.model.ClusterObject;
import dev.tierwall.core.model.Direction;
import dev.tierwall.core.model.Peer;
import dev.tierwall.core.model.Pod;
import dev.tierwall.core.model.Policy.Rule;
import dev.tierwall.core.model.Snapshot;
import dev.tierwall.core.net.Protocol;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * An application of three tiers on two nodes, dual-stack, under policies of every kind. On node {@code here} run a pod of
 * each tier, one in quarantine, a monitor and a DNS server that no policy selects; on node {@code there} one of each tier.
 */
public final class ThreeTiers {

    private ThreeTiers() {}

    public static Snapshot snapshot() {
        List<ClusterObject> objects = new ArrayList<>();
        for (String name : List.of("frontend", "application", "database", "monitoring", "kube-system")) {
            objects.add(namespace(name, "kubernetes.io/metadata.name=" + name));
        }
        objects.addAll(endpoints());
        Rule dns = accept(in("kube-system"), udp(53), tcp(53));
        objects.add(Policies.network(
                "frontend/web",
                "",
                Set.of(Direction.INGRESS, Direction.EGRESS),
                List.of(accept(
                        either(block("192.168.0.0/16", "192.168.66.0/24"), block("2001:db8::/32", "2001:db8:66::/48")),
                        tcp(80))),
                List.of(dns, accept(in("application"), tcp(8080)))));
        objects.add(Policies.network(
                "application/app",
                "",
                Set.of(Direction.INGRESS, Direction.EGRESS),
                List.of(accept(in("frontend"), tcp(8080), range(Protocol.TCP, 9000, 9099))),
                List.of(dns, accept(in("database"), tcp(5432), range(Protocol.SCTP, 3868, 3868)))));
        objects.add(Policies.network(
                "database/db",
                "",
                Set.of(Direction.INGRESS, Direction.EGRESS),
                List.of(accept(in("application"), tcp(5432), range(Protocol.SCTP, 3868, 3868))),
                List.of(dns)));
        objects.add(Policies.adminIngress("scrape", 10, "", accept(in("monitoring"), tcp(9100))));
        objects.add(Policies.adminIngress(
                "quarantine", 20, "kubernetes.io/metadata.name=database", deny(pods("", "quarantine=true"))));
        objects.add(Policies.adminEgress("nowhere", 30, "", deny(networks("203.0.113.0/24"))));
        objects.add(Policies.baselineIngress(
                "no-ssh", 5, "kubernetes.io/metadata.name=monitoring", deny(in("application"), tcp(22))));
        return Snapshot.of(objects);
    }

    private static List<Pod> endpoints() {
        List<Pod> all = new ArrayList<>();
        all.add(on("here", pod("frontend/fe", "", "10.244.0.10", "fd00:244::10")));
        all.add(on("here", pod("application/app", "", "10.244.0.20", "fd00:244::20")));
        all.add(on("here", pod("application/qa", "quarantine=true", "10.244.0.40", "fd00:244::40")));
        all.add(on("here", pod("database/db", "", "10.244.0.30", "fd00:244::30")));
        all.add(on("here", pod("monitoring/mon", "", "10.244.0.50", "fd00:244::50")));
        all.add(on("here", pod("kube-system/dns", "", "10.244.0.53", "fd00:244::53")));
        all.add(on("there", pod("frontend/fe-2", "", "10.244.1.10", "fd00:244:1::10")));
        all.add(on("there", pod("application/app-2", "", "10.244.1.20", "fd00:244:1::20")));
        all.add(on("there", pod("database/db-2", "", "10.244.1.30", "fd00:244:1::30")));
        return all;
    }

    private static List<Peer> in(String namespace) {
        return pods("kubernetes.io/metadata.name=" + namespace, "");
    }

    /** Those facts and one more. */
    public static Snapshot with(ClusterObject more) {
        return snapshot().with(new Change.Put(more));
    }

    /** Another pod of the application tier, on the other node. */
    public static Pod anotherApp() {
        return on("there", pod("application/app-3", "", "10.244.1.21", "fd00:244:1::21"));
    }

    /** The same pod under quarantine. */
    public static Pod inQuarantine(Pod it) {
        return on("there", pod(it.key().namespace() + "/" + it.key().name(), "quarantine=true", "10.244.1.21"));
    }
}

package dev.tierwall.cli.lab;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tierwall.core.model.Change;
import dev.tierwall.core.model.ClusterObject;
import dev.tierwall.core.model.ObjectKey;
import dev.tierwall.core.model.Snapshot;
import dev.tierwall.core.nft.NftDelta;
import dev.tierwall.core.nft.NftProgram;
import dev.tierwall.core.policy.CompiledPolicy;
import dev.tierwall.core.policy.PolicyCompiler;
import dev.tierwall.kube.tree.JsonReader;
import dev.tierwall.kube.tree.Problems;
import dev.tierwall.kube.wire.ObjectReader;
import dev.tierwall.lab.cluster.NodeEnforcer;
import dev.tierwall.lab.net.NodeNetwork;
import dev.tierwall.lab.store.GroupResource;
import dev.tierwall.lab.store.ObjectStore;
import dev.tierwall.lab.store.StoreEvent;
import dev.tierwall.lab.store.StoreKey;
import dev.tierwall.lab.store.Watch;
import dev.tierwall.linux.nft.KernelTable;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** Enforces policies on the nodes of a lab: compiles what is in its store, and writes each node's program on every change. */
final class DirectEnforcement implements NodeEnforcer {

    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final Duration MORE = Duration.ofMillis(1);
    private static final int MOST_AT_ONCE = 500;

    private static final Set<String> KINDS = Set.of(
            "pods",
            "namespaces",
            "nodes",
            "services",
            "networkpolicies.networking.k8s.io",
            "clusternetworkpolicies.policy.networking.k8s.io",
            "adminnetworkpolicies.policy.networking.k8s.io",
            "baselineadminnetworkpolicies.policy.networking.k8s.io");

    private final Consumer<String> complaints;

    DirectEnforcement(Consumer<String> complaints) {
        this.complaints = complaints;
    }

    @Override
    public AutoCloseable start(NodeNetwork node, ObjectStore store) throws IOException {
        KernelTable table = node.namespace().call(KernelTable::open);
        node.namespace().call(() -> {
            table.load(NftProgram.EMPTY);
            return true;
        });
        Watch watch = store.watch(key -> KINDS.contains(key.resource().toString()));
        Thread thread = Thread.ofPlatform()
                .name("policies of " + node.name())
                .daemon()
                .start(() -> new Follower(node, table, complaints).run(store, watch));
        return () -> {
            watch.close();
            thread.interrupt();
        };
    }

    /** Follows the store for one node. */
    private static final class Follower {

        private final NodeNetwork node;
        private final KernelTable table;
        private final Consumer<String> complaints;
        private final Map<StoreKey, ObjectKey> keys = new HashMap<>();
        private CompiledPolicy compiled = PolicyCompiler.compile(Snapshot.EMPTY);
        private NftProgram loaded = NftProgram.EMPTY;

        Follower(NodeNetwork node, KernelTable table, Consumer<String> complaints) {
            this.node = node;
            this.table = table;
            this.complaints = complaints;
        }

        void run(ObjectStore store, Watch watch) {
            List<Change> first = new ArrayList<>();
            for (String kind : KINDS) {
                int dot = kind.indexOf('.');
                GroupResource resource = new GroupResource(
                        dot < 0 ? "" : kind.substring(dot + 1), dot < 0 ? kind : kind.substring(0, dot));
                for (ObjectNode object : store.list(resource)) {
                    put(
                                    resource.key(
                                            object.at("/metadata/namespace").asText(""),
                                            object.at("/metadata/name").asText()),
                                    object)
                            .ifPresent(first::add);
                }
            }
            apply(first);
            try {
                while (true) {
                    List<Change> changes = new ArrayList<>();
                    Optional<StoreEvent> event = watch.next(PATIENCE);
                    while (event.isPresent() && changes.size() < MOST_AT_ONCE) {
                        change(event.get()).ifPresent(changes::add);
                        event = watch.next(MORE);
                    }
                    apply(changes);
                }
            } catch (InterruptedException closed) {
                Thread.currentThread().interrupt();
            }
        }

        private Optional<Change> change(StoreEvent event) {
            if (event.type() == StoreEvent.Type.DELETED) {
                ObjectKey known = keys.remove(event.key());
                return known == null ? Optional.empty() : Optional.of(new Change.Delete(known));
            }
            return put(event.key(), event.object());
        }

        private Optional<Change> put(StoreKey key, ObjectNode object) {
            List<ClusterObject> facts = new ArrayList<>();
            Problems problems = new Problems("");
            try {
                byte[] text = object.toString().getBytes(StandardCharsets.UTF_8);
                JsonReader.read(
                        new ByteArrayInputStream(text), new ObjectReader(problems, "default", facts::add), problems);
            } catch (IOException impossible) {
                throw new IllegalStateException(impossible);
            }
            if (facts.isEmpty()) {
                return Optional.empty();
            }
            keys.put(key, facts.getLast().key());
            return Optional.of(new Change.Put(facts.getLast()));
        }

        private void apply(List<Change> changes) {
            if (changes.isEmpty()) {
                return;
            }
            compiled = PolicyCompiler.recompile(compiled, changes);
            for (NftProgram step : NftProgram.steps(loaded, compiled, node.name())) {
                NftProgram before = loaded;
                try {
                    node.namespace().call(() -> {
                        table.apply(NftDelta.between(before, step));
                        return true;
                    });
                    loaded = step;
                } catch (IOException refused) {
                    complaints.accept("policies of " + node.name() + ": " + refused.getMessage());
                    reload(step);
                }
            }
        }

        /** Whatever was refused may have been so because somebody else changed the table. */
        private void reload(NftProgram program) {
            try {
                node.namespace().call(() -> {
                    table.load(program);
                    return true;
                });
                loaded = program;
            } catch (IOException refused) {
                complaints.accept("policies of " + node.name() + ": the old program stays: " + refused.getMessage());
            }
        }
    }
}

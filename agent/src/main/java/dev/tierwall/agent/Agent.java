package dev.tierwall.agent;

import dev.tierwall.agent.flow.FlowFeed;
import dev.tierwall.agent.flow.FlowJson;
import dev.tierwall.agent.flow.FlowLog;
import dev.tierwall.agent.flow.FlowRecord;
import dev.tierwall.agent.node.Generations;
import dev.tierwall.agent.node.NodeLoop;
import dev.tierwall.agent.report.Journal;
import dev.tierwall.agent.report.Metrics;
import dev.tierwall.agent.report.NodeChecks;
import dev.tierwall.agent.report.Servers;
import dev.tierwall.agent.report.Status;
import dev.tierwall.kube.access.Access;
import dev.tierwall.kube.access.ApiServer;
import dev.tierwall.kube.access.ClusterOptions;
import dev.tierwall.kube.access.Environment;
import dev.tierwall.kube.watch.ChangeQueue;
import dev.tierwall.kube.watch.ClusterWatch;
import dev.tierwall.kube.watch.Connection;
import dev.tierwall.linux.conntrack.ConnectionCutter;
import dev.tierwall.linux.nft.KernelTable;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;

/**
 * The program of a node, all of it: follows the cluster, keeps the kernel, tells of flows, and answers about itself. When it
 * ends, the kernel goes on to enforce what it was told last.
 */
public final class Agent implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final long UNTIL_CHECKED_AGAIN = 30_000;

    private final Logger log;
    private final Deque<AutoCloseable> parts = new ArrayDeque<>();
    private final Journal journal;

    private Agent(Settings settings, Map<String, String> variables, PrintWriter out) throws IOException {
        this.log = Logging.logger(settings.json(), settings.verbose());
        Metrics metrics = new Metrics();
        this.journal = new Journal(log, metrics);
        ChangeQueue queue = new ChangeQueue();
        Generations generations = new Generations();
        FlowFeed feed = new FlowFeed();
        NodeChecks checks = new NodeChecks(log);
        try {
            keep(ClusterWatch.start(connection(settings, variables), queue, journal.watching(), PATIENCE));
            NodeLoop node = keep(NodeLoop.start(settings.node(), queue, generations, journal));
            FlowLog flows = keep(FlowLog.start(generations, feed, journal::flow, settings.flows()));
            Status status = new Status(
                    settings.node(),
                    new Status.Sources(journal, checks, node::snapshot, generations::generation, flows::lost));
            measure(metrics, node, flows, checks);
            Servers servers = keep(new Servers(settings.node(), status, metrics, feed));
            if (settings.metrics().isPresent()) {
                servers.serveHealth(settings.metrics().get());
            }
            if (settings.local() > 0) {
                servers.serveLocal(settings.local());
            }
            if (settings.flowsInLog()) {
                print(feed, settings.node(), out);
            }
            check(checks);
            Heap heap = new Heap();
            repeat("heap", heap::tidy);
        } catch (IOException refused) {
            close();
            throw refused;
        }
    }

    private void measure(Metrics metrics, NodeLoop node, FlowLog flows, NodeChecks checks) {
        metrics.askCount("tierwall_log_records_lost", "Records of flows that were lost.", flows::lost);
        metrics.ask("tierwall_ready", "Whether the first program is in the kernel.", () -> journal.isReady() ? 1 : 0);
        metrics.ask(
                "tierwall_pods",
                "Pods that are known.",
                () -> node.snapshot().pods().size());
        metrics.ask(
                "tierwall_policies",
                "Policies that are known.",
                () -> node.snapshot().policies().size());
        metrics.ask(
                "tierwall_node_problems",
                "What is wrong with the node.",
                () -> checks.problems().size());
        metrics.ask(
                "tierwall_tracked_connections",
                "Connections the kernel tracks.",
                () -> checks.use().count());
        metrics.ask(
                "tierwall_tracked_connections_limit",
                "How many it can.",
                () -> checks.use().most());
    }

    /** Starts one, in the network namespace of the calling thread; flows are written to {@code out}. */
    public static Agent start(Settings settings, Map<String, String> variables, PrintWriter out) throws IOException {
        return new Agent(settings, variables, out);
    }

    /** Takes all that any agent has left in the kernel out of it: then nothing is enforced here any more. */
    public static void remove() throws IOException {
        try (KernelTable table = KernelTable.open();
                ConnectionCutter cutter = ConnectionCutter.open()) {
            table.remove();
            cutter.remove();
        }
    }

    private <T extends AutoCloseable> T keep(T part) {
        parts.push(part);
        return part;
    }

    private static Connection connection(Settings settings, Map<String, String> variables) {
        ClusterOptions options = settings.kubeconfig()
                .map(ClusterOptions.NONE::withKubeconfig)
                .orElse(ClusterOptions.NONE)
                .withRequestTimeout(PATIENCE);
        return () -> new ApiServer(Access.find(options, Environment.of(variables, line -> {})), PATIENCE);
    }

    private void print(FlowFeed feed, String node, PrintWriter out) {
        List<FlowRecord> before = new ArrayList<>();
        FlowFeed.Listener listener = keep(feed.listen(before));
        repeat("flows", () -> {
            for (FlowRecord record : listener.take(Duration.ofSeconds(10))) {
                out.println(FlowJson.line(record, node));
            }
            out.flush();
        });
    }

    private void check(NodeChecks checks) {
        repeat("checks", () -> {
            checks.look();
            Thread.sleep(UNTIL_CHECKED_AGAIN);
        });
    }

    private interface Step {
        void run() throws InterruptedException;
    }

    private void repeat(String name, Step step) {
        Thread thread = Thread.ofPlatform().name(name).daemon().start(() -> {
            try {
                while (true) {
                    step.run();
                }
            } catch (InterruptedException closed) {
                Thread.currentThread().interrupt();
            }
        });
        keep(thread::interrupt);
    }

    /** Whether the first program is in the kernel. */
    public boolean isReady() {
        return journal.isReady();
    }

    @Override
    public void close() {
        while (!parts.isEmpty()) {
            try {
                parts.pop().close();
            } catch (Exception failure) {
                log.debug("while ending: {}", failure.getMessage());
            }
        }
    }
}

package dev.tierwall.agent.report;

import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.CounterWithCallback;
import io.prometheus.metrics.core.metrics.Gauge;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.IOException;
import java.io.OutputStream;
import java.util.function.DoubleSupplier;

/** The agent's metrics; docs/agent.md lists them. */
public final class Metrics {

    private final PrometheusRegistry registry = new PrometheusRegistry();
    private final PrometheusTextFormatWriter writer = PrometheusTextFormatWriter.builder()
            .setIncludeCreatedTimestamps(false)
            .build();

    private final Histogram programming = Histogram.builder()
            .name("tierwall_policy_programming_seconds")
            .help("From an event of the API server to the kernel, by whether something is denied that was not before.")
            .labelNames("change")
            .classicOnly()
            .classicUpperBounds(0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 5)
            .register(registry);
    private final Counter programs = counter("tierwall_programs_applied", "Programs that were loaded.");
    private final Counter repairs = counter("tierwall_repairs", "How often the table had to be mended.");
    private final Counter failures = counter("tierwall_failures", "What was refused or failed, by what.", "what");
    private final Counter denied = counter(
            "tierwall_denied_connections",
            "Packets that began a connection and were denied, by the namespace of the pod that denied them.",
            "namespace",
            "direction");
    private final Counter allowed = counter(
            "tierwall_allowed_connections",
            "Connections that were told because they were allowed, by the namespace of the local pod.",
            "namespace",
            "direction");
    private final Counter cut = counter("tierwall_connections_cut", "Connections that were cut, by why.", "reason");
    private final Gauge elements = gauge("tierwall_program_elements", "Elements of the program in the kernel.");
    private final Gauge generation = gauge("tierwall_program_generation", "The generation of the program.");
    private final Gauge invalid = gauge("tierwall_policies_invalid", "Policies that cannot be enforced as written.");

    private Counter counter(String name, String help, String... labels) {
        return Counter.builder().name(name).help(help).labelNames(labels).register(registry);
    }

    private Gauge gauge(String name, String help) {
        return Gauge.builder().name(name).help(help).register(registry);
    }

    /** Adds a value that is asked for when somebody wants to know. */
    public void ask(String name, String help, DoubleSupplier value) {
        GaugeWithCallback.builder()
                .name(name)
                .help(help)
                .callback(callback -> callback.call(value.getAsDouble()))
                .register(registry);
    }

    /** Adds a count that is asked for when somebody wants to know. */
    public void askCount(String name, String help, DoubleSupplier value) {
        CounterWithCallback.builder()
                .name(name)
                .help(help)
                .callback(callback -> callback.call(value.getAsDouble()))
                .register(registry);
    }

    void programmed(boolean closes, double seconds, int size, int number) {
        programs.inc();
        elements.set(size);
        generation.set(number);
        if (seconds > 0) {
            programming.labelValues(closes ? "deny" : "allow").observe(seconds);
        }
    }

    void repaired() {
        repairs.inc();
    }

    void failed(String what) {
        failures.labelValues(what).inc();
    }

    void denied(String namespace, String direction) {
        denied.labelValues(namespace, direction).inc();
    }

    void allowed(String namespace, String direction) {
        allowed.labelValues(namespace, direction).inc();
    }

    void cut(int count, boolean isDenied) {
        cut.labelValues(isDenied ? "denied" : "address").inc(count);
    }

    void invalid(int count) {
        invalid.set(count);
    }

    void write(OutputStream out) throws IOException {
        writer.write(out, registry.scrape());
    }
}

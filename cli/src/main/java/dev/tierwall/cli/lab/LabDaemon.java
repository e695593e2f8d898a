package dev.tierwall.cli.lab;

import dev.tierwall.cli.frame.CliCommand;
import dev.tierwall.cli.frame.ExitCode;
import dev.tierwall.cli.frame.Help;
import dev.tierwall.cli.frame.Shell;
import dev.tierwall.core.net.Address;
import dev.tierwall.lab.ControlPlane;
import dev.tierwall.lab.cluster.BringAlong;
import dev.tierwall.lab.cluster.Lab;
import dev.tierwall.lab.cluster.LaterPods;
import dev.tierwall.lab.cluster.Outside;
import dev.tierwall.lab.container.Machine;
import dev.tierwall.lab.serve.KubernetesApi;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/** What runs a lab: started by {@code lab up} in namespaces of its own, and by nobody else. */
final class LabDaemon implements CliCommand {

    static final String NAME = "run-daemon";

    /** Where it has a file system of its own; others see there what they always did. */
    static final String FILES = "/mnt";

    @Override
    public void describe(CommandSpec spec) {
        LabOptions.addName(spec);
        LabOptions.addPlan(spec);
        spec.addOption(OptionSpec.builder("--folder")
                .paramLabel("DIR")
                .type(String.class)
                .required(true)
                .description("Where to say that it is ready.")
                .build());
        new Help("Run a lab. Started by 'tierwall lab up'.").addTo(spec);
    }

    @Override
    public int run(ParseResult given, Shell shell) throws IOException {
        Thread.setDefaultUncaughtExceptionHandler((thread, failure) -> {
            shell.err().println(thread.getName() + ": " + failure);
            failure.printStackTrace(shell.err());
        });
        LabFolder folder = new LabFolder(LabOptions.name(given), Path.of(given.matchedOptionValue("--folder", "")));
        Map<String, List<Address>> outside = Outside.hosts(hosts(LabOptions.outside(given)));
        Lab.Plan plan = new Lab.Plan(LabOptions.nodes(given), machine(given), outside, KubernetesApi.VERSION);
        FutureTask<Lab.Wired> wiring = new FutureTask<>(() -> Lab.wire(plan));
        Thread.ofPlatform().name("wiring").start(wiring);
        LaterPods pods = new LaterPods();
        ControlPlane plane = new ControlPlane(List.of(inet("127.0.0.1"), inet("10.96.0.1"), inet("172.18.0.2")), pods);
        Lab lab = Lab.start(
                wired(wiring),
                new Lab.Given(
                        plane.objects().store(),
                        BringAlong.tokens(plane.users()),
                        new DirectEnforcement(shell.err()::println),
                        shell.err()::println));
        pods.are(lab.pods());
        BringAlong.into(plane, lab);
        plane.control(shell.err()::println);
        ServerSocketChannel socket = ServerSocketChannel.open();
        plane.listen(socket, new InetSocketAddress(inet("127.0.0.1"), 0));
        InetSocketAddress at = (InetSocketAddress) socket.getLocalAddress();
        folder.write("kubeconfig", plane.kubeconfig("tierwall-lab-" + folder.name(), at));
        lab.awaitNames();
        folder.write("ready", "endpoint https://127.0.0.1:" + at.getPort());
        try {
            new CountDownLatch(1).await();
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        }
        return ExitCode.OK;
    }

    private static Lab.Wired wired(FutureTask<Lab.Wired> wiring) throws IOException {
        try {
            return wiring.get();
        } catch (ExecutionException failure) {
            throw new IOException("the networks cannot be made: " + failure.getMessage(), failure);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while the networks are made", interrupted);
        }
    }

    private static Machine machine(ParseResult given) throws IOException {
        Map<String, Path> images = new HashMap<>();
        LabOptions.images(given).forEach((name, path) -> images.put(name, Path.of(path)));
        return Machine.here(Path.of(FILES), images);
    }

    private static InetAddress inet(String address) {
        return InetAddress.ofLiteral(address);
    }

    private static Map<String, Optional<Address>> hosts(List<String> words) {
        Map<String, Optional<Address>> hosts = new HashMap<>();
        List<String> all = new ArrayList<>(words);
        for (String word : all) {
            String[] parts = word.split("=", 2);
            hosts.put(parts[0], parts.length > 1 ? Address.parse(parts[1]) : Optional.empty());
        }
        return hosts;
    }
}

package dev.tierwall.cli.lab;

import dev.tierwall.cli.frame.CliCommand;
import dev.tierwall.cli.frame.ExitCode;
import dev.tierwall.cli.frame.Help;
import dev.tierwall.cli.frame.Shell;
import dev.tierwall.lab.ControlPlane;
import dev.tierwall.lab.cluster.LaterPods;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** What a lab does at its start, as far as that needs no rights, so that the start-up cache knows it. */
final class LabRehearsal implements CliCommand {

    static final String NAME = "rehearse";

    @Override
    public void describe(CommandSpec spec) {
        new Help("Start and end a lab's API server. Part of the build.").addTo(spec);
    }

    @Override
    public int run(ParseResult given, Shell shell) throws IOException {
        InetAddress here = InetAddress.ofLiteral("127.0.0.1");
        Path path = Files.createTempDirectory("tierwall-rehearsal");
        LabFolder folder = new LabFolder(NAME, path);
        try (ControlPlane plane = new ControlPlane(List.of(here), new LaterPods());
                ServerSocketChannel socket = ServerSocketChannel.open()) {
            plane.listen(socket, new InetSocketAddress(here, 0));
            folder.write("kubeconfig", plane.kubeconfig(NAME, (InetSocketAddress) socket.getLocalAddress()));
            LabClient.Reply reply = LabClient.of(folder).get("/api/v1/namespaces");
            return reply.isSuccess() ? ExitCode.OK : ExitCode.BROKEN;
        } finally {
            folder.remove();
        }
    }
}

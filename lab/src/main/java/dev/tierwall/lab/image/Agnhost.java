package dev.tierwall.lab.image;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

/** {@code agnhost}: one program with many commands, which the tests of Kubernetes itself are written for. */
final class Agnhost implements BuiltIn {

    private static final Map<String, BuiltIn> COMMANDS = Map.of(
            "netexec", new Netexec(),
            "connect", new Connect(),
            "porter", new Porter(),
            "serve-hostname", new ServeHostname(),
            "pause", Agnhost::pause);

    @Override
    public int run(Call call) throws IOException, InterruptedException {
        String name = call.arguments().isEmpty() ? "pause" : call.arguments().getFirst();
        BuiltIn command = COMMANDS.get(name);
        if (command == null) {
            call.complain("Error: unknown command \"" + name + "\" for \"app\"");
            call.complain("The lab has "
                    + String.join(", ", COMMANDS.keySet().stream().sorted().toList()) + ".");
            return 1;
        }
        List<String> words = new ArrayList<>(call.arguments());
        return command.run(new Call(
                words.isEmpty() ? List.of(name) : words, call.environment(), call.io(), call.place(), call.open()));
    }

    /** Waits until it is ended. */
    static int pause(Call call) throws InterruptedException {
        call.open().settle();
        new CountDownLatch(1).await();
        return 0;
    }
}

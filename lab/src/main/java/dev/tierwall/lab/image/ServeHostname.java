package dev.tierwall.lab.image;

import java.io.IOException;
import java.util.Set;

/** {@code serve-hostname}: answers with the pod's name. */
final class ServeHostname implements BuiltIn {

    @Override
    public int run(Call call) throws IOException, InterruptedException {
        Flags flags = Flags.of(call.arguments(), Set.of("tcp", "udp", "http", "close", "sctp"));
        int port = flags.number("port", 9376);
        String name = call.place().name();
        Greeter greeter = new Greeter(call);
        if (flags.isOn("udp", false)) {
            greeter.udp(port, packet -> name);
        }
        if (flags.isOn("tcp", false) || flags.isOn("http", true)) {
            greeter.tcp(port, name);
        }
        return Agnhost.pause(call);
    }
}

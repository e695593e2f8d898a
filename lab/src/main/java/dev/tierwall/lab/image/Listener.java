package dev.tierwall.lab.image;

import dev.tierwall.lab.spec.PortSpec;
import java.io.IOException;

/** What an image that the lab does not know does: it listens on the ports that its container declares. */
public final class Listener implements BuiltIn {

    @Override
    public int run(Call call) throws IOException, InterruptedException {
        Greeter greeter = new Greeter(call);
        String name = call.place().name();
        for (PortSpec port : call.place().ports()) {
            switch (port.protocol()) {
                case "TCP" -> greeter.tcp(port.number(), name);
                case "UDP" -> greeter.udp(port.number(), packet -> name + "\n");
                default -> call.complain("the lab does not listen on " + port.number() + "/" + port.protocol());
            }
            call.say("listening on " + port.number() + "/" + port.protocol() + " in the place of an image");
        }
        return Agnhost.pause(call);
    }
}

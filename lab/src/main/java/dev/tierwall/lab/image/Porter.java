package dev.tierwall.lab.image;

import java.io.IOException;
import java.util.Map;

/** {@code porter}: answers on each port that a variable such as {@code SERVE_PORT_80} names, with its value. */
final class Porter implements BuiltIn {

    private static final String TCP = "SERVE_PORT_";
    private static final String UDP = "SERVE_UDP_PORT_";

    @Override
    public int run(Call call) throws IOException, InterruptedException {
        Greeter greeter = new Greeter(call);
        for (Map.Entry<String, String> variable : call.environment().entrySet()) {
            String name = variable.getKey();
            String line = variable.getValue();
            if (name.startsWith(TCP)) {
                greeter.tcp(port(name, TCP), line);
            } else if (name.startsWith(UDP)) {
                greeter.udp(port(name, UDP), packet -> line);
            } else if (name.startsWith("SERVE_SCTP_PORT_") || name.startsWith("SERVE_TLS_PORT_")) {
                call.complain(name + ": the lab's porter serves TCP and UDP");
            }
        }
        return Agnhost.pause(call);
    }

    private static int port(String name, String prefix) throws IOException {
        int port = HostPort.port(name.substring(prefix.length()));
        if (port < 0) {
            throw new IOException(name + " names no port");
        }
        return port;
    }
}

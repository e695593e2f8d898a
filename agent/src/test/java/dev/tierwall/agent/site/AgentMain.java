package dev.tierwall.agent.site;

import dev.tierwall.agent.Agent;
import dev.tierwall.agent.Settings;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/** The agent as a process: what {@code tierwall agent} does, without the command line. */
public final class AgentMain {

    private AgentMain() {}

    public static void main(String[] args) throws Exception {
        Map<String, String> options = new HashMap<>();
        for (String arg : args) {
            options.put(arg.substring(0, arg.indexOf('=')), arg.substring(arg.indexOf('=') + 1));
        }
        Settings settings =
                Settings.parse(options, System.getenv(), false).settings().orElseThrow();
        Agent agent = Agent.start(settings, System.getenv(), new PrintWriter(System.out, true, StandardCharsets.UTF_8));
        Runtime.getRuntime().addShutdownHook(new Thread(agent::close));
        Thread.currentThread().join();
    }
}

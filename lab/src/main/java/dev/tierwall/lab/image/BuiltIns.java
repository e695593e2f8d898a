package dev.tierwall.lab.image;

import dev.tierwall.lab.dns.DnsServer;
import dev.tierwall.lab.dns.Zone;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The built-in commands by name, and the images that start them. */
public final class BuiltIns {

    private static final Map<String, BuiltIn> ALWAYS = Map.of(
            "agnhost", new Agnhost(),
            "pause", Agnhost::pause,
            "proxy", new Proxy());

    /** These stand in for programs that the machine does not have. */
    private static final Map<String, BuiltIn> OTHERWISE = Map.of(
            "nc", new Netcat(),
            "wget", new Wget(),
            "nslookup", new Nslookup());

    private final Zone zone;

    /** @param zone what the cluster's DNS servers answer */
    public BuiltIns(Zone zone) {
        this.zone = zone;
    }

    /**
     * A command by its name, or by a path that ends with it.
     *
     * @param isOnHost whether the machine has a program of that name
     */
    public Optional<BuiltIn> find(String word, boolean isOnHost) {
        String name = word.substring(word.lastIndexOf('/') + 1);
        BuiltIn always = ALWAYS.get(name);
        return Optional.ofNullable(always != null || isOnHost ? always : OTHERWISE.get(name));
    }

    /** What an image runs of itself, if it is one that the lab knows. */
    public Optional<Entry> of(String image) {
        String name = name(image);
        return switch (name) {
            case "agnhost" -> Optional.of(new Entry(new Agnhost(), List.of("/agnhost")));
            case "pause" -> Optional.of(new Entry(Agnhost::pause, List.of("/pause")));
            case "coredns", "kube-dns" -> Optional.of(new Entry(this::serveNames, List.of("/coredns")));
            case "squid", "tinyproxy", "proxy" -> Optional.of(new Entry(new Proxy(), List.of("/proxy")));
            default -> Optional.empty();
        };
    }

    /** A command, and the words that stand for it. */
    public record Entry(BuiltIn command, List<String> words) {}

    /** The last part of an image's name, without registry, tag and digest. */
    static String name(String image) {
        String last = image.substring(image.lastIndexOf('/') + 1);
        return last.split("[:@]", 2)[0];
    }

    /** What the listener in the place of an image is called. */
    public static String listenerName(String image) {
        return "listener for " + name(image);
    }

    private int serveNames(Call call) throws IOException, InterruptedException {
        call.open().keep(DnsServer.start(zone, call.place().sockets()));
        call.say("answering for " + Zone.DOMAIN + " on port 53");
        return Agnhost.pause(call);
    }
}

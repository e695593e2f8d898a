package dev.tierwall.cli.lab.demo;

import java.util.List;

/**
 * One step of the tutorial.
 *
 * @param title what it is about
 * @param files the manifests that it applies
 * @param tries the connections that are tried then
 * @param words what is to be said at its end; may be empty
 */
record DemoStep(String title, List<String> files, List<Try> tries, String words) {

    /**
     * A connection.
     *
     * @param namespace the namespace of the pod that opens it
     * @param pod the pod
     * @param host whom it asks for, as the pod calls him
     * @param port the port
     * @param asked what {@code tierwall check} calls the other side
     */
    record Try(String namespace, String pod, String host, int port, String asked) {}

    private static final Try BLUE_TO_APP = toApp("webserver01");
    private static final Try GREEN_TO_APP = toApp("webserver02");
    private static final Try YELLOW_TO_APP = toApp("webserver03");
    private static final Try WEB_TO_DB = new Try("frontend", "webserver01", "db01.database", 5432, "svc:database/db01");
    private static final Try APP_TO_DB =
            new Try("application", "appserver01", "db01.database", 5432, "svc:database/db01");
    private static final Try APP_TO_PROXY =
            new Try("application", "appserver01", "proxy.outside", 3128, "svc:outside/proxy");
    private static final Try APP_TO_WORLD = new Try("application", "appserver01", "google.com", 443, "203.0.113.10");

    private static final List<Try> ALL_TRIES =
            List.of(BLUE_TO_APP, GREEN_TO_APP, YELLOW_TO_APP, WEB_TO_DB, APP_TO_DB, APP_TO_PROXY, APP_TO_WORLD);

    static final List<DemoStep> ALL = List.of(
            step("The application, before any policy: everybody reaches everybody", "00-app.yaml", "00-kube-dns.yaml"),
            step("Nothing comes in any more", "01-default-deny-ingress.yaml"),
            step("The application reaches its database", "02-from-application-to-db.yaml"),
            step("Green web servers reach the application", "03-from-web-to-app.yaml"),
            step("One address does, too: that of webserver01", "04-from-web-to-app-cidr.yaml"),
            step(
                    "The application opens nothing but names, and is cut off its database",
                    "05-default-deny-all-egress.yaml"),
            step("The way out is the proxy, and the database is reached again", "06-egress-proxy.yaml"),
            new DemoStep(
                    "The trap: a policy named default-deny-all with an empty rule",
                    List.of("three-tier-trap/default-deny-all.yaml"),
                    List.of(WEB_TO_DB, APP_TO_DB),
                    "Warning: the name says deny, but an empty rule has no condition and matches everything: the database is"
                            + " open to every pod. To deny all, leave the rules out."));

    private static Try toApp(String pod) {
        return new Try("frontend", pod, "appserver01.application", 8080, "svc:application/appserver01");
    }

    private static DemoStep step(String title, String... names) {
        List<String> files = List.of(names).stream().map("three-tier/"::concat).toList();
        return new DemoStep(title, files, ALL_TRIES, "");
    }
}

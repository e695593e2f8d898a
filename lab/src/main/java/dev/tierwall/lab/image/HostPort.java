package dev.tierwall.lab.image;

/**
 * A host and a port, as {@code web:80} or {@code [fd00::1]:80}.
 *
 * @param port the port; -1 if there is none
 */
record HostPort(String host, int port) {

    static HostPort of(String text) {
        int colon = text.lastIndexOf(':');
        if (colon < 0 || colon < text.lastIndexOf(']')) {
            return new HostPort(bare(text), -1);
        }
        return new HostPort(bare(text.substring(0, colon)), port(text.substring(colon + 1)));
    }

    static int port(String text) {
        try {
            int port = Integer.parseInt(text);
            return port > 0 && port <= 0xffff ? port : -1;
        } catch (NumberFormatException wrong) {
            return -1;
        }
    }

    private static String bare(String host) {
        return host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
    }
}

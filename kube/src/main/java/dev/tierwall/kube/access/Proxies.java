package dev.tierwall.kube.access;

import dev.tierwall.core.net.Address;
import dev.tierwall.core.net.Cidr;
import java.net.InetSocketAddress;
import java.net.ProxySelector;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Optional;

/** Which proxy leads to a server: the kubeconfig's, or that of the environment, with the exceptions of NO_PROXY. */
final class Proxies {

    private Proxies() {}

    static Optional<URI> choose(Optional<String> configured, URI server, Environment environment)
            throws ClusterException {
        if (configured.isPresent()) {
            return Optional.of(address(configured.get(), "the proxy-url of the kubeconfig"));
        }
        boolean secure = "https".equals(server.getScheme());
        Optional<String> found = secure
                ? environment.anyOf("HTTPS_PROXY", "https_proxy")
                : environment.anyOf("HTTP_PROXY", "http_proxy");
        if (found.isEmpty()
                || isExempt(server, environment.anyOf("NO_PROXY", "no_proxy").orElse(""))) {
            return Optional.empty();
        }
        return Optional.of(address(found.get(), (secure ? "HTTPS" : "HTTP") + "_PROXY"));
    }

    private static URI address(String text, String source) throws ClusterException {
        try {
            URI proxy = new URI(text.contains("://") ? text : "http://" + text);
            if (proxy.getHost() == null) {
                throw new ClusterException(source + " is no address; write http://HOST:PORT");
            }
            if (!"http".equals(proxy.getScheme())) {
                throw new ClusterException(
                        source + " is a " + proxy.getScheme() + " proxy, and only http proxies are supported");
            }
            if (proxy.getUserInfo() != null) {
                throw new ClusterException(
                        source + " needs a password, which is not supported; use a proxy without one");
            }
            return proxy;
        } catch (URISyntaxException malformed) {
            throw new ClusterException(source + " is no address; write http://HOST:PORT", malformed);
        }
    }

    static ProxySelector selector(URI proxy) {
        int port = proxy.getPort() < 0 ? 80 : proxy.getPort();
        return ProxySelector.of(new InetSocketAddress(proxy.getHost(), port));
    }

    /** Whether the server is on this machine or in the list: names with all below them, addresses, blocks, or a star. */
    private static boolean isExempt(URI server, String list) {
        String host = server.getHost().replaceAll("[\\[\\]]", "").toLowerCase(Locale.ROOT);
        Optional<Address> address = Address.parse(host);
        if (host.equals("localhost") || host.equals("::1") || host.startsWith("127.")) {
            return true;
        }
        for (String entry : list.toLowerCase(Locale.ROOT).split("[,\\s]+", -1)) {
            int colon = entry.indexOf(':') == entry.lastIndexOf(':') ? entry.indexOf(':') : -1;
            String name = colon < 0 ? entry : entry.substring(0, colon);
            boolean samePort = colon < 0 || entry.substring(colon + 1).equals(Integer.toString(port(server)));
            if (!name.isEmpty() && samePort && covers(name, host, address)) {
                return true;
            }
        }
        return false;
    }

    private static boolean covers(String entry, String host, Optional<Address> address) {
        if (entry.equals("*") || entry.equals(host)) {
            return true;
        }
        if (address.isPresent()) {
            return Cidr.parse(entry)
                    .filter(block -> block.contains(address.get()))
                    .isPresent();
        }
        String domain = entry.startsWith("*.") ? entry.substring(1) : entry;
        return host.endsWith(domain.startsWith(".") ? domain : "." + domain);
    }

    private static int port(URI server) {
        if (server.getPort() >= 0) {
            return server.getPort();
        }
        return "https".equals(server.getScheme()) ? 443 : 80;
    }
}

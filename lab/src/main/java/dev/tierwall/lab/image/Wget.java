package dev.tierwall.lab.image;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** {@code wget}: prints or saves a page; here it can only print, for a built-in command has no files. */
final class Wget implements BuiltIn {

    private static final int MOST_REDIRECTS = 5;

    @Override
    public int run(Call call) throws IOException {
        List<String> words = new ArrayList<>();
        Duration timeout = Duration.ofMinutes(15);
        boolean spider = false;
        List<String> arguments = call.arguments();
        for (int i = 0; i < arguments.size(); i++) {
            String word = arguments.get(i);
            if (word.equals("-T") && i + 1 < arguments.size()) {
                timeout = Flags.parse(arguments.get(++i), timeout);
            } else if (word.startsWith("--timeout=") || word.startsWith("-T")) {
                timeout = Flags.parse(word.replaceFirst("--timeout=|-T", ""), timeout);
            } else if (word.equals("-O") || word.equals("-t")) {
                i++;
            } else if (word.equals("--spider")) {
                spider = true;
            } else if (!word.startsWith("-")) {
                words.add(word);
            }
        }
        if (words.isEmpty()) {
            call.complain("wget: missing URL");
            return 1;
        }
        return get(call, words.getFirst(), timeout, spider);
    }

    private static int get(Call call, String address, Duration timeout, boolean spider) throws IOException {
        String next = address.contains("://") ? address : "http://" + address;
        for (int i = 0; i < MOST_REDIRECTS; i++) {
            URI uri;
            try {
                uri = URI.create(next);
            } catch (IllegalArgumentException wrong) {
                call.complain("wget: bad address '" + next + "'");
                return 1;
            }
            if (!"http".equals(uri.getScheme()) || uri.getHost() == null) {
                call.complain("wget: the lab's wget speaks http only, not " + next);
                return 1;
            }
            try {
                String path = (uri.getRawPath().isEmpty() ? "/" : uri.getRawPath())
                        + (uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery());
                String host = uri.getHost().replaceAll("[\\[\\]]", "");
                WebClient.Reply reply = WebClient.ask(
                        call, new WebClient.Page(host, uri.getPort() < 0 ? 80 : uri.getPort(), path, timeout));
                if (reply.status() / 100 == 3 && !reply.location().isEmpty()) {
                    next = uri.resolve(reply.location()).toString();
                    continue;
                }
                if (reply.status() / 100 != 2) {
                    call.complain("wget: server returned error: HTTP/1.1 " + reply.status() + " " + reply.reason());
                    return 1;
                }
                call.io().out().write(spider ? new byte[0] : reply.bytes());
                return 0;
            } catch (dev.tierwall.lab.dns.UnknownNameException unknown) {
                call.complain("wget: bad address '" + uri.getHost() + "'");
                return 1;
            } catch (java.net.SocketTimeoutException silence) {
                call.complain("wget: download timed out");
                return 1;
            } catch (IOException failure) {
                call.complain("wget: " + failure.getMessage());
                return 1;
            }
        }
        call.complain("wget: too many redirections");
        return 1;
    }
}

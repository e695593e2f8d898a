package dev.tierwall.kube.watch;

import dev.tierwall.core.model.ClusterObject;
import dev.tierwall.core.model.Finding;
import dev.tierwall.core.model.Location;
import dev.tierwall.kube.access.ApiServer;
import dev.tierwall.kube.access.ClusterException;
import dev.tierwall.kube.watch.Resource.Need;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Reads all objects of one kind, page by page, in the whole cluster or in some namespaces. A listing whose next page has
 * expired starts anew, the second time without pages, which cannot expire.
 */
final class Listing {

    private static final int PAGE = 500;

    private final ApiServer server;
    private final Resource resource;
    private final String version;
    private final Progress progress;
    private final Page.Decoding decoding;
    private final List<ClusterObject> objects = new ArrayList<>();
    private final List<Finding> findings = new ArrayList<>();
    private Optional<Gaps.Gap> gap = Optional.empty();

    /** How a listing ended. */
    enum Result {
        READ,
        /** The server, or the namespace, has no such thing. */
        ABSENT,
        FORBIDDEN
    }

    Listing(ApiServer server, Resource resource, String version, Progress progress) {
        this.server = server;
        this.resource = resource;
        this.version = version;
        this.progress = progress;
        this.decoding = new Page.Decoding(
                resource,
                resource.apiVersion(version),
                new Interned(),
                server.access().label());
    }

    Resource resource() {
        return resource;
    }

    /** What the objects read so far state. */
    List<ClusterObject> objects() {
        return objects;
    }

    List<Finding> findings() {
        return findings;
    }

    /** What is missing, if the user may not see all. */
    Optional<Gaps.Gap> gap() {
        return gap;
    }

    void setGap(Optional<Gaps.Gap> missing) {
        gap = missing;
    }

    /** Reads those of the whole cluster. */
    Result everywhere() throws ClusterException {
        return list(resource.path(version));
    }

    /** Reads those of one namespace. */
    Result in(String namespace) throws ClusterException {
        return list(resource.path(version, namespace));
    }

    /** Reads the one of this name, of a kind without namespaces. */
    Result named(String name) throws ClusterException {
        return list(resource.path(version) + "/" + name);
    }

    private Result list(String path) throws ClusterException {
        for (int expired = 0; ; expired++) {
            boolean limited = expired < 2;
            Pages pages = new Pages((token, next) -> page(path, limited, token, next));
            List<ClusterObject> found = new ArrayList<>();
            List<Finding> faults = new ArrayList<>();
            Page page = pages.next();
            while (page.isRead()) {
                found.addAll(page.objects());
                faults.addAll(page.findings());
                progress.read(resource.plural(), objects.size() + found.size());
                if (page.next().isEmpty()) {
                    objects.addAll(found);
                    findings.addAll(faults);
                    return Result.READ;
                }
                page = pages.next();
            }
            if (!page.isExpired()) {
                return failed(page, path);
            }
        }
    }

    private Page page(String path, boolean limited, String token, Consumer<String> next) throws ClusterException {
        String query = limited ? "?limit=" + PAGE : "";
        if (!token.isEmpty()) {
            query += "&continue=" + URLEncoder.encode(token, StandardCharsets.UTF_8);
        }
        return server.get(path + query, "application/json", answer -> decoding.read(answer, next));
    }

    /** Without a kind that every cluster has there is no answer; one that somebody installed may be broken alone. */
    private Result failed(Page page, String path) throws ClusterException {
        if (page.isForbidden()) {
            return Result.FORBIDDEN;
        }
        if (page.isAbsent()) {
            return Result.ABSENT;
        }
        String cluster = "the cluster \"" + server.access().name() + "\"";
        String said = page.status() + (page.message().isEmpty() ? "" : ": " + page.message());
        if (resource.isBuiltIn()) {
            throw new ClusterException(cluster + " answered " + path + " with " + said + "; try again later");
        }
        boolean essential = resource.need() == Need.ESSENTIAL;
        findings.add(new Finding(
                essential ? Finding.Severity.ERROR : Finding.Severity.WARNING,
                new Location(server.access().label(), 0, 0),
                "cannot list " + resource.plural() + (essential ? ", so that verdicts may be wrong: " : ": ")
                        + "the cluster answered " + said,
                "mend the custom resource " + resource.plural() + "." + resource.group()
                        + ", or the webhook that converts it"));
        return Result.READ;
    }
}

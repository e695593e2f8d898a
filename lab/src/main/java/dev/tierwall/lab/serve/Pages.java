package dev.tierwall.lab.serve;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tierwall.lab.api.ApiException;
import dev.tierwall.lab.store.Listing;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Lists that are given out page by page: all pages show the moment of the first. The oldest lists are forgotten. */
final class Pages {

    private static final int REMEMBERED = 64;

    private final Map<String, Listing> begun = new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Listing> eldest) {
            return size() > REMEMBERED;
        }
    };

    /**
     * A page.
     *
     * @param objects what is on it
     * @param version the version of the whole list
     * @param next what names the next page; empty on the last
     * @param remaining how many objects are on later pages
     */
    record Page(List<ObjectNode> objects, long version, String next, int remaining) {}

    Page first(Listing all, long limit) {
        if (limit <= 0 || all.objects().size() <= limit) {
            return new Page(all.objects(), all.version(), "", 0);
        }
        String list = UUID.randomUUID().toString();
        synchronized (begun) {
            begun.put(list, all);
        }
        return page(list, all, 0, limit);
    }

    Page next(String token, long limit) throws ApiException {
        String[] parts = token.split("\\.", 2);
        Listing all;
        synchronized (begun) {
            all = begun.get(parts[0]);
        }
        if (all == null || parts.length < 2 || !parts[1].matches("[0-9]{1,9}")) {
            throw ApiException.gone("The provided continue parameter is too old to display a consistent list result. "
                    + "You can start a new list without the continue parameter.");
        }
        int start = Math.min(Integer.parseInt(parts[1]), all.objects().size());
        return page(parts[0], all, start, limit <= 0 ? Integer.MAX_VALUE : limit);
    }

    private static Page page(String list, Listing all, int start, long limit) {
        int end = (int) Math.min(all.objects().size(), start + limit);
        boolean more = end < all.objects().size();
        return new Page(
                all.objects().subList(start, end),
                all.version(),
                more ? list + "." + end : "",
                all.objects().size() - end);
    }
}

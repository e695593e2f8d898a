package dev.tierwall.lab.api;

import dev.tierwall.lab.schema.Resource;
import dev.tierwall.lab.store.GroupResource;
import dev.tierwall.lab.store.StoreKey;

/**
 * Where a request looks: a resource, in one namespace or in all.
 *
 * @param resource what is asked for; the whole, where the request names a part of it
 * @param namespace the namespace; empty for all of them, and for kinds without
 */
public record Place(Resource resource, String namespace) {

    public GroupResource stored() {
        return new GroupResource(resource.group(), resource.name());
    }

    public StoreKey key(String name) {
        return stored().key(namespace, name);
    }

    ApiException.About about(String name) {
        return new ApiException.About(resource.group(), resource.name(), name);
    }

    /** As messages about faulty objects have it: by kind. */
    public ApiException.About aboutKind(String name) {
        return new ApiException.About(resource.group(), resource.kind().kind(), name);
    }
}

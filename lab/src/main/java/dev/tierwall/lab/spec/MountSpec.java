package dev.tierwall.lab.spec;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * Where a container sees a volume.
 *
 * @param volume the volume's name
 * @param path where it is in the container
 * @param subPath the part of the volume that is there; empty for all of it
 * @param readOnly whether the container may only read
 */
public record MountSpec(String volume, String path, String subPath, boolean readOnly) {

    static MountSpec of(JsonNode tree) {
        return new MountSpec(
                Trees.text(tree, "/name"),
                Trees.text(tree, "/mountPath"),
                Trees.text(tree, "/subPath"),
                Trees.flag(tree, "/readOnly", false));
    }
}

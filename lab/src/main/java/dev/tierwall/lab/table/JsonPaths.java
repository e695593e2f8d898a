package dev.tierwall.lab.table;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The paths by which a CustomResourceDefinition names the fields of its columns: {@code .spec.size},
 * {@code .status.conditions[?(@.type=="Ready")].status}, {@code .items[0]}, {@code .items[*].name}.
 */
final class JsonPaths {

    private static final Pattern STEP = Pattern.compile("\\.((?:[^.\\[\\\\]|\\\\.)+)"
            + "|\\['([^']+)'\\]"
            + "|\\[(\\d+|\\*)\\]"
            + "|\\[\\?\\(@\\.([^=!\\s]+)\\s*==\\s*[\"']([^\"']*)[\"']\\)\\]");

    private JsonPaths() {}

    /** What a path leads to, joined if it leads to several; empty if to nothing. */
    static String text(JsonNode object, String path) {
        List<JsonNode> nodes = List.of(object);
        Matcher step = STEP.matcher(path);
        int at = 0;
        while (at < path.length() && step.find(at) && step.start() == at) {
            nodes = follow(nodes, step);
            at = step.end();
        }
        List<String> texts = new ArrayList<>();
        if (at == path.length()) {
            for (JsonNode node : nodes) {
                if (!node.isMissingNode() && !node.isNull()) {
                    texts.add(node.isValueNode() ? node.asText() : node.toString());
                }
            }
        }
        return String.join(",", texts);
    }

    private static List<JsonNode> follow(List<JsonNode> nodes, Matcher step) {
        List<JsonNode> next = new ArrayList<>();
        for (JsonNode node : nodes) {
            if (step.group(1) != null) {
                next.add(node.path(step.group(1).replace("\\", "")));
            } else if (step.group(2) != null) {
                next.add(node.path(step.group(2)));
            } else if (step.group(3) != null) {
                if (step.group(3).equals("*")) {
                    node.forEach(next::add);
                } else {
                    next.add(node.path(Integer.parseInt(step.group(3))));
                }
            } else {
                for (JsonNode item : node) {
                    if (item.path(step.group(4)).asText().equals(step.group(5))) {
                        next.add(item);
                    }
                }
            }
        }
        return next;
    }
}

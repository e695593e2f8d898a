package dev.tierwall.lab;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tierwall.lab.decode.Conform;
import dev.tierwall.lab.decode.UnreadableObjectException;
import dev.tierwall.lab.decode.YamlTrees;
import dev.tierwall.lab.schema.BuiltIns;
import dev.tierwall.lab.schema.GroupVersionKind;
import java.nio.charset.StandardCharsets;

/** Objects for tests, written as YAML. */
public final class Trees {

    private Trees() {}

    /** An object as it is written. */
    public static ObjectNode yaml(String text) {
        try {
            return YamlTrees.object(text.getBytes(StandardCharsets.UTF_8));
        } catch (UnreadableObjectException e) {
            throw new AssertionError(e);
        }
    }

    /** An object of a built-in kind in its usual form. */
    public static ObjectNode usual(String text) {
        ObjectNode object = yaml(text);
        try {
            return Conform.to(BuiltIns.table().kind(GroupVersionKind.of(object)).orElseThrow(), object)
                    .object();
        } catch (UnreadableObjectException e) {
            throw new AssertionError(e);
        }
    }
}

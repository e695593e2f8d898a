package dev.tierwall.core.nft;

import dev.tierwall.core.model.Direction;
import java.util.Map;
import java.util.StringJoiner;

/** Programs and deltas as text for {@code nft -f}, always in the same order. */
final class NftText {

    private static final String PLACE = NftSkeleton.FAMILY + " " + NftSkeleton.TABLE;

    private NftText() {}

    static String table(NftProgram program) {
        StringBuilder text = new StringBuilder();
        text.append("table ").append(PLACE).append('\n');
        text.append("delete table ").append(PLACE).append('\n');
        text.append("table ").append(PLACE).append(" {\n");
        for (NftSet set : NftSet.values()) {
            text.append(indented(definition(set, program.elements(set))));
        }
        text.append(indented(NftSkeleton.ownSets()));
        text.append(indented(NftSkeleton.chains(program.generation())));
        return text.append("}\n").toString();
    }

    private static String indented(String text) {
        return text.indent(0).lines().map(line -> "\t" + line + "\n").reduce("", String::concat);
    }

    private static String definition(NftSet set, Map<ElementKey, Integer> elements) {
        StringBuilder text = new StringBuilder();
        text.append(set.isMap() ? "map " : "set ").append(set.label()).append(" {\n");
        text.append("\ttype ").append(set.type()).append('\n');
        if (set.isInterval()) {
            text.append("\tflags interval\n");
        }
        if (!elements.isEmpty()) {
            text.append("\telements = ").append(list(set, elements)).append('\n');
        }
        return text.append("}\n").toString();
    }

    /** Elements in braces, one a line. */
    private static String list(NftSet set, Map<ElementKey, Integer> elements) {
        StringJoiner list = new StringJoiner(",\n\t\t", "{\n\t\t", "\n\t}");
        elements.entrySet().stream()
                .sorted(Map.Entry.comparingByKey(ElementKey.ORDER))
                .forEach(element -> list.add(
                        element.getKey().text() + (set.isMap() ? " : " + ElementKey.number(element.getValue()) : "")));
        return list.toString();
    }

    static String delta(NftDelta delta) {
        StringBuilder text = new StringBuilder();
        for (NftSet set : NftSet.values()) {
            append(text, "delete", set, delta.removed(set));
        }
        for (NftSet set : NftSet.values()) {
            append(text, "add", set, delta.added(set));
        }
        for (Direction direction : Direction.values()) {
            String chain = PLACE + " " + NftSkeleton.logChain(direction);
            text.append("flush chain ").append(chain).append('\n');
            text.append("add rule ").append(chain).append(' ');
            text.append(NftSkeleton.logRule(delta.to(), direction)).append('\n');
        }
        return text.toString();
    }

    private static void append(StringBuilder text, String verb, NftSet set, Map<ElementKey, Integer> elements) {
        if (!elements.isEmpty()) {
            text.append(verb).append(" element ").append(PLACE).append(' ');
            text.append(set.label()).append(' ').append(list(set, elements)).append('\n');
        }
    }
}

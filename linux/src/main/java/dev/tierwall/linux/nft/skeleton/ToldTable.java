package dev.tierwall.linux.nft.skeleton;

import dev.tierwall.linux.netlink.Attributes;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The table without its elements, as the kernel tells it.
 *
 * @param chains where the packets of each chain come from
 * @param rules what the rules of each chain do
 * @param sets what the sets with names are for
 */
public record ToldTable(Map<String, String> chains, Map<String, List<String>> rules, List<String> sets) {

    private static final int GET_CHAIN = 4;
    private static final int GET_RULE = 7;
    private static final int GET_SET = 10;

    private static final int TABLE = 1;
    private static final int NAME = 2;
    private static final int CHAIN_NAME = 3;
    private static final int RULE_CHAIN = 2;
    private static final int RULE_EXPRESSIONS = 4;
    private static final String ANONYMOUS = "__";

    /** Somebody who asks the kernel. */
    public interface Kernel {

        /** All objects of a kind that are in the table, and perhaps others. */
        List<Attributes> list(int type, String name) throws IOException;

        /** The elements of a set. */
        List<Attributes> elements(String set) throws IOException;
    }

    /** Asks for everything. */
    public static ToldTable read(Kernel kernel, String table) throws IOException {
        Map<String, String> chains = new HashMap<>();
        for (Attributes chain : kernel.list(GET_CHAIN, "list the chains")) {
            if (chain.text(TABLE).equals(table)) {
                chains.put(chain.text(CHAIN_NAME), Chain.meaning(chain));
            }
        }
        List<String> sets = new ArrayList<>();
        Map<String, String> anonymous = new HashMap<>();
        for (Attributes set : kernel.list(GET_SET, "list the sets")) {
            if (set.text(TABLE).equals(table)) {
                String name = set.text(NAME);
                if (name.startsWith(ANONYMOUS)) {
                    anonymous.put(name, AnonymousSet.meaning(kernel.elements(name)));
                } else {
                    sets.add(SetSpec.meaning(set));
                }
            }
        }
        Map<String, List<String>> rules = new HashMap<>();
        for (Attributes rule : kernel.list(GET_RULE, "list the rules")) {
            if (rule.text(TABLE).equals(table)) {
                String meaning = Skeleton.meaning(Expression.read(rule.inside(RULE_EXPRESSIONS)), anonymous);
                rules.computeIfAbsent(rule.text(RULE_CHAIN), chain -> new ArrayList<>())
                        .add(meaning);
            }
        }
        return new ToldTable(chains, rules, sets);
    }
}

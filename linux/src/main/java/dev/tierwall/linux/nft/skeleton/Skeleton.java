package dev.tierwall.linux.nft.skeleton;

import dev.tierwall.core.nft.NftSet;
import dev.tierwall.core.nft.NftSkeleton;
import dev.tierwall.linux.netlink.MessageWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** The sets and chains of the table, as requests to the kernel, and compared with what the kernel tells. */
public final class Skeleton {

    private static final int NEW_TABLE = 0;
    private static final int NEW_CHAIN = 3;
    private static final int NEW_RULE = 6;
    private static final int NEW_SET = 9;
    private static final int NEW_ELEMENT = 12;
    private static final int CREATE = 0x400;
    private static final int APPEND = 0x800;

    private final List<SetSpec> sets = new ArrayList<>();
    private final List<Chain> chains;
    private int lastId;

    private Skeleton(int generation) {
        for (NftSet set : NftSet.values()) {
            sets.add(SetSpec.of(set));
        }
        sets.add(SetSpec.limit("limit4"));
        sets.add(SetSpec.limit("limit6"));
        chains = Chain.read(NftSkeleton.chains(generation));
    }

    /** The skeleton whose log names a generation. */
    public static Skeleton of(int generation) {
        return new Skeleton(generation);
    }

    /** Makes the table, and all in it but what packets come in by: so far no packet meets it. */
    public void build(Transaction transaction) {
        transaction.add("make the table", NEW_TABLE, CREATE, message -> message.putInt(2, 0));
        for (SetSpec set : sets) {
            int id = ++lastId;
            transaction.add("make set " + set.name(), NEW_SET, CREATE, message -> set.define(message, id));
        }
        List<Chain> inner =
                chains.stream().filter(chain -> chain.hook().isEmpty()).toList();
        inner.forEach(chain -> define(chain, transaction));
        inner.forEach(chain -> fill(chain, transaction));
    }

    /** Lets packets come in. */
    public void hook(Transaction transaction) {
        List<Chain> bases =
                chains.stream().filter(chain -> chain.hook().isPresent()).toList();
        bases.forEach(chain -> define(chain, transaction));
        bases.forEach(chain -> fill(chain, transaction));
    }

    private static void define(Chain chain, Transaction transaction) {
        transaction.add("make chain " + chain.name(), NEW_CHAIN, CREATE, chain::define);
    }

    private void fill(Chain chain, Transaction transaction) {
        for (int i = 0; i < chain.rules().size(); i++) {
            List<Expression> rule = chain.rules().get(i);
            String name = "rule " + (i + 1) + " of chain " + chain.name();
            int id = ++lastId;
            for (Expression expression : rule) {
                for (AnonymousSet set : expression.sets()) {
                    transaction.add("make the set of " + name, NEW_SET, CREATE, message -> set.define(message, id));
                    transaction.add("fill the set of " + name, NEW_ELEMENT, CREATE, message -> set.fill(message, id));
                }
            }
            transaction.add("add " + name, NEW_RULE, CREATE | APPEND, message -> write(chain, rule, id, message));
        }
    }

    private static void write(Chain chain, List<Expression> rule, int set, MessageWriter message) {
        message.put(2, chain.name());
        int expressions = message.begin(4);
        rule.forEach(expression -> expression.write(message, set));
        message.end(expressions);
    }

    /** What of the table is not as it should be; empty if all is. */
    public List<String> differences(ToldTable told) {
        List<String> differences = new ArrayList<>();
        TreeSet<String> known = new TreeSet<>();
        for (Chain chain : chains) {
            known.add(chain.name());
            compare(chain, told, differences);
        }
        told.chains().keySet().stream()
                .filter(name -> !known.contains(name))
                .forEach(name -> differences.add("chain " + name + " of somebody else"));
        TreeSet<String> wanted = new TreeSet<>();
        sets.forEach(set -> wanted.add(set.meaning()));
        TreeSet<String> there = new TreeSet<>(told.sets());
        wanted.stream().filter(set -> !there.contains(set)).forEach(set -> differences.add("set " + word(set)));
        there.stream()
                .filter(set -> !wanted.contains(set))
                .forEach(set -> differences.add("set " + word(set) + " of somebody else"));
        return differences;
    }

    private static String word(String meaning) {
        return meaning.substring(0, meaning.indexOf(' '));
    }

    private static void compare(Chain chain, ToldTable told, List<String> differences) {
        String there = told.chains().getOrDefault(chain.name(), "");
        if (!there.equals(chain.meaning())) {
            differences.add("chain " + chain.name());
            return;
        }
        List<String> rules = told.rules().getOrDefault(chain.name(), List.of());
        int most = Math.max(rules.size(), chain.rules().size());
        for (int i = 0; i < most; i++) {
            String wanted = i < chain.rules().size() ? meaning(chain.rules().get(i), Map.of()) : "";
            if (i >= rules.size() || !rules.get(i).equals(wanted)) {
                differences.add("rule " + (i + 1) + " of chain " + chain.name());
                return;
            }
        }
    }

    static String meaning(List<Expression> rule, Map<String, String> anonymous) {
        List<String> parts = new ArrayList<>();
        rule.forEach(expression -> parts.add(expression.meaning(anonymous)));
        return String.join("; ", parts);
    }
}

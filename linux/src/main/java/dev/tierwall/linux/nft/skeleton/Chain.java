package dev.tierwall.linux.nft.skeleton;

import dev.tierwall.linux.netlink.Attributes;
import dev.tierwall.linux.netlink.MessageWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A chain of rules.
 *
 * @param name its name
 * @param hook the number of the hook that packets come from, if they do
 * @param rules the expressions of each rule
 */
record Chain(String name, Optional<Integer> hook, List<List<Expression>> rules) {

    private static final Pattern HEAD = Pattern.compile("chain (\\S+) \\{");
    private static final Pattern BASE = Pattern.compile("type filter hook (\\S+) priority filter; policy accept;");

    private static final int NAME = 3;
    private static final int HOOK = 4;
    private static final int HOOK_NUMBER = 1;
    private static final int HOOK_PRIORITY = 2;
    private static final int POLICY = 5;
    private static final int TYPE = 7;
    private static final int ACCEPT = 1;

    /** Reads chains from text in the language of nft. */
    static List<Chain> read(String text) {
        List<Chain> chains = new ArrayList<>();
        String name = "";
        Optional<Integer> hook = Optional.empty();
        List<List<Expression>> rules = new ArrayList<>();
        for (String line : text.lines().map(String::strip).toList()) {
            Matcher head = HEAD.matcher(line);
            Matcher base = BASE.matcher(line);
            if (head.matches()) {
                name = head.group(1);
                hook = Optional.empty();
                rules = new ArrayList<>();
            } else if (base.matches()) {
                hook = Optional.of(hookNumber(base.group(1)));
            } else if (line.equals("}")) {
                chains.add(new Chain(name, hook, rules));
            } else {
                rules.add(RuleText.read(line));
            }
        }
        return chains;
    }

    private static int hookNumber(String name) {
        return switch (name) {
            case "input" -> 1;
            case "forward" -> 2;
            default -> throw new IllegalArgumentException("no hook: " + name);
        };
    }

    void define(MessageWriter message) {
        message.put(NAME, name);
        hook.ifPresent(number -> {
            int nested = message.begin(HOOK);
            message.putInt(HOOK_NUMBER, number).putInt(HOOK_PRIORITY, 0).end(nested);
            message.putInt(POLICY, ACCEPT);
            message.put(TYPE, "filter");
        });
    }

    /** Where its packets come from, as it should be told by the kernel. */
    String meaning() {
        return hook.map(number -> "hook " + number + " priority 0 policy " + ACCEPT)
                .orElse("no hook");
    }

    /** Where the packets of a chain come from, as the kernel tells it. */
    static String meaning(Attributes told) {
        if (told.find(HOOK).isEmpty()) {
            return "no hook";
        }
        Attributes hook = told.inside(HOOK);
        return "hook " + hook.number(HOOK_NUMBER) + " priority " + hook.number(HOOK_PRIORITY) + " policy "
                + told.number(POLICY);
    }
}

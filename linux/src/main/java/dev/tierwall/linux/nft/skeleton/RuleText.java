package dev.tierwall.linux.nft.skeleton;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * Reads the rules of the skeleton, which are written in the language of nft, of which they use a dozen statements: the one
 * description of them is text that people can read and nft can load. Whatever else a rule says is refused.
 */
final class RuleText {

    private static final Pattern WORD = Pattern.compile("\"[^\"]*\"|\\S+");

    private final List<String> words;
    private final List<Expression> found = new ArrayList<>();
    private String dependency = "";
    private int at;

    private RuleText(String rule) {
        words = WORD.matcher(rule).results().map(MatchResult::group).toList();
    }

    /** The expressions of a rule. */
    static List<Expression> read(String rule) {
        RuleText text = new RuleText(rule);
        while (text.at < text.words.size()) {
            text.statement();
        }
        return text.found;
    }

    private String next() {
        if (at == words.size()) {
            throw new IllegalArgumentException("a rule ends too early: " + words);
        }
        return words.get(at++);
    }

    private String peek() {
        return at < words.size() ? words.get(at) : "";
    }

    private void expect(String... expected) {
        for (String word : expected) {
            if (!next().equals(word)) {
                throw new IllegalArgumentException("not understood at " + word + ": " + words);
            }
        }
    }

    private void statement() {
        switch (peek()) {
            case "counter" -> {
                at++;
                found.add(Expression.of("counter"));
            }
            case "drop", "accept", "return", "jump", "goto" -> found.add(Registers.immediate(verdict()));
            case "reject" -> {
                expect("reject", "with", "tcp", "reset");
                found.add(Expression.of("reject").with(1, 1).with(2, new byte[] {0}));
            }
            case "log" -> log();
            case "update" -> update();
            case "ct" -> connectionState();
            case "tcp" -> flags();
            default -> lookup();
        }
    }

    private byte[] verdict() {
        String word = next();
        return switch (word) {
            case "drop" -> Registers.verdict(0, Optional.empty());
            case "accept" -> Registers.verdict(1, Optional.empty());
            case "return" -> Registers.verdict(-5, Optional.empty());
            case "jump" -> Registers.verdict(-3, Optional.of(next()));
            case "goto" -> Registers.verdict(-4, Optional.of(next()));
            default -> throw new IllegalArgumentException("no verdict: " + word);
        };
    }

    private void log() {
        expect("log", "prefix");
        String prefix = next();
        expect("group");
        int group = Integer.parseInt(next());
        expect("snaplen");
        int length = Integer.parseInt(next());
        expect("queue-threshold");
        int threshold = Integer.parseInt(next());
        found.add(Expression.of("log")
                .withShort(1, group)
                .with(2, prefix.substring(1, prefix.length() - 1))
                .with(3, length)
                .withShort(4, threshold));
    }

    /** {@code update @set { ip saddr limit rate over 20/second burst 40 packets }}. */
    private void update() {
        expect("update");
        String set = next().substring(1);
        expect("{");
        loads(false);
        expect("limit", "rate", "over");
        long rate = Long.parseLong(next().replace("/second", ""));
        expect("burst");
        int burst = Integer.parseInt(next());
        expect("packets", "}");
        Expression limit = Expression.of("limit")
                .withLong(1, rate)
                .withLong(2, 1)
                .with(3, burst)
                .with(4, 0)
                .with(5, 1);
        found.add(Expression.of("dynset").with(1, set).with(3, 1).with(4, 1).with(7, limit.content()));
    }

    private void connectionState() {
        expect("ct", "state");
        found.add(Expression.of("ct").with(1, 1).with(2, 0));
        if (peek().equals("vmap")) {
            expect("vmap");
            List<AnonymousSet.Element> elements = new ArrayList<>();
            for (List<String> element : braces()) {
                RuleText verdict = new RuleText(String.join(" ", element.subList(2, element.size())));
                elements.add(new AnonymousSet.Element(Names.state(element.getFirst()), Optional.of(verdict.verdict())));
            }
            found.add(
                    Expression.of("lookup").with(2, 1).with(3, 0).with(new AnonymousSet(Names.CT_STATE, 4, elements)));
        } else {
            found.add(Registers.masked(Names.state(next())));
            found.add(Registers.compare(1, new byte[4]));
        }
    }

    /** {@code tcp flags & (fin | syn) != syn}. */
    private void flags() {
        expect("tcp", "flags", "&");
        depend("tcp");
        found.add(Registers.payload(2, 13, 1, 0));
        byte mask = 0;
        String word;
        do {
            word = next().replace("(", "");
            mask |= Names.flag(word.replace(")", ""));
        } while (!word.endsWith(")") && next().equals("|"));
        expect("!=");
        found.add(Registers.masked(new byte[] {mask}));
        found.add(Registers.compare(1, new byte[] {Names.flag(next())}));
    }

    /** What is loaded, then a set that it must be in, or not; or a map whose value becomes the priority. */
    private void lookup() {
        if (peek().equals("meta")
                && words.subList(at, words.size()).size() > 2
                && words.get(at + 2).equals("set")) {
            expect("meta", "priority", "set");
            setPriority();
            return;
        }
        int type = loads(isOfRanges());
        if (peek().startsWith("@")) {
            found.add(Expression.of("lookup").with(1, next().substring(1)).with(2, 1));
            return;
        }
        boolean not = peek().equals("!=");
        at += not ? 1 : 0;
        List<AnonymousSet.Element> elements = new ArrayList<>();
        for (List<String> element : braces()) {
            elements.add(new AnonymousSet.Element(Names.number(type, element.getFirst()), Optional.empty()));
        }
        Expression in = Expression.of("lookup").with(2, 1).with(new AnonymousSet(type, 1, elements));
        found.add(not ? in.with(5, 1) : in);
    }

    private void setPriority() {
        if (peek().equals("0")) {
            at++;
            found.add(Expression.of("immediate").with(1, 1).withValue(2, new byte[4]));
        } else {
            loads(false);
            expect("map");
            found.add(Expression.of("lookup")
                    .with(1, next().substring(1))
                    .with(2, 1)
                    .with(3, 1));
        }
        found.add(Expression.of("meta").with(2, Registers.PRIORITY).with(3, 1));
    }

    /** Whether the set that follows what is loaded is one of ranges of joined keys. */
    private boolean isOfRanges() {
        return words.subList(at, words.size()).contains("@okr");
    }

    /** Loads joined keys into registers, one word after the other; gives the type of the last. */
    private int loads(boolean turned) {
        int word = 0;
        int type = 0;
        boolean more = true;
        while (more) {
            String name = next() + " " + next();
            depend(name.substring(0, name.indexOf(' ')));
            Registers.Key key = Registers.key(name, word);
            found.add(key.load());
            if (turned && key.isOfMachine()) {
                found.add(Registers.turned(word, key.bytes()));
            }
            type = key.type();
            word += (key.bytes() + 3) / 4;
            more = peek().equals(".");
            at += more ? 1 : 0;
        }
        return type;
    }

    /** Checks first that the packet is of the protocol, once in a rule. */
    private void depend(String protocol) {
        if (!dependency.equals(protocol)) {
            Registers.check(protocol).ifPresent(check -> {
                found.addAll(check);
                dependency = protocol;
            });
        }
    }

    /** The elements between braces, as words. */
    private List<List<String>> braces() {
        expect("{");
        int end = at + words.subList(at, words.size()).indexOf("}");
        String inside = String.join(" ", words.subList(at, end));
        at = end + 1;
        List<List<String>> elements = new ArrayList<>();
        for (Iterator<String> parts = Arrays.asList(inside.split(", ")).iterator(); parts.hasNext(); ) {
            elements.add(List.of(parts.next().split(" ")));
        }
        return elements;
    }
}

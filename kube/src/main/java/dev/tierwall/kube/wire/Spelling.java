package dev.tierwall.kube.wire;

import java.util.Locale;

/** Words of the user in messages: quoted safely, and which of the known words was meant. */
public final class Spelling {

    private static final int LONGEST_QUOTE = 70;

    private Spelling() {}

    /** The known word that is closest, if it is close enough to be meant; otherwise an empty text. */
    public static String nearest(String written, String... known) {
        String best = "";
        int least = Math.max(1, Math.min(3, written.length() / 3)) + 1;
        for (String word : known) {
            int distance = distance(written.toLowerCase(Locale.ROOT), word.toLowerCase(Locale.ROOT));
            if (distance < least || isPlural(written, word)) {
                least = distance;
                best = word;
            }
        }
        return best;
    }

    private static boolean isPlural(String one, String other) {
        return (one + "s").equalsIgnoreCase(other) || (other + "s").equalsIgnoreCase(one);
    }

    /** A text of the user in double quotes, cut short, without characters that a terminal would obey. */
    public static String quoted(String text) {
        StringBuilder out = new StringBuilder("\"");
        for (int i = 0; i < text.length() && i < LONGEST_QUOTE; i++) {
            char c = text.charAt(i);
            out.append(Character.isISOControl(c) ? '\ufffd' : c);
        }
        return out.append(text.length() > LONGEST_QUOTE ? "…\"" : "\"").toString();
    }

    static boolean isNumber(String text) {
        return !text.isEmpty() && text.chars().allMatch(c -> c >= '0' && c <= '9');
    }

    /** How many letters must be changed, added, dropped or swapped with their neighbour. */
    private static int distance(String a, String b) {
        int[][] costs = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            for (int j = 0; j <= b.length(); j++) {
                costs[i][j] = i == 0 ? j : j == 0 ? i : cheapest(costs, a, b, i, j);
            }
        }
        return costs[a.length()][b.length()];
    }

    private static int cheapest(int[][] costs, String a, String b, int i, int j) {
        int change = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
        int cost = Math.min(costs[i - 1][j - 1] + change, Math.min(costs[i - 1][j], costs[i][j - 1]) + 1);
        boolean swapped = i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1);
        return swapped ? Math.min(cost, costs[i - 2][j - 2] + 1) : cost;
    }
}

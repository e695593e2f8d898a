package dev.tierwall.lab.spec;

import java.util.Map;

/** Puts variables into texts, where these say {@code $(NAME)}; {@code $$} is one dollar, and unknown names stay. */
public final class Expansion {

    private Expansion() {}

    public static String expand(String text, Map<String, String> variables) {
        StringBuilder out = new StringBuilder();
        int at = 0;
        while (at < text.length()) {
            char here = text.charAt(at);
            char next = at + 1 < text.length() ? text.charAt(at + 1) : 0;
            int close = here == '$' && next == '(' ? text.indexOf(')', at) : -1;
            if (here == '$' && next == '$') {
                out.append('$');
                at += 2;
            } else if (close > 0) {
                String name = text.substring(at + 2, close);
                out.append(variables.getOrDefault(name, text.substring(at, close + 1)));
                at = close + 1;
            } else {
                out.append(here);
                at++;
            }
        }
        return out.toString();
    }
}

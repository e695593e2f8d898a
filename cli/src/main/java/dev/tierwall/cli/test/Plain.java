package dev.tierwall.cli.test;

/** Texts of users, made fit for the forms that reports have. */
final class Plain {
    private Plain() {}

    /** On one line, with a mark for what would steer a terminal or is no text in XML. */
    static String line(String text) {
        StringBuilder out = new StringBuilder();
        text.codePoints().forEach(c -> {
            boolean odd = Character.isISOControl(c)
                    || c == 0xfffe
                    || c == 0xffff
                    || (c >= 0xd800 && c <= 0xdfff)
                    || c == '\u2028'
                    || c == '\u2029';
            out.appendCodePoint(odd ? (c == '\n' || c == '\t' ? ' ' : '\ufffd') : c);
        });
        return out.toString();
    }

    /** As the text of an element or an attribute. */
    static String xml(String text) {
        return line(text)
                .replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }
}

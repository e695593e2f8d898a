import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** What the launcher rewrites, in every form that may matter: compiled by RenewedClassesTest, not by the build. */
public final class Sample {
    sealed interface Shape permits Point, Line, Mixed, Empty {
        default String name() {
            return switch (this) {
                case Point(int x, int y) when x == y -> "diagonal " + x;
                case Point(int x, int y) when x > y -> "below " + x + y;
                case Point point -> "above " + point;
                case Line<?>(Point from, Object label) when label instanceof String text -> from + text;
                case Line<?> line -> "line " + line.label();
                case Mixed mixed -> "mixed " + mixed.flag();
                case Empty empty -> "empty";
            };
        }
    }

    record Point(int x, int y) implements Shape {}

    record Line<T>(Point from, T label) implements Shape {}

    record Mixed(
            boolean flag, byte b, short s, char c, int i, long l, float f, double d, String text, int[] array, List<Shape> shapes)
            implements Shape {}

    record Empty() implements Shape {}

    /** Its own equality stays its own. */
    record Loose(String text) {
        @Override
        public boolean equals(Object other) {
            return other instanceof Loose loose && loose.text.equalsIgnoreCase(text);
        }

        @Override
        public int hashCode() {
            return 7;
        }
    }

    enum Colour {
        RED,
        GREEN
    }

    private static String any(Object value) {
        Function<Object, String> inLambda = inner -> switch (inner) {
            case null -> "null";
            case Colour colour when colour == Colour.RED -> "red";
            case Colour colour -> "colour";
            case Integer number when number > 10 -> "large";
            case CharSequence text -> "text " + text.length();
            case int[] numbers -> "numbers " + numbers.length;
            default -> inner.getClass().getSimpleName();
        };
        return inLambda.apply(value);
    }

    private static String constants(Object value) {
        return switch (value) {
            case Colour.RED -> "constant";
            case String text when text.isEmpty() -> "nothing";
            case String text when text.equals("x") -> "the letter";
            default -> "else";
        };
    }

    /** One line for each observation. */
    public static List<String> observations() {
        int[] array = {1};
        List<Shape> shapes = new ArrayList<>(List.of(new Point(1, 1), new Point(2, 1), new Point(1, 2), new Empty()));
        shapes.add(new Line<>(new Point(3, 3), "text"));
        shapes.add(new Line<>(new Point(3, 3), 4));
        shapes.add(new Line<>(null, null));
        for (double d : new double[] {0.0, -0.0, Double.NaN, 1e300}) {
            for (String text : new String[] {"a", null}) {
                byte small = (byte) d;
                shapes.add(new Mixed(d > 0, small, small, 'c', (int) d, (long) d, (float) d, d, text, array, List.of()));
            }
        }
        List<String> observations = new ArrayList<>();
        for (Shape one : shapes) {
            observations.add(one.name() + (one instanceof Mixed mixed && mixed.array() != null ? "" : " #" + one.hashCode()));
            for (Shape other : shapes) {
                observations.add(one.equals(other) + " " + other.equals(one));
            }
            observations.add(one.equals(null) + " " + one.equals("a"));
        }
        observations.add("" + new Mixed(true, (byte) 1, (short) 2, '3', 4, 5L, 6f, 7d, "8", null, List.of()).hashCode());
        for (Object value : new Object[] {null, Colour.RED, Colour.GREEN, 3, 30, "ab", new StringBuilder("c"), array, 1L, ""}) {
            observations.add(any(value) + (value == null ? "" : " " + constants(value)));
        }
        observations.add(constants("x") + new Loose("A").equals(new Loose("a")) + new Loose("A").hashCode());
        try {
            ((Shape) null).name();
        } catch (NullPointerException expected) {
            observations.add("no name for null");
        }
        return observations;
    }
}

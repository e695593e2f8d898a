package dev.tierwall.core.naming;

import java.util.function.Function;

/**
 * What was made of something that a person wrote: the thing meant, or why it means nothing.
 *
 * @param <T> the kind of thing meant
 */
public sealed interface Reading<T> {

    /** It was understood. */
    record Known<T>(T value) implements Reading<T> {}

    /**
     * It was not.
     *
     * @param problem what is wrong, in one line, without a full stop
     * @param remedy what to write instead, in one line; may be empty
     */
    record Unknown<T>(String problem, String remedy) implements Reading<T> {}

    static <T> Reading<T> of(T value) {
        return new Known<>(value);
    }

    static <T> Reading<T> problem(String problem, String remedy) {
        return new Unknown<>(problem, remedy);
    }

    /** Goes on with the thing, if there is one. */
    default <R> Reading<R> then(Function<? super T, Reading<R>> next) {
        return switch (this) {
            case Known<T>(T value) -> next.apply(value);
            case Unknown<T>(String problem, String remedy) -> new Unknown<>(problem, remedy);
        };
    }
}

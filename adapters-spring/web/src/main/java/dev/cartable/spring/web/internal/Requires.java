package dev.cartable.spring.web.internal;

import dev.cartable.spring.web.Right;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** The right that a caller of this endpoint needs. An endpoint without it does not start. */
@Documented
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
public @interface Requires {
    Right value();

    /** What is done with an {@code Idempotency-Key}. */
    Key key() default Key.ONCE;

    /** What an {@code Idempotency-Key} does for a write. Callers without a login have none. */
    enum Key {
        /** The first answer is kept, and given again. Where it is not known what became of the first request, none follows. */
        ONCE,
        /**
         * The same, and where that is not known, the request is carried out again: it changes nothing the second time. {@code PUT} and
         * {@code PATCH} are so in any case.
         */
        REPEATABLE,
        /** The endpoint sees to it by itself, and more cheaply. */
        OWN
    }
}

package dev.cartable.account.model;

import static java.util.Objects.requireNonNull;

/**
 * Two accounts, or two guardians, with one address, which may be one person's or two people's. They are never merged by
 * themselves.
 *
 * @param <T> an {@link Account}, or the id of a guardian who is to have one
 * @param sameName whether their names are the same but for case and accents
 */
public record PossibleDuplicate<T>(T first, T second, boolean sameName) {
    public PossibleDuplicate {
        requireNonNull(first, "first");
        requireNonNull(second, "second");
    }
}

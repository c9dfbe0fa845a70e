package dev.cartable.account.model;

import static java.util.Objects.requireNonNull;

/**
 * Two open accounts with one address, which may be one person's or two people's. They are never merged by themselves.
 *
 * @param sameName whether their names are the same but for case and accents
 */
public record PossibleDuplicate(Account first, Account second, boolean sameName) {
    public PossibleDuplicate {
        requireNonNull(first, "first");
        requireNonNull(second, "second");
    }
}

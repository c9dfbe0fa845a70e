package dev.cartable.account.model;

import static java.util.Objects.requireNonNull;

import java.util.UUID;

/** The id of a parent account: given once, time-ordered, kept for good. */
public record AccountId(UUID value) implements Comparable<AccountId> {
    public AccountId {
        requireNonNull(value, "value");
    }

    /**
     * Reads an id as a person or a program wrote it.
     *
     * @throws IllegalArgumentException if it is no UUID
     */
    public static AccountId parse(String text) {
        return new AccountId(UUID.fromString(text));
    }

    @Override
    public int compareTo(AccountId other) {
        return toString().compareTo(other.toString());
    }

    @Override
    public String toString() {
        return value.toString();
    }
}

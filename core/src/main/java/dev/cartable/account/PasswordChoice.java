package dev.cartable.account;

import static java.util.Objects.requireNonNull;

import dev.cartable.account.model.PasswordPolicy;
import dev.cartable.account.model.PasswordPolicy.Weakness;
import dev.cartable.account.model.Username;
import dev.cartable.account.port.PasswordHasher;
import dev.cartable.school.model.School;
import java.util.Optional;

/** The rules for a password that a person chooses, and how it is kept. Safe for use by several threads. */
record PasswordChoice(PasswordHasher hasher, PasswordPolicy policy, School school) {
    PasswordChoice {
        requireNonNull(hasher, "hasher");
        requireNonNull(policy, "policy");
        requireNonNull(school, "school");
    }

    /** What speaks against a password; empty if it may be chosen. */
    Optional<Weakness> weakness(CharSequence password, Username username) {
        return policy.check(password, username, school);
    }

    /** Takes a while, on purpose. */
    String hash(CharSequence password) {
        return hasher.hash(PasswordPolicy.normalised(password));
    }
}

package dev.cartable.quota.model;

import static java.util.Objects.requireNonNull;

import dev.cartable.school.model.User;

/** A user as the host knows them, and what they may use now. */
public record UserAllowance(User user, Allowance allowance) {
    public UserAllowance {
        requireNonNull(user, "user");
        requireNonNull(allowance, "allowance");
    }
}

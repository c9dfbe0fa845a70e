package dev.cartable.alert.model;

import static java.util.Objects.requireNonNull;

import dev.cartable.school.model.UserId;

/**
 * An alert that fires, or fired, for a user.
 *
 * @param percent how much is used
 * @param message the words that the user reads
 * @param notified whether the user is notified of this one; false where another of the same moment says more
 * @param notices how many messages are queued for it: one for each channel that reaches the user
 */
public record AlertStep(UserId user, Crossing crossing, int percent, String message, boolean notified, int notices) {
    public AlertStep {
        requireNonNull(user, "user");
        requireNonNull(crossing, "crossing");
        requireNonNull(message, "message");
    }
}

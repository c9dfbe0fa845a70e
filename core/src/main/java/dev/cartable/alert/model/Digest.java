package dev.cartable.alert.model;

import static java.util.Objects.requireNonNull;

import dev.cartable.school.model.Promotion;
import dev.cartable.school.model.User;
import java.time.LocalDate;
import java.util.List;

/**
 * What a promotion's supervisor is told of one day.
 *
 * @param day the day in the school's zone
 * @param lines one for each alert that fired, by user name and time
 * @param queued whether a message tells of it; false where there is no address
 */
public record Digest(Promotion promotion, User supervisor, LocalDate day, List<String> lines, boolean queued) {
    public Digest {
        requireNonNull(promotion, "promotion");
        requireNonNull(supervisor, "supervisor");
        requireNonNull(day, "day");
        lines = List.copyOf(lines);
    }
}

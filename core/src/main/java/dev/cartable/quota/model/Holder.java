package dev.cartable.quota.model;

import static java.util.Objects.requireNonNull;

import dev.cartable.quota.model.QuotaSettings.Level;
import dev.cartable.school.model.PromotionId;
import dev.cartable.school.model.UserId;
import dev.cartable.work.internal.WellFormedText;

/**
 * What a profile is assigned to: a user, a promotion, everybody, or whatever a level of the host stands for. Written
 * {@code LEVEL:id}.
 *
 * @param level the name of the {@link Level}
 * @param id the holder's id on that level, opaque
 */
public record Holder(String level, String id) implements Comparable<Holder> {
    /** Everybody who has no profile on a level above. */
    public static final Holder DEFAULT = new Holder("DEFAULT", "*");

    public Holder {
        requireNonNull(level, "level");
        WellFormedText.require("the id of a holder", id);
        if (level.isBlank() || level.contains(":") || id.isBlank()) {
            throw new IllegalArgumentException("'" + level + ":" + id + "' is not LEVEL:id");
        }
    }

    public static Holder of(UserId user) {
        return new Holder(Level.USER.name(), user.value());
    }

    public static Holder of(PromotionId promotion) {
        return new Holder(Level.PROMOTION.name(), promotion.value());
    }

    /** Reads what {@link #toString()} wrote. */
    public static Holder parse(String text) {
        int colon = text.indexOf(':');
        if (colon <= 0) {
            throw new IllegalArgumentException("'" + text + "' is not LEVEL:id");
        }
        return new Holder(text.substring(0, colon), text.substring(colon + 1));
    }

    @Override
    public int compareTo(Holder other) {
        return toString().compareTo(other.toString());
    }

    @Override
    public String toString() {
        return level + ":" + id;
    }
}

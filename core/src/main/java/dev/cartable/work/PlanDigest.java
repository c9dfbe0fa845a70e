package dev.cartable.work;

import static java.util.Objects.requireNonNull;

import java.io.Serializable;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The digest by which a person approves a plan: the SHA-256 of its request, of the settings that change what is written, and of
 * every step that changes or skips something. Two plans with the same digest do the same. A person may approve a plan by the
 * first {@value #MIN_DIGITS} digits or more.
 *
 * @param hex {@value #MIN_DIGITS} to {@value #DIGITS} hexadecimal digits, in small letters
 */
public record PlanDigest(String hex) implements Serializable {
    /** The digits of a whole digest. */
    public static final int DIGITS = 64;

    /** The fewest digits that approve a plan. */
    public static final int MIN_DIGITS = 12;

    private static final Pattern FORM = Pattern.compile("[0-9a-f]{" + MIN_DIGITS + "," + DIGITS + "}");

    public PlanDigest {
        requireNonNull(hex, "hex");
        if (!FORM.matcher(hex).matches()) {
            throw new IllegalArgumentException("'" + hex + "' is no digest of a plan, which has " + MIN_DIGITS + " to "
                    + DIGITS + " digits of 0-9 and a-f");
        }
    }

    /** Whether a person who approved {@code approved} has approved this plan. */
    public boolean isApprovedBy(PlanDigest approved) {
        return hex.startsWith(approved.hex);
    }

    /**
     * Refuses another plan than the one that a person approved.
     *
     * @param approved null if no plan has to be approved
     * @throws PlanChangedException if this one was not approved
     */
    public void requireApprovedBy(@Nullable PlanDigest approved) {
        if (approved != null && !isApprovedBy(approved)) {
            throw new PlanChangedException(approved, this);
        }
    }

    /** The digits. */
    @Override
    public String toString() {
        return hex;
    }
}

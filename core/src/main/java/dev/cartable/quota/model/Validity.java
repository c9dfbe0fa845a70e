package dev.cartable.quota.model;

import static java.util.Objects.requireNonNull;

/**
 * How long a profile serves a user, and so which {@linkplain Window#CYCLE cycle} its volume is for.
 *
 * @param unit what is counted
 * @param length how many of them; 0 where nothing is counted
 * @param start where counting begins
 */
public record Validity(Unit unit, int length, Start start) {
    /** What a validity is counted in. */
    public enum Unit {
        /** It never ends, and the volume is for all time since the assignment. */
        UNLIMITED,
        /** So many local days; then the profile has expired for the user. */
        DAYS,
        /** So many calendar months, again and again, from the day of the assignment; short months end it earlier. */
        MONTHS,
        /** The school's terms, as its calendar has them; between terms the profile is passed over. */
        TERM
    }

    /** Where counting begins. */
    public enum Start {
        /** When the profile was assigned. */
        ASSIGNMENT,
        /** When the user first used the network under this assignment. */
        FIRST_USE
    }

    public Validity {
        requireNonNull(unit, "unit");
        requireNonNull(start, "start");
        boolean counts = unit == Unit.DAYS || unit == Unit.MONTHS;
        if (counts ? length < 1 || length > 36_500 : length != 0) {
            throw new IllegalArgumentException("a validity of " + length + " " + unit
                    + " cannot be: days and months are 1 to 36500, the others have no length");
        }
        if (start == Start.FIRST_USE && unit != Unit.DAYS) {
            throw new IllegalArgumentException(
                    "only a validity in days can begin with the first use, not one in " + unit);
        }
    }

    public static Validity unlimited() {
        return new Validity(Unit.UNLIMITED, 0, Start.ASSIGNMENT);
    }

    public static Validity days(int days) {
        return new Validity(Unit.DAYS, days, Start.ASSIGNMENT);
    }

    public static Validity daysFromFirstUse(int days) {
        return new Validity(Unit.DAYS, days, Start.FIRST_USE);
    }

    public static Validity months(int months) {
        return new Validity(Unit.MONTHS, months, Start.ASSIGNMENT);
    }

    public static Validity term() {
        return new Validity(Unit.TERM, 0, Start.ASSIGNMENT);
    }
}

package dev.cartable.reminder.model;

import static java.util.Objects.requireNonNull;

import dev.cartable.notice.model.Channel;
import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How people are notified of absences. Immutable: each method returns other settings.
 *
 * @param excused whether people are notified of excused absences, too
 * @param grace how long after its recording a fact may still be corrected before people are notified at once, at most a day; null if
 *     they are notified once a day
 * @param brake what holds a run that is too large; null if nothing does
 * @param thresholds when staff and parents are notified that a pupil has been absent too often
 */
public record AbsenceSettings(
        boolean excused, @Nullable Duration grace, @Nullable Brake brake, Thresholds thresholds) {
    private static final Duration USUAL_GRACE = Duration.ofMinutes(15);

    public AbsenceSettings {
        if (grace != null && (grace.isNegative() || grace.compareTo(Duration.ofDays(1)) > 0)) {
            throw new IllegalArgumentException("a grace of " + grace + " is not one of 0 to 24 hours");
        }
        requireNonNull(thresholds, "thresholds");
    }

    /** Once a day, excused absences too, with the usual brake and thresholds. */
    public static AbsenceSettings defaults() {
        return new AbsenceSettings(true, null, new Brake(30, 8), Thresholds.defaults());
    }

    /** Whether people are notified at once, and not once a day. */
    public boolean isAtOnce() {
        return grace != null;
    }

    /**
     * By which channels people are notified of absences and their corrections: once a day by e-mail, short message and in the application; at
     * once by short message and in the application alone, since a mail is often read hours later.
     */
    public Set<Channel> channels() {
        return isAtOnce() ? Set.of(Channel.SMS, Channel.IN_APP) : Set.of(Channel.EMAIL, Channel.SMS, Channel.IN_APP);
    }

    /** Nobody is notified of excused absences. */
    public AbsenceSettings withoutExcused() {
        return new AbsenceSettings(false, grace, brake, thresholds);
    }

    /** People are notified at once, 15 minutes after a fact is recorded. */
    public AbsenceSettings atOnce() {
        return atOnceAfter(USUAL_GRACE);
    }

    /** People are notified at once after this time. */
    public AbsenceSettings atOnceAfter(Duration newGrace) {
        return new AbsenceSettings(excused, requireNonNull(newGrace, "newGrace"), brake, thresholds);
    }

    /** With this brake; null for none. */
    public AbsenceSettings withBrake(@Nullable Brake newBrake) {
        return new AbsenceSettings(excused, grace, newBrake, thresholds);
    }

    /** With these thresholds. */
    public AbsenceSettings withThresholds(Thresholds newThresholds) {
        return new AbsenceSettings(excused, grace, brake, newThresholds);
    }

    /**
     * A run that says that so many pupils of a promotion or of the school are absent on a day is held until a person decides.
     *
     * @param percent of the enrolled pupils, 1 to 100
     * @param pupils at least so many pupils, 1 or more
     */
    public record Brake(int percent, int pupils) {
        public Brake {
            if (percent < 1 || percent > 100 || pupils < 1) {
                throw new IllegalArgumentException("a brake at " + percent + " % and " + pupils + " pupils is none");
            }
        }

        /** Whether it holds a run. */
        public boolean holds(long absent, long enrolled) {
            return absent >= pupils && absent * 100 >= percent * enrolled;
        }
    }

    /**
     * When a pupil has been absent too often; late arrivals do not count.
     *
     * @param unexcused so many unexcused absences in a calendar month, of which the lessons of a day count once; 0 for off
     * @param daysInARow so many whole school days one after the other; 0 for off
     * @param termPercent so many hundredths of the term's school days, of which half a day counts half; 0 for off
     */
    public record Thresholds(int unexcused, int daysInARow, int termPercent) {
        public Thresholds {
            if (unexcused < 0 || daysInARow < 0 || daysInARow > 100 || termPercent < 0 || termPercent > 100) {
                throw new IllegalArgumentException("thresholds " + unexcused + ", " + daysInARow + " and " + termPercent
                        + " are below zero or too high");
            }
        }

        /** 4 unexcused absences in a month, 3 school days in a row, 10 % of the term. */
        public static Thresholds defaults() {
            return new Thresholds(4, 3, 10);
        }

        /** None. */
        public static Thresholds off() {
            return new Thresholds(0, 0, 0);
        }
    }
}

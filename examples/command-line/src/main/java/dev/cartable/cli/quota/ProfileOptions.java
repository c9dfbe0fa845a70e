package dev.cartable.cli.quota;

import dev.cartable.cli.frame.CommandException;
import dev.cartable.cli.frame.Frame;
import dev.cartable.cli.frame.Host;
import dev.cartable.cli.frame.Words;
import dev.cartable.quota.model.Bandwidth;
import dev.cartable.quota.model.Profile;
import dev.cartable.quota.model.Profile.LimitPolicy;
import dev.cartable.quota.model.Profile.SessionRules;
import dev.cartable.quota.model.ProfileId;
import dev.cartable.quota.model.Validity;
import dev.cartable.quota.model.Window;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What can be said of a profile; what is not said stays as it is. */
final class ProfileOptions {
    private static final int LONGEST_VALIDITY = 36_500;
    private static final int MOST_GRACE = 1_000;
    private static final int LONGEST_NAME = 100;
    private static final int LONGEST_DESCRIPTION = 1_000;

    /** Where the days of a validity begin. */
    enum From {
        ASSIGNMENT("assignment"),
        FIRST_USE("first-use");

        private final String text;

        From(String text) {
            this.text = text;
        }

        @Override
        public String toString() {
            return text;
        }
    }

    @Option(names = "--description", paramLabel = "TEXT")
    private @Nullable String description;

    @Option(names = "--daily", paramLabel = "SIZE")
    private @Nullable String daily;

    @Option(names = "--daily-up", paramLabel = "SIZE")
    private @Nullable String dailyUp;

    @Option(names = "--daily-down", paramLabel = "SIZE")
    private @Nullable String dailyDown;

    @Option(names = "--weekly", paramLabel = "SIZE")
    private @Nullable String weekly;

    @Option(names = "--weekly-up", paramLabel = "SIZE")
    private @Nullable String weeklyUp;

    @Option(names = "--weekly-down", paramLabel = "SIZE")
    private @Nullable String weeklyDown;

    @Option(names = "--monthly", paramLabel = "SIZE")
    private @Nullable String monthly;

    @Option(names = "--monthly-up", paramLabel = "SIZE")
    private @Nullable String monthlyUp;

    @Option(names = "--monthly-down", paramLabel = "SIZE")
    private @Nullable String monthlyDown;

    @Option(names = "--volume", paramLabel = "SIZE")
    private @Nullable String volume;

    @Option(names = "--volume-up", paramLabel = "SIZE")
    private @Nullable String volumeUp;

    @Option(names = "--volume-down", paramLabel = "SIZE")
    private @Nullable String volumeDown;

    @Option(names = "--unlimited")
    private boolean unlimited;

    @Option(names = "--limited")
    private boolean limited;

    @Option(names = "--up", paramLabel = "KBITS")
    private @Nullable String up;

    @Option(names = "--down", paramLabel = "KBITS")
    private @Nullable String down;

    @Option(names = "--validity", paramLabel = "DAYS")
    private @Nullable String validity;

    @Option(names = "--validity-from", paramLabel = "assignment|first-use")
    private @Nullable From validityFrom;

    @Option(names = "--months", paramLabel = "N")
    private @Nullable Integer months;

    @Option(names = "--term")
    private boolean term;

    @Option(names = "--session-timeout", paramLabel = "SECONDS")
    private @Nullable String sessionTimeout;

    @Option(names = "--idle-timeout", paramLabel = "SECONDS")
    private @Nullable String idleTimeout;

    @Option(names = "--simultaneous", paramLabel = "N")
    private @Nullable String simultaneous;

    @Option(names = "--warn", paramLabel = "PERCENT")
    private @Nullable Integer warn;

    @Option(names = "--grace", paramLabel = "PERCENT")
    private @Nullable Integer grace;

    @Option(names = "--throttle", paramLabel = "PROFILE")
    private @Nullable String throttle;

    @Option(names = "--inactive")
    private boolean inactive;

    @Option(names = "--active")
    private boolean active;

    /** The profile that is throttled to; null if none is, or none is said. */
    @Nullable
    ProfileId throttleTo(Frame frame, Host host) {
        return throttle == null || throttle.equalsIgnoreCase("none")
                ? null
                : Targets.profile(frame, host, throttle).id();
    }

    /**
     * A profile as it is with what is said.
     *
     * @param throttleTo what {@link #throttleTo} has found
     * @throws IllegalArgumentException if something in it cannot be
     */
    Profile.Builder over(Profile before, @Nullable ProfileId throttleTo, Words words) {
        requireOne(words, limited, unlimited, "--limited, --unlimited");
        requireOne(words, active, inactive, "--active, --inactive");
        CommandException.range(words, "--months", 1, LONGEST_VALIDITY, months);
        CommandException.range(words, "--warn", 1, 100, warn);
        CommandException.range(words, "--grace", 0, MOST_GRACE, grace);
        CommandException.length(words, "--description", LONGEST_DESCRIPTION, description);
        Values values = new Values(words);
        Profile.Builder after = before.toBuilder();
        if (description != null) {
            after = after.description(description);
        }
        after = limits(after, before, Window.DAY, values, "--daily", daily, dailyUp, dailyDown);
        after = limits(after, before, Window.WEEK, values, "--weekly", weekly, weeklyUp, weeklyDown);
        after = limits(after, before, Window.MONTH, values, "--monthly", monthly, monthlyUp, monthlyDown);
        after = limits(after, before, Window.CYCLE, values, "--volume", volume, volumeUp, volumeDown);
        return after.limited(limited || (before.limited() && !unlimited))
                .bandwidth(new Bandwidth(
                        values.number("--up", up, before.bandwidth().up(), Integer.MAX_VALUE),
                        values.number("--down", down, before.bandwidth().down(), Integer.MAX_VALUE)))
                .validity(validity(before.validity(), values, words))
                .sessions(new SessionRules(
                        values.seconds(
                                "--session-timeout",
                                sessionTimeout,
                                before.sessions().timeout()),
                        values.seconds(
                                "--idle-timeout", idleTimeout, before.sessions().idleTimeout()),
                        values.number(
                                "--simultaneous",
                                simultaneous,
                                before.sessions().simultaneous(),
                                Integer.MAX_VALUE)))
                .limitPolicy(new LimitPolicy(
                        warn == null ? before.limitPolicy().warnPercent() : warn,
                        grace == null ? before.limitPolicy().gracePercent() : grace,
                        throttle == null ? before.limitPolicy().throttleTo() : throttleTo))
                .active(active || (before.active() && !inactive));
    }

    private static Profile.Builder limits(
            Profile.Builder after,
            Profile before,
            Window window,
            Values values,
            String option,
            @Nullable String total,
            @Nullable String up,
            @Nullable String down) {
        Profile.Limits had = before.limits().getOrDefault(window, Profile.Limits.NOT_SET);
        return after.limits(
                window,
                new Profile.Limits(
                        values.limit(option, total, had.total()),
                        values.limit(option + "-up", up, had.up()),
                        values.limit(option + "-down", down, had.down())));
    }

    private Validity validity(Validity before, Values values, Words words) {
        long said = Stream.of(validity != null, months != null, term)
                .filter(given -> given)
                .count();
        if (said > 1) {
            throw CommandException.usage(words.text("error.one-of", "options", "--validity, --months, --term"));
        }
        if (months != null) {
            return Validity.months(months);
        }
        if (term) {
            return Validity.term();
        }
        boolean counted = before.unit() == Validity.Unit.DAYS;
        Integer days = values.number(
                "--validity", validity, counted ? Integer.valueOf(before.length()) : null, LONGEST_VALIDITY);
        if (days == null) {
            if (validityFrom != null) {
                throw CommandException.usage(words.text("error.validity-from"));
            }
            return validity == null ? before : Validity.unlimited();
        }
        Validity.Start start = validityFrom == null
                ? (counted ? before.start() : Validity.Start.ASSIGNMENT)
                : validityFrom == From.FIRST_USE ? Validity.Start.FIRST_USE : Validity.Start.ASSIGNMENT;
        return new Validity(Validity.Unit.DAYS, days, start);
    }

    /** Refuses what cannot be the name of a profile. */
    static void requireName(Words words, String name) {
        if (name.isBlank() || name.length() > LONGEST_NAME || name.chars().anyMatch(Character::isISOControl)) {
            throw CommandException.usage(words.text("error.profile-name", "most", LONGEST_NAME));
        }
    }

    private static void requireOne(Words words, boolean one, boolean other, String options) {
        if (one && other) {
            throw CommandException.usage(words.text("error.one-of", "options", options));
        }
    }
}

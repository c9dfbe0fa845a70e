package dev.cartable.quota.model;

import static java.util.Objects.requireNonNull;

import dev.cartable.work.internal.WellFormedText;
import java.text.Normalizer;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What a user of the network is granted: how much, how fast, how long. Immutable; {@link #toBuilder()} makes a changed one.
 *
 * @param name unique among a school's profiles whatever its capitals, 1 to 100 characters without control characters
 * @param limited whether the limits count; a profile that is not limited has use counted and never ends
 * @param limits by window; a window that is not among them is {@link Limits#NOT_SET}, and one that is so is not among them
 * @param active whether it serves anybody; an inactive one is passed over
 * @param version the version that was read; the store raises it with each update
 */
public record Profile(
        ProfileId id,
        String name,
        String description,
        boolean limited,
        Map<Window, Limits> limits,
        Bandwidth bandwidth,
        Validity validity,
        SessionRules sessions,
        LimitPolicy limitPolicy,
        boolean active,
        long version) {

    private static final int LONGEST_NAME = 100;
    private static final int LONGEST_DESCRIPTION = 1_000;

    public Profile {
        requireNonNull(id, "id");
        requireText("name", name, LONGEST_NAME);
        WellFormedText.require("the description of a profile", description);
        requireNonNull(bandwidth, "bandwidth");
        requireNonNull(validity, "validity");
        requireNonNull(sessions, "sessions");
        requireNonNull(limitPolicy, "exceeding");
        limits = limits.entrySet().stream()
                .filter(entry -> entry.getValue().isSet())
                .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, Map.Entry::getValue));
        if (description.length() > LONGEST_DESCRIPTION) {
            throw new IllegalArgumentException("the description of profile '" + name + "' has " + description.length()
                    + " characters; at most " + LONGEST_DESCRIPTION + " are allowed");
        }
        if (id.equals(limitPolicy.throttleTo())) {
            throw new IllegalArgumentException("profile '" + name + "' would throttle to itself");
        }
    }

    private static void requireText(String what, String text, int longest) {
        WellFormedText.require("the " + what + " of a profile", text);
        if (text.isBlank() || text.length() > longest || text.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException(
                    "the " + what + " '" + text.replaceAll("\\p{Cntrl}", "?") + "' of a profile is blank, longer than "
                            + longest + " characters, or has a control character in it");
        }
    }

    /** A profile of this name that limits nothing yet. */
    public static Builder named(ProfileId id, String name) {
        return new Builder(id, name);
    }

    /** What to compare names of profiles by: the same for names that differ in their capitals, or in how an accent is coded. */
    public static String folded(String name) {
        return Normalizer.normalize(name, Normalizer.Form.NFC)
                .toUpperCase(Locale.ROOT)
                .toLowerCase(Locale.ROOT);
    }

    /** What may be used in a window. */
    public Limits limits(Window window) {
        Limits said = limits.getOrDefault(window, Limits.NOT_SET);
        if (limited || !said.isSet()) {
            return said;
        }
        return Limits.total(Limit.unlimited());
    }

    /** This one, to be changed. */
    public Builder toBuilder() {
        Builder builder = new Builder(id, name);
        builder.description = description;
        builder.limited = limited;
        builder.limits.putAll(limits);
        builder.bandwidth = bandwidth;
        builder.validity = validity;
        builder.sessions = sessions;
        builder.limitPolicy = limitPolicy;
        builder.active = active;
        builder.version = version;
        return builder;
    }

    /** Puts a profile together. Defaults: limited, without any limit, valid for ever, active. Not safe for several threads. */
    public static final class Builder {
        private final ProfileId id;
        private final Map<Window, Limits> limits = new EnumMap<>(Window.class);
        private String name;
        private String description = "";
        private boolean limited = true;
        private Bandwidth bandwidth = Bandwidth.NOT_LIMITED;
        private Validity validity = Validity.unlimited();
        private SessionRules sessions = SessionRules.NONE;
        private LimitPolicy limitPolicy = LimitPolicy.DENY;
        private boolean active = true;
        private long version;

        private Builder(ProfileId id, String name) {
            this.id = requireNonNull(id, "id");
            this.name = requireNonNull(name, "name");
        }

        public Builder name(String name) {
            this.name = requireNonNull(name, "name");
            return this;
        }

        public Builder description(String description) {
            this.description = requireNonNull(description, "description");
            return this;
        }

        /** Whether the limits count. */
        public Builder limited(boolean limited) {
            this.limited = limited;
            return this;
        }

        public Builder limits(Window window, Limits limits) {
            this.limits.put(requireNonNull(window, "window"), requireNonNull(limits, "limits"));
            return this;
        }

        /** A limit of both directions together in a window. */
        public Builder atMost(Window window, DataSize size) {
            return limits(window, Limits.total(Limit.atMost(size)));
        }

        public Builder bandwidth(Bandwidth bandwidth) {
            this.bandwidth = requireNonNull(bandwidth, "bandwidth");
            return this;
        }

        public Builder validity(Validity validity) {
            this.validity = requireNonNull(validity, "validity");
            return this;
        }

        public Builder sessions(SessionRules sessions) {
            this.sessions = requireNonNull(sessions, "sessions");
            return this;
        }

        public Builder limitPolicy(LimitPolicy limitPolicy) {
            this.limitPolicy = requireNonNull(limitPolicy, "exceeding");
            return this;
        }

        public Builder active(boolean active) {
            this.active = active;
            return this;
        }

        public Builder version(long version) {
            this.version = version;
            return this;
        }

        /**
         * The profile.
         *
         * @throws IllegalArgumentException if something in it cannot be
         */
        public Profile build() {
            return new Profile(
                    id,
                    name,
                    description,
                    limited,
                    limits,
                    bandwidth,
                    validity,
                    sessions,
                    limitPolicy,
                    active,
                    version);
        }
    }

    /**
     * What happens near a limit and beyond it.
     *
     * @param warnPercent the soft limit: from so many percent of a limit on the user counts as warned, 1 to 100
     * @param gracePercent how far beyond a limit the user is still served, in percent of the limit, 0 to 1000
     * @param throttleTo the profile whose bandwidth serves the user beyond that, until the window ends; null to serve nothing
     */
    public record LimitPolicy(
            int warnPercent, int gracePercent, @Nullable ProfileId throttleTo) {
        /** Warns from 80 %, no grace, serves nothing beyond a limit. */
        public static final LimitPolicy DENY = new LimitPolicy(80, 0, null);

        public LimitPolicy {
            if (warnPercent < 1 || warnPercent > 100) {
                throw new IllegalArgumentException("a warning at " + warnPercent + " % cannot be: 1 to 100");
            }
            if (gracePercent < 0 || gracePercent > 1_000) {
                throw new IllegalArgumentException("a grace of " + gracePercent + " % cannot be: 0 to 1000");
            }
        }
    }

    /**
     * What holds for each session, in whole seconds; null where nothing is said.
     *
     * @param timeout how long it may last
     * @param idleTimeout how long it may be silent
     * @param simultaneous how many a user may have at a time
     */
    public record SessionRules(
            @Nullable Duration timeout,
            @Nullable Duration idleTimeout,
            @Nullable Integer simultaneous) {
        public static final SessionRules NONE = new SessionRules(null, null, null);

        private static final Duration LONGEST = Duration.ofDays(3_650);

        public SessionRules {
            check("session timeout", timeout);
            check("idle timeout", idleTimeout);
            if (simultaneous != null && simultaneous < 1) {
                throw new IllegalArgumentException(simultaneous + " simultaneous sessions cannot be: 1 or more");
            }
        }

        private static void check(String what, @Nullable Duration duration) {
            if (duration != null
                    && (duration.compareTo(Duration.ofSeconds(1)) < 0 || duration.compareTo(LONGEST) > 0)) {
                throw new IllegalArgumentException(
                        "a " + what + " of " + duration + " cannot be: 1 second to " + LONGEST);
            }
        }
    }

    /** The limits of one window: of both directions together, and of each. The tightest one counts. */
    public record Limits(Limit total, Limit up, Limit down) {
        /** Nothing is said about this window. */
        public static final Limits NOT_SET = new Limits(Limit.notSet(), Limit.notSet(), Limit.notSet());

        public Limits {
            requireNonNull(total, "total");
            requireNonNull(up, "up");
            requireNonNull(down, "down");
        }

        /** A limit of both directions together. */
        public static Limits total(Limit total) {
            return new Limits(total, Limit.notSet(), Limit.notSet());
        }

        public boolean isSet() {
            return total.isSet() || up.isSet() || down.isSet();
        }
    }
}

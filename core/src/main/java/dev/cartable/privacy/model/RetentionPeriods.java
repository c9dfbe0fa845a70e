package dev.cartable.privacy.model;

import java.time.Duration;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;

/**
 * How long each kind of data is kept: a day or more. The ids of usage events are kept for as long as
 * {@link dev.cartable.quota.model.QuotaSettings#remembered()} says, and a day; sessions and usage days never for less than that,
 * since days are proven by them for so long. Immutable.
 */
public final class RetentionPeriods {
    private static final Duration SHORTEST = Duration.ofDays(1);

    private final Map<DataKind, Duration> periods;

    private RetentionPeriods(Map<DataKind, Duration> periods) {
        this.periods = periods;
    }

    /** The periods of {@link DataKind#kept()}. */
    public static RetentionPeriods defaults() {
        return new RetentionPeriods(new EnumMap<>(DataKind.class));
    }

    /**
     * These, with another period for one kind.
     *
     * @throws IllegalArgumentException if it is shorter than a day
     */
    public RetentionPeriods with(DataKind kind, Duration kept) {
        if (kept.compareTo(SHORTEST) < 0) {
            throw new IllegalArgumentException(kind.option() + " cannot be kept for " + kept + ": a day or more");
        }
        Map<DataKind, Duration> copy = new EnumMap<>(DataKind.class);
        copy.putAll(periods);
        copy.put(kind, kept);
        return new RetentionPeriods(copy);
    }

    /** How long a kind is kept. */
    public Duration of(DataKind kind) {
        return periods.getOrDefault(kind, kind.kept());
    }

    /** A kind of data about people that is kept for a certain time, counted from when it stopped being in use. */
    public enum DataKind {
        /**
         * Addresses, variables, words and the channels' answers of messages that were sent or given up, since they were queued. Their keys
         * and states stay, so that nothing is sent twice. Also answers for which a channel was left alone.
         */
        MESSAGE_DETAILS(90),
        /** Mail that came back, since then. An address is tried again after that. */
        BOUNCES(365),
        /** What people have answered to notices, since then. An accepted reason stays with its absence. */
        ANSWERS(365),
        /** Messages in the application, since they arrived. */
        INBOX(365),
        /** Activation links that were used or have run out, since then. Those of accounts that still wait for their parent stay. */
        ACTIVATIONS(90),
        /**
         * Counters of failed sign-ins, since the last one: each username that is made up leaves one. Waits last minutes, so
         * older ones do not slow others down.
         */
        FAILED_SIGN_INS(7),
        /** Links of accounts to pupils, since they ended. */
        PUPIL_LINKS(730),
        /** Sessions of the network with their readings, since they were over. What they used stays in the record of its day. */
        SESSIONS(365),
        /**
         * What users used on a day, and resets and corrections of their counters, since that day. Those of the validity that a
         * user's counter is in stay, since the counter is proven by them, and so do adjustments of users whose use was migrated,
         * since a migration can be taken back. A user whom no profile serves, and who has used nothing in that time, loses the
         * counter too.
         */
        USAGE_DAYS(1_095),
        /**
         * Alerts that fired, since then. Those of a validity or a month that still runs stay, so that they do not fire again: none is
         * removed within 32 days.
         */
        ALERT_FIRINGS(365),
        /** What became of reminders, since the day of their rule. The keys of their messages stay, so that nothing is sent twice. */
        REMINDERS(730),
        /** Who was assigned which profile, since then; the last change of each holder stays, so that it can be said who holds what. */
        PROFILE_HISTORY(1_095),
        /**
         * Pupils, payers and addresses on invoices that Cartable has issued, since the end of the calendar year in which they were issued:
         * what the law of bookkeeping wants is kept, whoever was erased meanwhile. Numbers, dates and amounts stay.
         */
        INVOICES(3_653),
        /**
         * Who did what, and from where, in the audit trail, since then. When, what and the hashes stay, so that the trail can be verified
         * from its beginning.
         */
        AUDIT(1_095);

        private final Duration kept;

        DataKind(int days) {
            this.kept = Duration.ofDays(days);
        }

        /** How long it is kept unless the host says otherwise. */
        public Duration kept() {
            return kept;
        }

        /** The kind as options and properties write it, such as {@code message-details}. */
        public String option() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }
}

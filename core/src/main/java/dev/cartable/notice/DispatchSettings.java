package dev.cartable.notice;

import static java.util.Objects.requireNonNull;

import dev.cartable.notice.model.QuietHours;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Retries, claims and pauses of dispatch. The courier limits the sending rate.
 *
 * @param retryBase the wait after the first failure; it doubles with each further one
 * @param retries how often a notice is tried again at doubling waits; 0 to 20
 * @param longTail further waits after those, such as some hours, for servers that are away for a day
 * @param claimSize how many notices of a channel are claimed at once; 1 to 1,000
 * @param lease how long a process may take for one claim, by the store's clock; another process takes over after it
 * @param pause how long to leave a channel or a kind alone that cannot be served, where nothing else says so
 * @param receiptPatience how long a gateway's receipt is waited for; then the notice is {@code UNCONFIRMED}
 * @param quietHours when notices that {@linkplain dev.cartable.notice.port.NoticeType#canWait can wait} are not sent, save to
 *     the application's own inbox; null for never
 * @param domainLimits how fast e-mail goes to the domains of addresses
 */
public record DispatchSettings(
        Duration retryBase,
        int retries,
        List<Duration> longTail,
        int claimSize,
        Duration lease,
        Duration pause,
        Duration receiptPatience,
        @Nullable QuietHours quietHours,
        DomainLimits domainLimits) {
    private static final Duration RECEIPT_PATIENCE = Duration.ofDays(3);
    private static final int MOST_RETRIES = 20;
    private static final int LARGEST_CLAIM = 1_000;

    public DispatchSettings {
        positive("retryBase", retryBase);
        positive("lease", lease);
        positive("pause", pause);
        positive("receiptPatience", receiptPatience);
        requireNonNull(domainLimits, "domainLimits");
        longTail = List.copyOf(longTail);
        longTail.forEach(wait -> positive("longTail", wait));
        if (retries < 0 || retries > MOST_RETRIES) {
            throw new IllegalArgumentException("retries is " + retries + ", not 0 to " + MOST_RETRIES);
        }
        if (claimSize < 1 || claimSize > LARGEST_CLAIM) {
            throw new IllegalArgumentException("claimSize is " + claimSize + ", not 1 to " + LARGEST_CLAIM);
        }
    }

    /** Settings without quiet hours and limits of domains, which wait 72 hours for a receipt. */
    public DispatchSettings(
            Duration retryBase, int retries, List<Duration> longTail, int claimSize, Duration lease, Duration pause) {
        this(retryBase, retries, longTail, claimSize, lease, pause, RECEIPT_PATIENCE, null, DomainLimits.NONE);
    }

    /** Three retries after 60, 120 and 240 s, claims of 50 notices for 10 minutes, pauses of 15 minutes. */
    public static DispatchSettings defaults() {
        return new DispatchSettings(
                Duration.ofSeconds(60), 3, List.of(), 50, Duration.ofMinutes(10), Duration.ofMinutes(15));
    }

    /** The same with these further waits after the doubling ones. */
    public DispatchSettings withLongTail(List<Duration> waits) {
        return new DispatchSettings(
                retryBase, retries, waits, claimSize, lease, pause, receiptPatience, quietHours, domainLimits);
    }

    /** The same with these quiet hours. */
    public DispatchSettings withQuietHours(QuietHours quietHours) {
        return new DispatchSettings(
                retryBase, retries, longTail, claimSize, lease, pause, receiptPatience, quietHours, domainLimits);
    }

    /** The same, waiting so long for a receipt. */
    public DispatchSettings withReceiptPatience(Duration patience) {
        return new DispatchSettings(
                retryBase, retries, longTail, claimSize, lease, pause, patience, quietHours, domainLimits);
    }

    /** The same with these limits of domains. */
    public DispatchSettings withDomainLimits(DomainLimits limits) {
        return new DispatchSettings(
                retryBase, retries, longTail, claimSize, lease, pause, receiptPatience, quietHours, limits);
    }

    /** How often a notice is tried in all. */
    public int attempts() {
        return 1 + retries + longTail.size();
    }

    /** How long to wait after the {@code attempt}-th attempt, counted from 1, has failed; empty if it was the last. */
    public Optional<Duration> waitAfter(int attempt) {
        if (attempt <= retries) {
            return Optional.of(retryBase.multipliedBy(1L << Math.max(0, attempt - 1)));
        }
        return attempt < attempts() ? Optional.of(longTail.get(attempt - retries - 1)) : Optional.empty();
    }

    private static void positive(String name, Duration value) {
        requireNonNull(value, name);
        if (value.compareTo(Duration.ofSeconds(1)) < 0) {
            throw new IllegalArgumentException(name + " is " + value + ", less than a second");
        }
    }

    /**
     * How fast each node sends e-mail to the domains of addresses, such as {@code gmail.com}. A domain at its limit holds up no other. Immutable.
     *
     * @param others the limit of each domain that is not named
     * @param byDomain the limits of domains, in lower case
     */
    public record DomainLimits(Limit others, Map<String, Limit> byDomain) {
        /** No limits. */
        public static final DomainLimits NONE = new DomainLimits(Limit.NONE, Map.of());

        private static final String OTHERS = "*";
        private static final Pattern DOMAIN = Pattern.compile("[a-z0-9-]+(\\.[a-z0-9-]+)+");
        private static final Pattern LIMIT = Pattern.compile("(?:([0-9]{1,6})/(s|min))?(?::([0-9]{1,4}))?");
        private static final int SECONDS = 60;

        public DomainLimits {
            requireNonNull(others, "others");
            byDomain = Map.copyOf(byDomain);
            byDomain.keySet().forEach(domain -> {
                if (!DOMAIN.matcher(domain).matches()) {
                    throw new IllegalArgumentException(
                            "'" + domain + "' is no domain of e-mail addresses, such as gmail.com");
                }
            });
        }

        /**
         * The limit of one domain.
         *
         * @param messagesPerMinute at most so many, evenly spaced; 0 for no limit
         * @param connections at most so many at the same time; 0 for no limit
         */
        public record Limit(int messagesPerMinute, int connections) {
            /** No limit. */
            public static final Limit NONE = new Limit(0, 0);

            public Limit {
                if (messagesPerMinute < 0 || connections < 0) {
                    throw new IllegalArgumentException("a limit of a domain is negative: " + messagesPerMinute
                            + " messages a minute, " + connections + " connections");
                }
            }
        }

        /** The limit of a domain. */
        public Limit of(String domain) {
            return byDomain.getOrDefault(domain, others);
        }

        /**
         * Reads limits such as {@code *=120/min,gmail.com=2/s:4,ecole.gn=:1}: for each domain, or {@code *} for the others, a rate, connections
         * behind a colon, or both.
         *
         * @throws IllegalArgumentException if it is written otherwise
         */
        public static DomainLimits parse(String text) {
            Map<String, Limit> limits = new HashMap<>();
            Arrays.stream(text.split(",", -1))
                    .map(String::strip)
                    .filter(entry -> !entry.isEmpty())
                    .forEach(entry -> {
                        int equals = Math.max(0, entry.indexOf('='));
                        String domain = entry.substring(0, equals).strip().toLowerCase(Locale.ROOT);
                        Matcher limit = LIMIT.matcher(
                                entry.substring(equals).replaceFirst("=", "").strip());
                        boolean known =
                                domain.equals(OTHERS) || DOMAIN.matcher(domain).matches();
                        if (!known || !limit.matches() || limit.group().isEmpty()) {
                            throw new IllegalArgumentException("'" + entry
                                    + "' is no limit of a domain: write gmail.com=60/min, gmail.com=2/s:4 for four connections"
                                    + " at most, or *=120/min for all other domains");
                        }
                        limits.put(domain, limit(limit));
                    });
            Limit others = limits.remove(OTHERS);
            return new DomainLimits(others == null ? Limit.NONE : others, limits);
        }

        private static Limit limit(Matcher written) {
            int rate = written.group(1) == null ? 0 : Integer.parseInt(written.group(1));
            return new Limit(
                    "s".equals(written.group(2)) ? rate * SECONDS : rate,
                    written.group(3) == null ? 0 : Integer.parseInt(written.group(3)));
        }
    }
}

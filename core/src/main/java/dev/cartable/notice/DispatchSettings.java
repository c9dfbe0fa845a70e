package dev.cartable.notice;

import static java.util.Objects.requireNonNull;

import dev.cartable.notice.model.DomainLimits;
import dev.cartable.notice.model.QuietHours;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
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
}
